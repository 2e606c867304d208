"""Loading deliveries (B9): the rate beside a bare COPY of the same bytes, memory, repeats, rollback."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
from measuring import SIZES, Figure, NotMeasured

SITE = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-21T12:00:00+01:00"
FEWEST = 10_000  # with fewer accounts only the start of a process would be measured
BASE = ("areas.csv", "streets.csv", "accounts.csv")
PLACES = {"DATABASE_URL": "portal", "EXCHANGE_DATABASE_URL": "exchange"}
INVOICES = "invoices.csv"
MOST_MEGABYTES = 200
ROLLBACK_SECONDS = 10


class Loader:
    """Runs our commands on one pair of databases and remembers the largest memory of a load."""

    def __init__(self, folder: Path, **databases: str) -> None:
        self.megabytes = 0.0
        self.env = {
            **os.environ,
            **databases,
            "DJANGO_SETTINGS_MODULE": "ebok.settings.dev",
            "DEBUG": "0",
            "VAR_DIR": str(folder),
            "STORAGE_URL": f"file://{folder}/store",
        }
        folder.mkdir()
        for alias in ("default", "exchange"):
            self.manage("migrate", "--verbosity", "0", "--database", alias)

    def manage(self, *arguments: str) -> str:
        """Run a command; what it prints."""
        command = [sys.executable, str(SITE / "manage.py"), *arguments]
        process = subprocess.Popen(
            command, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert process.stdout
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{arguments[0]} ended with {process.returncode}:\n{told}")
        if arguments[0] == "load_exchange":
            self.megabytes = max(self.megabytes, usage.ru_maxrss / 1024)
        return told

    def load(self, delivery: Path) -> tuple[int, float]:
        """Rows and seconds of a load, without the start of the process."""
        told = self.manage("load_exchange", str(delivery))
        match = re.search(r"visible: (\d+) rows in ([0-9.]+) s", told)
        assert match, told
        return int(match[1]), float(match[2])


def measure(*, size: str, folder: Path) -> list[Figure]:
    """Load accounts, then their invoices, again, changed by a hundredth, and back."""
    databases = {
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", ""),
        "EXCHANGE_DATABASE_URL": os.environ.get("BENCH_EXCHANGE_DATABASE_URL", ""),
    }
    if not all(databases.values()):
        raise NotMeasured("needs PostgreSQL (make bench starts one)")
    town = folder / "town"
    files = {name: f"sqlite:///{folder}/sqlite/{place}.sqlite3" for name, place in PLACES.items()}
    on_sqlite = Loader(folder / "sqlite", **files)
    accounts = max(SIZES[size], FEWEST)
    on_sqlite.manage("demo_supplier", "--accounts", str(accounts), "--out", str(town), "--as-of", AS_OF)
    _drop_rows_without_number(town / INVOICES)
    base = delivery(folder / "base", town, BASE, generation=1)
    first = delivery(folder / "first", town, [INVOICES], generation=2)
    return [
        *_postgresql(Loader(folder / "postgresql", **databases), folder, base, first),
        *_sqlite(on_sqlite, folder, base, first),
    ]


def _postgresql(loader: Loader, folder: Path, base: Path, first: Path) -> list[Figure]:
    loader.load(base)
    rows, seconds = loader.load(first)
    keyed, bare = (_copy_seconds(loader, first / INVOICES, like) for like in ("ALL", "DEFAULTS"))
    again = delivery(folder / "again", first, [INVOICES], generation=3)
    _, same_seconds = loader.load(again)
    changed = delivery(folder / "changed", first, [INVOICES], generation=4, change=100)
    _, changed_seconds = loader.load(changed)
    started = time.perf_counter()
    loader.manage("rollback_exchange")
    back = time.perf_counter() - started
    copied = rows / keyed
    name = "invoices into PostgreSQL"
    return [
        Figure(f"{name}, first time", rows / seconds, "rows/s", copied, "bare COPY", 0.5),
        Figure(f"{name}, first time", rows / seconds, "rows/s", rows / bare, "COPY without key and index"),
        Figure(f"{name}, the same file again", rows / same_seconds, "rows/s", copied, "bare COPY", 1),
        Figure(f"{name}, a hundredth changed", rows / changed_seconds, "rows/s", copied, "bare COPY"),
        Figure("rollback of that", back, "s", ROLLBACK_SECONDS, "allowed", 1, "at most"),
        Figure("memory of a load", loader.megabytes, "MB", MOST_MEGABYTES, "allowed", 1, "at most"),
    ]


def _sqlite(loader: Loader, folder: Path, base: Path, first: Path) -> list[Figure]:
    loader.load(base)
    rows, seconds = loader.load(first)
    bare = _executemany_seconds(folder / "sqlite" / "exchange.sqlite3", first / INVOICES)
    name = "invoices into SQLite, first time"
    return [
        Figure(name, rows / seconds, "rows/s", rows / bare, "csv and executemany", 0.5),
        Figure("memory of a load", loader.megabytes, "MB", MOST_MEGABYTES, "allowed", 1, "at most"),
    ]


def delivery(folder: Path, source: Path, names: Iterable[str], *, generation: int, change: int = 0) -> Path:
    """A full delivery of some files of another one.

    Parameters:
        change: every so-many-th row of them gets another amount to pay; 0 leaves all as they are.
    """
    folder.mkdir()
    if (source / "files").exists():
        shutil.copytree(source / "files", folder / "files")
    listed = []
    for name in names:
        with (source / name).open("rb") as old, (folder / name).open("wb") as new:
            digest, rows = hashlib.sha256(), -1
            for line in old:
                if change and rows > 0 and rows % change == 0:
                    line = line.replace(b";0.00;PLN;", b";0.01;PLN;")
                rows += 1
                digest.update(line)
                new.write(line)
        listed.append({"name": name, "rows": rows, "sha256": digest.hexdigest()})
    manifest = {
        "schema": "ebok-exchange/1",
        "supplier": "bench",
        "generation": generation,
        "mode": "full",
        "created_at": AS_OF,
        "as_of": AS_OF,
        "encoding": "utf-8",
        "delimiter": ";",
        "files": listed,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _drop_rows_without_number(path: Path) -> None:
    """A bare COPY cannot take invoices that come as an XML alone."""
    kept = path.with_suffix(".kept")
    with path.open("rb") as old, kept.open("wb") as new:
        new.writelines(line for line in old if not line.startswith(b";"))
    kept.replace(path)


def _copy_seconds(loader: Loader, path: Path, like: str) -> float:
    """How long PostgreSQL takes to COPY the file into an empty table like ours."""
    with psycopg.connect(loader.env["EXCHANGE_DATABASE_URL"]) as connection, path.open("rb") as file:
        header = file.readline().decode().strip().replace(";", ", ")
        connection.execute(f"CREATE TABLE bare (LIKE invoices INCLUDING {like})")
        connection.commit()
        started = time.perf_counter()
        copy = f"COPY bare ({header}) FROM STDIN WITH (FORMAT csv, DELIMITER ';')"
        with connection.cursor() as cursor, cursor.copy(copy) as stream:
            while chunk := file.read(1 << 20):
                stream.write(chunk)
        connection.commit()
        taken = time.perf_counter() - started
        connection.execute("DROP TABLE bare")
    return taken


def _executemany_seconds(database: Path, path: Path) -> float:
    """How long Python takes to read the file and insert it into an empty table like ours."""
    connection = sqlite3.connect(database)
    wanted = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'invoices' AND sql IS NOT NULL ORDER BY type DESC"
    )
    for (sql,) in connection.execute(wanted).fetchall():
        name = sql.replace('"invoices"', '"bare"').replace("invoices_of_account", "bare_of_account")
        connection.execute(name)
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        header = next(rows)
        marks = ", ".join(["NULLIF(?, '')"] * len(header))
        into = f"bare ({', '.join(header)})"
        connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 a file of ours
    connection.commit()
    taken = time.perf_counter() - started
    connection.execute("DROP TABLE bare")
    connection.commit()
    connection.close()
    return taken
