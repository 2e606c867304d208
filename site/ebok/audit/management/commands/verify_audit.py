"""Finds and names a changed, removed or inserted entry of the event log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ebok.audit.verifying import verify


class Command(BaseCommand):
    help = "Compare the event log with its seals. Exit code 1 when anything was touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", default="", metavar="NUMBER:HASH", help="a seal noted earlier outside of the database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = verify(expected_head=options["head"])
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(
            f"{report.entries} entries under {report.seals} seals compared; {report.unsealed} not sealed yet."
        )
        if report.head:
            self.stdout.write(f"Head: {report.head}")
        if report.intact:
            self.stdout.write("The event log is intact.")
            return
        for fault in report.faults:
            self.stderr.write(f"Fault: {fault.sentence}.")
        raise CommandError(f"The event log was touched: {len(report.faults)} faults.", returncode=1)
