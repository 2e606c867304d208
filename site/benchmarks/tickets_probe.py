"""Runs inside the office: sends tickets with a photo, and does with the photo what cannot be left out."""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from measuring import median
from PIL import Image
from portal_probe import HOME, signed_in
from portal_town import FEW

from documents.uploads.services import accept
from selfservice.tickets.attachments import RULES

FORM = HOME.format(FEW) + "tickets/new/question/"
SIDE = 2000


def main(repeats: int) -> None:
    """Print one JSON line: what was done -> median seconds; "megabytes": peak of Python's own memory."""
    photo, client = a_photo(), signed_in()
    print(
        json.dumps(
            {
                "ticket": seconds(lambda: send(client, photo), repeats=repeats),
                "plain": seconds(lambda: send(client, b""), repeats=repeats),
                "photo": seconds(lambda: keep(drawn(photo)), repeats=repeats),
                "disk": seconds(lambda: keep(photo), repeats=repeats),
                "megabytes": megabytes(lambda: send(client, photo)),
            }
        )
    )


def a_photo() -> bytes:
    """A JPEG of about 5 MB, full of noise as a dark cellar is."""
    noise = Image.frombytes("RGB", (SIDE, SIDE), os.urandom(3 * SIDE * SIDE))
    stream = io.BytesIO()
    noise.save(stream, "JPEG", quality=88)
    return stream.getvalue()


def send(client: Client, photo: bytes) -> None:
    """One ticket; its form is a new one each time."""
    fields: dict[str, object] = {"subject": "Benchmark", "text": "No water.", "token": os.urandom(8).hex()}
    if photo:
        fields["files"] = SimpleUploadedFile("cellar.jpg", photo)
    answer = client.post(FORM, fields)
    if answer.status_code != 302:
        raise RuntimeError(f"the ticket answered {answer.status_code}")


def drawn(photo: bytes) -> bytes:
    """The photo as it is kept."""
    return accept(file=io.BytesIO(photo), name="cellar.jpg", rules=RULES).content


def keep(content: bytes) -> None:
    """Write and wait for the disk."""
    with tempfile.NamedTemporaryFile(dir=Path(os.environ["VAR_DIR"])) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def seconds(act: Callable[[], object], *, repeats: int) -> float:
    """Median by the clock, after one run that does not count."""
    act()
    taken = []
    for _time in range(repeats):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return median(taken)


def megabytes(act: Callable[[], object]) -> float:
    """Peak of Python's own memory while it runs."""
    tracemalloc.start()
    act()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6
