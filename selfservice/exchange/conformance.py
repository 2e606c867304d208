"""Are the tables or views that a supplier provides (`EXCHANGE_MANAGED=False`) what the contract says?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, models

from selfservice.exchange.contract import Column, Kind, Table, contract, table_of
from selfservice.exchange.loading.database import Database, exchange_database
from selfservice.exchange.models import DeliveryFile, Feed
from selfservice.exchange.offered_values import bad_values, wrong_types
from selfservice.exchange.router import EXCHANGE

_NULL = "SELECT 1 FROM {table} WHERE {column} IS NULL"
_TWICE = "SELECT {key} FROM {table} GROUP BY {key} HAVING COUNT(*) > 1"
_DANGLING = """
    SELECT 1 FROM {table} t WHERE t.{column} IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{parent_key} = t.{column})"""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something missing or wrong; a `slow` one costs time and breaks nothing."""

    table: str
    column: str = ""
    text: str
    slow: bool = False

    def __str__(self) -> str:
        place = f"{self.table}.{self.column}" if self.column else self.table
        return f"{'slow   ' if self.slow else 'missing'} {place}: {self.text}"


def check_tables() -> list[Finding]:
    """Everything that keeps pages from reading the exchange database as it is.

    Raises:
        DatabaseError: it does not answer.
    """
    return list(_findings(exchange_database()))


def _findings(db: Database) -> Iterator[Finding]:
    connection = connections[EXCHANGE]
    with connection.cursor() as cursor:
        there = {info.name: info.type for info in connection.introspection.get_table_list(cursor)}
    own = (table_of(Feed), table_of(DeliveryFile))
    for table in (*contract().values(), *own):
        if table.name not in there:
            yield Finding(table=table.name, text="There is no such table or view.")
            continue
        missing = list(_missing_columns(table))
        yield from missing
        if missing:
            continue
        if table.name in contract():
            yield from _unreadable(db, table)
        yield from _bad_rows(db, table, set(there))
        if there[table.name] == "t":
            yield from _missing_indexes(table)


def _missing_columns(table: Table) -> Iterator[Finding]:
    connection = connections[EXCHANGE]
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table.name)
    given = {column.name for column in described}
    for column in table.columns:
        if column.name not in given:
            needed = "required" if column.required else "may be NULL in every row"
            yield Finding(table=table.name, column=column.name, text=f"There is no such column ({needed}).")


def _unreadable(db: Database, table: Table) -> Iterator[Finding]:
    told = {column.name: text for column, text in bad_values(db, table)}
    told |= {column.name: text for column, text in wrong_types(table)}
    for name, text in told.items():
        yield Finding(table=table.name, column=name, text=text)


def _bad_rows(db: Database, table: Table, there: set[str]) -> Iterator[Finding]:
    name = db.quoted(table.name)
    if db.exists(_TWICE, table=name, key=db.quoted(*table.key)):
        yield Finding(table=table.name, column=", ".join(table.key), text="The key stands there twice.")
    for column in table.columns:
        quoted = db.quoted(column.name)
        if column.required and db.exists(_NULL, table=name, column=quoted):
            yield Finding(table=table.name, column=column.name, text="A required value is NULL.")
        if column.references in there and _dangles(db, name, column):
            text = f"A row names something that is not in {column.references}."
            yield Finding(table=table.name, column=column.name, text=text)


def _dangles(db: Database, table: str, column: Column) -> bool:
    parent_key = "path" if column.kind is Kind.PATH else contract()[column.references].key[0]
    return db.exists(
        _DANGLING,
        table=table,
        column=db.quoted(column.name),
        parent=db.quoted(column.references),
        parent_key=db.quoted(parent_key),
    )


def _missing_indexes(table: Table) -> Iterator[Finding]:
    connection = connections[EXCHANGE]
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table.name).values()
    given = [list(found["columns"]) for found in constraints if found["index"] or found["unique"]]
    keys = [set(found["columns"]) for found in constraints if found["primary_key"]]
    for wanted in (list(table.key), *_indexed(table.model)):
        if set(wanted) not in keys and not any(columns[: len(wanted)] == wanted for columns in given):
            text = "No index begins with these columns; pages will be slow."
            yield Finding(table=table.name, column=", ".join(wanted), text=text, slow=True)


def _indexed(model: type[models.Model]) -> Iterator[list[str]]:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    for index in model._meta.indexes:
        yield [columns[name] for name in index.fields]
