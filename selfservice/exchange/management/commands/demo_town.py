"""`demo_town`: the demo town as the first delivery, where nothing has been loaded yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from selfservice.exchange.demo.renewing import first_demo_town


class Command(BaseCommand):
    help = "Make a demo town and load it, unless a delivery is visible already."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = first_demo_town()
        rows = f"{outcome.feed.rows} rows are loaded." if outcome else "A delivery is visible; it stays."
        self.stdout.write(rows)
