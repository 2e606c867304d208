"""`demo_supplier`: make a believable town as a delivery of a billing system."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from selfservice.exchange.demo.supplier import FAULTS, break_delivery, write_delivery


class Command(BaseCommand):
    help = "Make a believable town from a seed, as a delivery of a billing system."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", type=_count, required=True, metavar="N", help="customer accounts")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed, the same town")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
        parser.add_argument("--delta", action="store_true", help="the changes of a later generation")
        parser.add_argument("--generation", type=_count, help="number of it; 1, or 2 for a delta")
        parser.add_argument(
            "--as-of",
            type=_instant,
            help="ISO 8601 with offset; now. A delta takes that of its full delivery",
        )
        parser.add_argument("--broken", choices=sorted(FAULTS), help="spoil it, to rehearse a broken feed")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        started = monotonic()
        counts = write_delivery(
            folder=out,
            accounts=options["accounts"],
            seed=options["seed"],
            as_of=options["as_of"] or timezone.localtime().replace(microsecond=0),
            generation=options["generation"] or (2 if options["delta"] else 1),
            delta=options["delta"],
        )
        if options["broken"]:
            break_delivery(out, options["broken"])
        told = ", ".join(f"{table} {rows}" for table, rows in counts.items())
        self.stdout.write(f"{sum(counts.values())} rows in {monotonic() - started:.1f} s: {told}")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("must be 1 or more")
    return number


def _instant(text: str) -> datetime:
    instant = parse_datetime(text)
    if instant is None or instant.tzinfo is None:
        raise ArgumentTypeError("must be ISO 8601 with an offset, such as 2026-11-20T02:55:00+01:00")
    return instant
