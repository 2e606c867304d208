"""`ack_outgoing FILE`: take the billing system's answers from a file instead of over HTTP."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfservice.exchange.outgoing.answering import answer_line


class Command(BaseCommand):
    help = 'Take answers, one JSON object a line: {"seq": 7, "state": "rejected", "reason": "..."}.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        faults = 0
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not text.strip():
                continue
            result = answer_line(_parsed(text, number))
            if "error" in result:
                faults += 1
                self.stderr.write(f"{file.name}:{number}: {result['error']}: {result['message']}")
        if faults:
            raise CommandError(f"{faults} lines could not be taken; the others were.", returncode=2)


def _parsed(text: str, number: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CommandError(f"Line {number} is no JSON; the lines before it were taken.") from error
