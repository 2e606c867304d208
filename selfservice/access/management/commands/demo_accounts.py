"""`manage.py demo_accounts`: create and print the sign-ins of the demonstration."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from selfservice.access.demo import DemoSignIn, make_demo_people


class Command(BaseCommand):
    help = "Create the people of the demonstration where they are missing, and print how they sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["table", "json"], default="table")
        parser.add_argument("--reset", action="store_true", help="give everybody the printed password again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people are made in demo mode only (settings ebok.settings.dev).")
        sign_ins = make_demo_people(reset_passwords=options["reset"])
        if options["format"] == "json":
            self.stdout.write(json.dumps([person.as_dict() for person in sign_ins], indent=2))
        elif options["verbosity"] > 0:
            self.stdout.write("\n".join(_table(sign_ins)))


def _table(sign_ins: list[DemoSignIn]) -> list[str]:
    rows = [("role", "e-mail", "password", "customer accounts", "TOTP secret")]
    rows += [
        (person.role, person.email, person.password, " ".join(person.accounts), person.totp or "")
        for person in sign_ins
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
