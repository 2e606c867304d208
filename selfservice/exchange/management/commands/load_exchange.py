"""`load_exchange DIR|ZIP`: take in a delivery of the billing system."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfservice.exchange.errors import SupplierFills
from selfservice.exchange.loading.database import LoadRunning
from selfservice.exchange.loading.report import DeliveryRejected, counted
from selfservice.exchange.services import load_delivery


class Command(BaseCommand):
    help = "Load a delivery of the billing system: all of it becomes visible at once, or nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("delivery", type=Path, help="folder or zip with manifest.json")
        parser.add_argument("--dry-run", action="store_true", help="judge everything, keep nothing")
        parser.add_argument(
            "--max-errors", type=int, default=0, metavar="N", help="leave out and list up to N bad rows"
        )

    def handle(self, *args: Any, delivery: Path, dry_run: bool, max_errors: int, **options: Any) -> None:
        try:
            outcome = load_delivery(path=delivery, dry_run=dry_run, max_errors=max_errors)
        except LoadRunning as running:
            raise CommandError(str(running), returncode=3) from running
        except SupplierFills as refusal:
            raise CommandError(str(refusal)) from refusal
        except DeliveryRejected as rejected:
            for line in rejected.report.lines():
                self.stderr.write(line)
            raise CommandError("The delivery was rejected; nothing has changed.", returncode=2) from rejected
        for line in outcome.report.lines():
            self.stdout.write(line)
        for table, counts in outcome.report.tables.items():
            self.stdout.write(f"{table:15} " + "  ".join(f"{what} {n}" for what, n in counts.items()))
        feed = outcome.feed
        rate = feed.rows / feed.seconds if feed.seconds else 0
        done = "would be loaded" if dry_run else "is visible"
        self.stdout.write(
            f"Generation {feed.generation} of {feed.supplier} {done}: {feed.rows} rows in "
            f"{feed.seconds:.1f} s ({rate:.0f} rows/s), {counted(feed.errors, 'error')}."
        )
