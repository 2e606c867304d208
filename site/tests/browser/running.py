"""The office as `make run` starts it, for a browser: started, waited for, stopped."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MANAGE = [sys.executable, str(ROOT / "site" / "manage.py")]
START_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo town: how he signs in and what he may see.

    `totp` is the secret of his authenticator app in Base32, None where he has none.
    """

    email: str
    password: str
    accounts: tuple[str, ...]
    totp: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The running office: where it answers, its folder, its people by role."""

    address: str
    folder: Path
    people: dict[str, Person]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**kept, "VAR_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "ebok.settings.dev"}


def people(env: dict[str, str]) -> dict[str, Person]:
    printed = subprocess.run(
        [*MANAGE, "demo_accounts", "--format", "json"], env=env, check=True, capture_output=True, text=True
    )
    return {
        person["role"]: Person(person["email"], person["password"], tuple(person["accounts"]), person["totp"])
        for person in json.loads(printed.stdout)
    }


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The office ended at once:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"The office did not answer within {START_SECONDS} s:\n{log.read_text()[-3000:]}")


@contextmanager
def running(folder: Path) -> Iterator[Office]:
    """The office as `manage.py run` starts it, stopped by Ctrl-C at the end."""
    port = free_port()
    env, address, log = environment(folder, port), f"http://127.0.0.1:{port}", folder / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*MANAGE, "run"], env=env, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT
        )
        try:
            wait_until_it_answers(address, process, log)
            yield Office(address=address, folder=folder, people=people(env))
        finally:
            process.send_signal(2)
            process.wait(timeout=30)
