"""`document_exchange`: write the tables of the contract into its documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from selfservice.exchange.documentation import inserted

PAGE = Path(settings.SITE_DIR) / "docs" / "exchange.md"


class Command(BaseCommand):
    help = "Write the tables of the exchange contract into site/docs/exchange.md, from the models."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(inserted(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"{PAGE.name} is up to date.")
