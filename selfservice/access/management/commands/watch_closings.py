"""`manage.py watch_closings`: notice accounts whose contract has ended, also many at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from selfservice.access.closing import watch_closings
from selfservice.exchange.errors import ExchangeUnavailable


class Command(BaseCommand):
    help = "Compare linked customer accounts with the billing system and end access where contracts ended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--confirm", action="store_true", help="close however many accounts the billing system names"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = watch_closings(confirmed=options["confirm"])
        except ExchangeUnavailable as error:
            raise CommandError(str(error)) from error
        if found.held_back:
            raise CommandError("Too many accounts closed at once; check the delivery, then use --confirm.")
        counts = f"closed {len(found.closed)}, opened again {len(found.reopened)}, ended {len(found.ended)}"
        self.stdout.write(counts)
