"""Letters that the office has sent: the demonstration writes them to files."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from running import Office

BETWEEN = b"\n" + b"-" * 79 + b"\n"
WAIT_SECONDS = 20


def path_in_letter(office: Office, *, to: str, pattern: str) -> str:
    """The path of the link that fits `pattern` in the newest letter to somebody; waits for the letter."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        for letter in _letters(office.folder / "mail"):
            if letter["To"] == to and (found := re.search(rf"https?://\S*{pattern}\S*", _text(letter))):
                return urlsplit(found[0]).path
        time.sleep(0.3)
    pytest.fail(f"No letter with {pattern!r} to {to} within {WAIT_SECONDS} s")


def _letters(folder: Path) -> list[EmailMessage]:
    """All of them, the newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    parts = [part for file in files for part in reversed(file.read_bytes().split(BETWEEN)) if part.strip()]
    return [message_from_bytes(part, policy=policy.default) for part in parts]  # type: ignore[misc]


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body else ""
