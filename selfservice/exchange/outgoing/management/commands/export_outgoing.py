"""`export_outgoing --after SEQ --format csv|json`: the outgoing journal for a billing system without HTTP."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from selfservice.exchange.outgoing.formats import as_csv, as_line
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import hand_out


class Command(BaseCommand):
    help = "Write the lines of the outgoing journal after a number to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="SEQ", help="the last line you have")
        parser.add_argument("--format", choices=["csv", "json"], default="json", help="JSON: one line each")

    def handle(self, *args: Any, after: int, **options: Any) -> None:
        entries = _all_after(after)
        if options["format"] == "csv":
            for text in as_csv(entries):
                self.stdout.write(text, ending="")
            return
        for entry in entries:
            self.stdout.write(json.dumps(as_line(entry), ensure_ascii=False))


def _all_after(seq: int) -> Iterator[Entry]:
    while batch := hand_out(after=seq):
        yield from batch
        seq = batch[-1].seq
