"""Consents and requests for the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from selfservice.access.demo_own_data import make_demo_own_data


class Command(BaseCommand):
    help = "Let the demo customer declare consents and ask for changes; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people declare in demo mode only (settings ebok.settings.dev).")
        make_demo_own_data()
