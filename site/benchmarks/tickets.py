"""A ticket with a photo of 5 MB (B10): beside looking at the photo and writing it to disk, little is left."""

from __future__ import annotations

import json
from pathlib import Path

from measuring import Figure
from portal_town import Town

REPEATS = {"S": 8, "M": 20, "L": 20}
SHARE = 0.6


def measure(*, size: str, folder: Path) -> list[Figure]:
    """Sent as a browser sends it; the limit draws the photo anew, writes it and waits for the disk."""
    town = Town(folder)
    town.prepare()
    code = f"import tickets_probe; tickets_probe.main({REPEATS[size]})"
    taken = json.loads(town.manage("shell", "--no-imports", "-v0", "-c", code).splitlines()[-1])
    rates = {name: 1 / taken[name] for name in ("ticket", "plain", "photo", "disk")}
    return [
        Figure(
            "tickets with a photo of 5 MB", rates["ticket"], "per second", limit=rates["photo"],
            limit_name="photo drawn anew, written, fsync", goal=SHARE,
        ),
        Figure(
            "tickets with a photo of 5 MB", rates["ticket"], "per second", limit=rates["disk"],
            limit_name="bytes written as they came, fsync",
        ),
        Figure(
            "tickets without files", rates["plain"], "per second", limit=rates["ticket"],
            limit_name="those with a photo",
        ),
        Figure("memory that a photo of 5 MB takes", taken["megabytes"], "MB"),
    ]  # fmt: skip
