"""What the loader asks of the exchange database; PostgreSQL and SQLite each answer in their way."""

from __future__ import annotations

import fcntl
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from selfservice.exchange.loading.batch import Batch
from selfservice.exchange.router import EXCHANGE

_LOCK_KEY = 0x65424F4B  # "eBOK"; any number will do as long as all loaders use the same


class LoadRunning(RuntimeError):
    """Another delivery is being loaded or rolled back right now."""

    def __init__(self) -> None:
        super().__init__("Another delivery is being loaded right now; try again when it has ended.")


class Database(ABC):
    """The exchange database in the hands of the loader."""

    differs: str

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def quoted(self, *names: str, of: str = "") -> str:
        """Names for SQL, perhaps with the alias of their table."""
        prefix = f"{of}." if of else ""
        return ", ".join(f"{prefix}{self.connection.ops.quote_name(name)}" for name in names)

    def run(self, sql: str, params: Sequence[Any] = (), **parts: str) -> int:
        """Execute a statement whose `{parts}` are names from the contract; the number of rows touched."""
        self.free()
        with self.connection.cursor() as cursor:
            cursor.execute(sql.format_map(parts), params)
            return int(cursor.rowcount)

    def rows(self, sql: str, params: Sequence[Any] = (), **parts: str) -> list[tuple[Any, ...]]:
        """All rows of a (small) result."""
        self.free()
        with self.connection.cursor() as cursor:
            cursor.execute(sql.format_map(parts), params)
            return list(cursor.fetchall())

    def value(self, sql: str, params: Sequence[Any] = (), **parts: str) -> Any:
        """The one value of the one row of a result."""
        return self.rows(sql, params, **parts)[0][0]

    def exists(self, sql: str, **parts: str) -> bool:
        """Has the query any row?"""
        return bool(self.value(f"SELECT EXISTS ({sql})", **parts))

    def free(self) -> None:
        """Have the connection answer, even while rows flow in: what makes the next batch may ask it."""
        return

    @abstractmethod
    def insert(self, table: str, names: Sequence[str], batches: Iterable[Batch]) -> None:
        """Write the columns of batches as fast as the database can; an empty cell becomes NULL.

        Parameters:
            batches: what makes them may ask the database, but only by way of this object.
        """

    @abstractmethod
    @contextmanager
    def sole_transaction(self) -> Iterator[None]:
        """A transaction of the only loader at work. Raises LoadRunning."""

    @abstractmethod
    def prepare(self, stage: str, key: str) -> None:
        """Make a filled stage or undo table ready for joins by its key."""

    @abstractmethod
    def empty(self, table: str) -> None:
        """Remove all rows, quickly."""

    @abstractmethod
    def settle(self) -> None:
        """After commit: what keeps the database quick."""


class PostgreSQL(Database):
    """COPY, advisory locks, TRUNCATE."""

    differs = "IS DISTINCT FROM"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__(connection)
        self._copying = ExitStack()
        self._copy: Any = None

    def insert(self, table: str, names: Sequence[str], batches: Iterable[Batch]) -> None:
        into = f"{self.quoted(table)} ({self.quoted(*names)})"
        begin = f"COPY {into} FROM STDIN WITH (FORMAT text, NULL '')"
        with self.connection.wrap_database_errors, self.connection.cursor() as cursor, self._copying:
            # One COPY for many batches: the server writes one while the next is made.
            for batch in batches:
                text = batch.as_text()
                if self._copy is None:
                    self._copying.callback(self._forget_copy)
                    self._copy = self._copying.enter_context(cursor.copy(begin))
                self._copy.write(text)

    def free(self) -> None:
        """End the COPY that is under way; the next batch begins another."""
        self._copying.close()

    def _forget_copy(self) -> None:
        self._copy = None

    @contextmanager
    def sole_transaction(self) -> Iterator[None]:
        with transaction.atomic(using=EXCHANGE):
            if not self.value("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK_KEY]):
                raise LoadRunning
            self.run("SET LOCAL work_mem = '64MB'")  # for joins of whole tables
            yield

    def prepare(self, stage: str, key: str) -> None:
        self.run("ANALYZE {stage}", stage=stage)  # it joins by hash and wants to know how many rows

    def empty(self, table: str) -> None:
        self.run("TRUNCATE {table}", table=self.quoted(table))

    def settle(self) -> None:
        return None


class SQLite(Database):
    """One statement prepared once and run for every row; a lock file beside the data."""

    differs = "IS NOT"

    def insert(self, table: str, names: Sequence[str], batches: Iterable[Batch]) -> None:
        values = ", ".join(["NULLIF(%s, '')"] * len(names))
        into = f"INSERT INTO {self.quoted(table)} ({self.quoted(*names)})"
        with self.connection.cursor() as cursor:
            # A batch at a time: Django keeps all rows of one call in memory.
            for batch in batches:
                cursor.executemany(f"{into} VALUES ({values})", list(zip(*batch.columns, strict=True)))

    @contextmanager
    def sole_transaction(self) -> Iterator[None]:
        place = Path(settings.VAR_DIR) / "exchange-load.lock"
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LoadRunning from error
            # The lock ends with the file, and so with the process, however it dies.
            with transaction.atomic(using=EXCHANGE):
                yield

    def prepare(self, stage: str, key: str) -> None:
        self.run("CREATE INDEX IF NOT EXISTS {stage}_key ON {stage} ({key})", stage=stage, key=key)

    def empty(self, table: str) -> None:
        self.run("DELETE FROM {table}", table=self.quoted(table))

    def settle(self) -> None:
        """A load leaves a write-ahead log as large as itself; fold it in, so that readers stay quick."""
        if not self.connection.in_atomic_block:
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")


def exchange_database() -> Database:
    """The exchange database.

    Raises:
        ImproperlyConfigured: it is of a kind that the loader does not know.
    """
    connection = connections[EXCHANGE]
    kinds: dict[str, type[Database]] = {"postgresql": PostgreSQL, "sqlite": SQLite}
    if connection.vendor not in kinds:
        raise ImproperlyConfigured(f"Deliveries cannot be loaded into {connection.vendor}.")
    return kinds[connection.vendor](connection)
