"""`check_exchange [DIR|ZIP]`: does a delivery, or what the supplier's database offers, keep the contract?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from selfservice.exchange.conformance import check_tables
from selfservice.exchange.loading.database import LoadRunning
from selfservice.exchange.loading.report import DeliveryRejected
from selfservice.exchange.services import check_delivery


class Command(BaseCommand):
    help = "Check a delivery, or without one the tables of the exchange database, against the contract."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("delivery", type=Path, nargs="?", help="folder or zip with manifest.json")

    def handle(self, *args: Any, delivery: Path | None, **options: Any) -> None:
        if delivery is None:
            self._tables()
        elif not settings.EXCHANGE_MANAGED:
            raise CommandError("A delivery is checked where EXCHANGE_MANAGED is on.")
        else:
            self._delivery(delivery)

    def _delivery(self, path: Path) -> None:
        try:
            outcome = check_delivery(path=path)
        except LoadRunning as running:
            raise CommandError(str(running), returncode=3) from running
        except DeliveryRejected as rejected:
            for line in rejected.report.lines():
                self.stderr.write(line)
            raise CommandError("The delivery does not keep the contract.", returncode=2) from rejected
        for line in outcome.report.lines():
            self.stdout.write(line)
        self.stdout.write(f"The delivery keeps the contract: {outcome.feed.rows} rows.")

    def _tables(self) -> None:
        findings = check_tables()
        for finding in findings:
            self.stdout.write(str(finding))
        if any(not finding.slow for finding in findings):
            raise CommandError("The exchange database does not keep the contract.", returncode=2)
        self.stdout.write("The tables of the exchange database keep the contract.")
