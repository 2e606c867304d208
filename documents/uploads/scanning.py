"""The virus scanner: ClamAV's daemon, asked over its socket, where the site has one."""

from __future__ import annotations

import socket
import struct
import time
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ebok.core.alarms import clear_alarm, raise_alarm

log = structlog.get_logger(__name__)

ALARM = "documents.scanner_unavailable"
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class ScanState(models.TextChoices):
    """What the scanner said of a file. Others may fetch it only when `is_given_out`."""

    PENDING = "pending", _("waiting for the virus scanner")
    CLEAN = "clean", _("clean")
    INFECTED = "infected", _("infected")
    NOT_SCANNED = "not_scanned", _("not scanned")

    @property
    def is_given_out(self) -> bool:
        """May people other than its sender fetch the file? Without a scanner the site has decided so."""
        return self in {ScanState.CLEAN, ScanState.NOT_SCANNED}


class ScannerFailed(Exception):
    """The scanner does not answer, or answers that it could not scan."""


def scan(content: bytes) -> ScanState:
    """Have a file looked at. While the scanner is away it is pending, and an alarm is raised."""
    if not settings.CLAMD_URL:
        return ScanState.NOT_SCANNED
    try:
        answer = ask(content, url=settings.CLAMD_URL, seconds=settings.CLAMD_SECONDS)
    except (OSError, ScannerFailed) as error:
        log.warning("uploads.scanner_failed", error=str(error))
        raise_alarm(code=ALARM, details={"error": type(error).__name__})
        return ScanState.PENDING
    clear_alarm(code=ALARM)
    return ScanState.CLEAN if answer == "OK" else ScanState.INFECTED


def ask(content: bytes, *, url: str, seconds: float) -> str:
    """Send bytes to clamd (command INSTREAM: chunks with their length in four bytes, then a zero).

    Parameters:
        url: `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`.
        seconds: longest time for the whole conversation.

    Returns "OK", or the name of what was found.

    Raises:
        OSError: no connection, or no answer in time.
        ScannerFailed: clamd could not scan (file too large for it, out of memory ...).
    """
    deadline = time.monotonic() + seconds
    with _connected(url, seconds=seconds) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = _answer(connection, deadline=deadline)
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return said
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerFailed(said[:200] or "no answer")


def _connected(url: str, *, seconds: float) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=seconds)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket, *, deadline: float) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0\n").decode("utf-8", "replace")
