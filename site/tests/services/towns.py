"""A demo town whose office the tests start behind real servers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servers import Server, free_port

ROOT = Path(__file__).resolve().parents[3]
REAL_SERVERS = ("DATABASE_URL", "EXCHANGE_DATABASE_URL", "CACHE_URL", "PAGE_CACHE_URL", "BROKER_URL")
ACCEL_PREFIX = "/_files/"


@dataclass
class Town:
    """A prepared demo town: its folder, its environment and its people."""

    folder: Path
    env: dict[str, str]
    people: list[Mapping[str, Any]]

    def manage(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            [sys.executable, str(ROOT / "site" / "manage.py"), *arguments],
            env={**self.env, **(env or {})},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def application(self, *, port: int | None = None, env: Mapping[str, str] | None = None) -> Server:
        port = port or free_port()
        config = str(ROOT / "site" / "deploy" / "gunicorn.conf.py")
        argv = [sys.executable, "-m", "gunicorn", "--config", config, "ebok.wsgi:application"]
        bound = {"WEB_BIND": f"127.0.0.1:{port}", "WEB_ACCESS_LOG": str(self.access_log(port))}
        return Server(
            argv,
            port=port,
            log=self.folder / f"web-{port}.log",
            env={**self.env, **bound, **(env or {})},
            cwd=ROOT / "site",
        )

    def access_log(self, port: int) -> Path:
        return self.folder / f"access-{port}.log"

    def person(self, role: str) -> Mapping[str, Any]:
        return next(person for person in self.people if person["role"] == role)
