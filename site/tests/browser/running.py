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
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]
MANAGE = [sys.executable, str(ROOT / "site" / "manage.py")]
START_SECONDS = 300
FOLDER, ADDRESS = "EBOK_BROWSER_VAR", "EBOK_BROWSER_ADDRESS"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo town: how he signs in and what he may see.

    `totp` is the secret of his authenticator app in Base32, None where he has none; `last_code` is the
    file that remembers when its last code was for.
    """

    email: str
    password: str
    accounts: tuple[str, ...]
    totp: str | None = None
    last_code: Path | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The running office: where it answers, its folder, its people by role, what `furnishing` found."""

    address: str
    folder: Path
    people: dict[str, Person]
    things: dict[str, dict[str, Any]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**kept, "VAR_DIR": str(folder), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "ebok.settings.dev"}


def found_at(address: str, folder: Path) -> Office:
    """The office that runs at `address` with `folder`."""
    env = environment(folder, urlsplit(address).port or 0)
    return Office(address=address, folder=folder, people=people(env, folder), things=things(env))


def people(env: dict[str, str], folder: Path) -> dict[str, Person]:
    return {
        person["role"]: Person(
            person["email"],
            person["password"],
            tuple(person["accounts"]),
            person["totp"],
            folder / f"last-code-{person['role']}",
        )
        for person in printed([*MANAGE, "demo_accounts", "--format", "json"], env)
    }


def things(env: dict[str, str], *words: str) -> dict[str, dict[str, Any]]:
    script = str(Path(__file__).with_name("furnishing.py"))
    found: dict[str, dict[str, Any]] = printed([sys.executable, script, *words], env)
    return found


def let_a_night_pass(office: Office) -> None:
    things(environment(office.folder, 0), "night")


def printed(command: list[str], env: dict[str, str]) -> Any:
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")])}
    done = subprocess.run(command, env=env | paths, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"The office ended at once:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"The office did not answer within {START_SECONDS} s:\n{log.read_text()[-3000:]}")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of the office as `manage.py run` starts it, stopped by Ctrl-C at the end."""
    port = free_port()
    env, address, log = environment(folder, port), f"http://127.0.0.1:{port}", folder / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*MANAGE, "run"], env=env, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT
        )
        try:
            wait_until_it_answers(address, process, log)
            yield address
        finally:
            process.send_signal(2)
            process.wait(timeout=30)


if __name__ == "__main__":
    # python running.py COMMAND...: runs the command while the office is open, for several processes at once
    with TemporaryDirectory() as fresh:
        kept = Path(os.environ.get(FOLDER) or fresh)
        kept.mkdir(parents=True, exist_ok=True)
        with running(kept) as opened:
            found_at(opened, kept)
            shared = {FOLDER: str(kept), ADDRESS: opened}
            sys.exit(subprocess.run(sys.argv[1:], env=os.environ | shared, check=False).returncode)
