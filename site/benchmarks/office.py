"""A running office for benchmarks: embedded databases, gunicorn, nginx, and a load generator."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import NotMeasured

SITE = Path(__file__).resolve().parents[1]
sys.path.append(str(SITE / "tests" / "services"))

from front import Nginx, certificate  # noqa: E402
from servers import Server, free_port  # noqa: E402

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


def need(*commands: str) -> None:
    """Say what is missing.

    Raises:
        NotMeasured: a command is not on this machine.
    """
    if missing := [command for command in commands if not shutil.which(command, path=PATH)]:
        raise NotMeasured(f"needs {', '.join(missing)} (make bench installs them as root)")


PATH = os.environ["PATH"] + ":/usr/sbin"


@dataclass
class Office:
    """A prepared office in a folder of its own."""

    folder: Path
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command and give back what it prints."""
        command = [sys.executable, str(SITE / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=900)
        if done.returncode:
            raise RuntimeError(f"{arguments[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def application(self, **env: str) -> Iterator[Server]:
        """gunicorn as shipped, until the block ends."""
        port = free_port()
        config = str(SITE / "deploy" / "gunicorn.conf.py")
        server = Server(
            [sys.executable, "-m", "gunicorn", "--config", config, "ebok.wsgi:application"],
            port=port,
            log=self.folder / f"web-{port}.log",
            env={**self.env, "WEB_BIND": f"127.0.0.1:{port}", **env},
            cwd=SITE,
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()

    @contextmanager
    def nginx(self, application: Server) -> Iterator[Nginx]:
        """nginx as shipped in front of an application, until the block ends."""
        folder = self.folder / f"nginx-{application.port}"
        folder.mkdir()
        nginx = Nginx(
            folder=folder,
            upstream_port=application.port,
            var=self.folder,
            trust=certificate(folder),
            change=lambda text: text.replace("limit_conn ebok_connections 200;", ""),
        )
        nginx.server.start()
        try:
            yield nginx
        finally:
            nginx.server.stop()


def prepared(folder: Path, **env: str) -> Office:
    """An office with the demo town's pages, on embedded databases."""
    outside = ("DATABASE_URL", "EXCHANGE_DATABASE_URL", "CACHE_URL", "PAGE_CACHE_URL", "BROKER_URL")
    inherited = {name: value for name, value in os.environ.items() if name not in outside}
    own: Mapping[str, str] = {
        "DJANGO_SETTINGS_MODULE": "ebok.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(SITE), str(SITE.parent), str(SITE / "benchmarks")]),
        "VAR_DIR": str(folder),
        "PORT": str(free_port()),
        "LOG_LEVEL": "WARNING",
        "TRUSTED_PROXY_COUNT": "1",
        **env,
    }
    office = Office(folder=folder, env={**inherited, **own})
    office.manage("run", "--prepare-only")
    return office


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: answers a second, the 99th percentile in seconds, answers that were no 200."""

    rate: float
    p99: float
    errors: int


def load(url: str, *, connections: int, seconds: int) -> Load:
    """Ask for one URL as fast as it goes.

    Parameters:
        connections: kept open side by side.
    """
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
    if not rate or not p99:
        raise RuntimeError(f"wrk said nothing of use:\n{done.stdout}{done.stderr}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    errors = int(refused[1]) if refused else 0
    errors += sum(map(int, lost.groups())) if lost else 0
    return Load(rate=float(rate[1]), p99=float(p99[1]) * UNITS[p99[2]], errors=errors)
