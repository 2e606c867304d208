"""Loads beside readers, beside each other, and killed in the middle: real processes, a real database.

On SQLite they work on files of their own; `make services-test` runs the same on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from selfservice.exchange.router import EXCHANGE
from selfservice.exchange.tests.deliveries import account, town, write
from selfservice.exchange.tests.processes import Loader, connection_of, prepare

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"], transaction=True)]
OLD, NEW = (1, 5, "Generacja 1"), (2, 9, "Generacja 2")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The folder that the processes share; whatever a failed test left running is ended."""
    prepare(tmp_path)
    yield tmp_path
    for loader in Loader.started:
        if loader.process.is_alive():
            loader.ends(killed=True)
    Loader.started.clear()


@pytest.fixture
def reader(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Somebody who reads while others load."""
    connection = connection_of(EXCHANGE, folder)
    yield connection
    connection.close()


def seen(reader: BaseDatabaseWrapper) -> tuple[int, int, str]:
    """Newest visible generation, number of accounts, a name: read one after the other."""
    found = []
    with reader.cursor() as cursor:
        for query in (
            "SELECT COALESCE(MAX(generation), 0) FROM feed WHERE state = 'loaded'",
            "SELECT COUNT(*) FROM accounts",
            "SELECT COALESCE(MIN(name), '') FROM accounts",
        ):
            cursor.execute(query)
            found.append(cursor.fetchone()[0])
    return found[0], found[1], found[2]


def delivery(folder: Path, generation: int, *, accounts: int) -> Path:
    """A delivery whose accounts are named after its generation."""
    tables = town()
    numbers = [100001 + place for place in range(accounts)]
    tables["accounts"] = [account(str(number), name=f"Generacja {generation}") for number in numbers]
    return write(folder / str(generation), tables, generation=generation)


def loaded(folder: Path, path: Path) -> None:
    loader = Loader(folder, path)
    assert loader.hears() == "loaded"
    loader.ends()


def paused(folder: Path, path: Path, table: str) -> Loader:
    loader = Loader(folder, path, table)
    assert loader.hears() == "paused"
    return loader


@pytest.mark.parametrize("table", ["areas", "accounts", "round_items"])
def test_readers_see_one_whole_generation_while_the_next_is_loaded(
    table: str, folder: Path, reader: BaseDatabaseWrapper
) -> None:
    loaded(folder, delivery(folder, 1, accounts=5))
    assert seen(reader) == OLD
    loader = paused(folder, delivery(folder, 2, accounts=9), table)
    assert seen(reader) == OLD
    loader.goes_on()
    assert loader.hears() == "loaded"
    assert seen(reader) == NEW


@pytest.mark.parametrize("table", ["areas", "accounts", "round_items"])
def test_a_killed_load_leaves_the_old_generation_and_the_next_load_works(
    table: str, folder: Path, reader: BaseDatabaseWrapper
) -> None:
    loaded(folder, delivery(folder, 1, accounts=5))
    path = delivery(folder, 2, accounts=9)
    paused(folder, path, table).ends(killed=True)
    assert seen(reader) == OLD
    loaded(folder, path)
    assert seen(reader) == NEW


def test_a_first_load_that_is_killed_leaves_nothing(folder: Path, reader: BaseDatabaseWrapper) -> None:
    path = delivery(folder, 1, accounts=5)
    paused(folder, path, "accounts").ends(killed=True)
    assert seen(reader) == (0, 0, "")
    loaded(folder, path)
    assert seen(reader) == OLD


def test_of_two_loads_at_once_the_second_is_refused_at_once(
    folder: Path, reader: BaseDatabaseWrapper
) -> None:
    first = paused(folder, delivery(folder, 1, accounts=5), "accounts")
    second = Loader(folder, delivery(folder, 2, accounts=9))
    assert second.hears() == "refused"
    first.goes_on()
    assert first.hears() == "loaded"
    assert seen(reader) == OLD
