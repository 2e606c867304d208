"""Do the columns that a supplier's tables or views offer hold what pages can read?

Types are asked of the database where it knows them (a view of SQLite need not); a sample of the rows is read
with the readers of the loader, which know choices, days, amounts and account numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, connections

from selfservice.exchange.contract import Column, Kind, Table
from selfservice.exchange.loading.database import Database
from selfservice.exchange.loading.values import BadValue, reader_for
from selfservice.exchange.router import EXCHANGE

SAMPLE = 1000
_SAMPLE = "SELECT {names} FROM {table} LIMIT %s"
_TEXTS = frozenset({"CharField", "TextField"})
_INTEGERS = frozenset(f"{size}IntegerField" for size in ("", "Small", "Big", "Positive", "PositiveSmall"))
_TYPES = {
    Kind.DATE: frozenset({"DateField"}),
    Kind.INSTANT: frozenset({"DateTimeField"}),
    Kind.DECIMAL: frozenset({"DecimalField"}),
    Kind.BOOLEAN: frozenset({"BooleanField"}),
    Kind.INTEGER: _INTEGERS,
}


def wrong_types(table: Table) -> Iterator[tuple[Column, str]]:
    """Columns whose type is another one, each with a sentence."""
    connection = connections[EXCHANGE]
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table.name)
    given = {info.name: info for info in described}
    for column in table.columns:
        info = given[column.name]
        try:
            type_ = str(connection.introspection.get_field_type(info.type_code, info))
        except KeyError:
            continue  # the database does not know it; its values are looked at
        if type_ not in _TYPES.get(column.kind, _TEXTS):
            yield column, f"Its type is {type_.removesuffix('Field').lower()}, not {column.kind}."


def bad_values(db: Database, table: Table) -> Iterator[tuple[Column, str]]:
    """Columns that hold something else in one of the first rows, each with the first fault."""
    names = db.quoted(*table.names)
    try:
        rows = db.rows(_SAMPLE, [SAMPLE], names=names, table=db.quoted(table.name))
    except (DatabaseError, ValueError) as error:
        yield table.columns[0], f"The rows cannot be read: {error}."
        return
    for place, column in enumerate(table.columns):
        fault = next((found for row in rows if (found := fault_of(column, row[place]))), "")
        if fault:
            yield column, fault


def fault_of(column: Column, value: Any) -> str:
    """Why pages could not read the value, or nothing when they can."""
    if value is None or value == "":
        return ""
    if column.kind is Kind.INSTANT:
        return _fault_of_instant(value)
    try:
        text = _as_cell(value)
        canonical = reader_for(column).cell(text)
    except BadValue as error:
        return error.reason
    if isinstance(value, str) and canonical != text:
        return f"{text[:40]!r} must stand there as {canonical[:40]!r}."
    return ""


def _as_cell(value: Any) -> str:
    match value:
        case bool():
            return str(int(value))
        case Decimal() | int() | float():
            return format(Decimal(str(value)), "f")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _fault_of_instant(value: Any) -> str:
    if isinstance(value, datetime):
        return ""
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return f"{str(value)[:40]!r} is no ISO 8601 instant."
    return ""
