"""`rollback_exchange`: go back to the delivery before the newest."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfservice.exchange.errors import SupplierFills
from selfservice.exchange.loading.database import LoadRunning
from selfservice.exchange.models import Feed
from selfservice.exchange.services import NothingToRollBack, roll_back


class Command(BaseCommand):
    help = "Set the exchange back to the delivery before the newest one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", default="", help="why, for the event log")

    def handle(self, *args: Any, reason: str, **options: Any) -> None:
        try:
            gone = roll_back(reason=reason)
        except (NothingToRollBack, LoadRunning, SupplierFills) as error:
            raise CommandError(str(error)) from error
        feed = Feed.objects.visible().first()
        now = f"generation {feed.generation}" if feed else "no delivery at all"
        self.stdout.write(f"Generation {gone.generation} was taken back; readers see {now}.")
