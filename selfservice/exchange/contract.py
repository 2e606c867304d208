"""The contract `ebok-exchange/1` as data, read off the models.

Loader, conformance check, supplier simulator and documentation all ask here, so that they cannot
differ from the tables that pages read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.db import models

from selfservice.exchange import models as tables

SCHEMA = "ebok-exchange/1"
ENCODINGS = ("utf-8", "cp1250", "iso-8859-2")
DELETED = "_deleted"


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    INSTANT = "instant"
    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    NRB = "nrb"
    PATH = "path"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `references` is the table whose key it holds (`delivery_files` for paths)."""

    name: str
    kind: Kind
    required: bool
    meaning: str
    max_length: int = 0
    digits: int = 0
    decimals: int = 0
    choices: tuple[str, ...] = ()
    references: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: `key` names the columns of its key, `model` is what pages read."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    model: type[models.Model]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


_PATHS = {("contracts", "document"), ("invoices", "document"), ("invoices", "xml"), ("documents", "file")}
# A table comes after those that it refers to.
_MODELS: tuple[type[models.Model], ...] = (
    tables.Area,
    tables.Street,
    tables.Account,
    tables.ServicePoint,
    tables.Contract,
    tables.Meter,
    tables.Reading,
    tables.Consumption,
    tables.Invoice,
    tables.InvoiceLine,
    tables.LedgerEntry,
    tables.Letter,
    tables.Collection,
    tables.Asset,
    tables.Round,
    tables.RoundItem,
)


@cache
def contract() -> dict[str, Table]:
    """All tables that a delivery may fill, by name, in the order in which they are loaded."""
    described = [table_of(model) for model in _MODELS]
    return {table.name: table for table in described}


def table_of(model: type[models.Model]) -> Table:
    """The table behind one model."""
    fields = sorted(model._meta.concrete_fields, key=lambda field: field.name == "updated_at")
    return Table(
        name=model._meta.db_table,
        columns=tuple(_column(model._meta.db_table, field) for field in fields),
        key=tuple(str(field.column) for field in model._meta.pk_fields),
        model=model,
    )


def _column(table: str, field: models.Field[Any, Any]) -> Column:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    kind = _kind(table, field, target)
    return Column(
        name=str(field.column),
        kind=kind,
        required=not field.null,
        meaning=str(field.help_text),
        max_length=target.max_length or 0,
        digits=_digits(target),
        decimals=getattr(target, "decimal_places", None) or 0,
        choices=tuple(str(value) for value, _ in field.choices or ()),
        references="delivery_files" if kind is Kind.PATH else _referred(field),
    )


def _kind(table: str, field: models.Field[Any, Any], target: models.Field[Any, Any]) -> Kind:
    if (table, field.column) in _PATHS:
        return Kind.PATH
    if field.column == "bank_account":
        return Kind.NRB
    if field.choices:
        return Kind.CHOICE
    kinds: tuple[tuple[type[models.Field[Any, Any]], Kind], ...] = (
        (models.DateTimeField, Kind.INSTANT),
        (models.DateField, Kind.DATE),
        (models.DecimalField, Kind.DECIMAL),
        (models.BooleanField, Kind.BOOLEAN),
        (models.IntegerField, Kind.INTEGER),
    )
    return next((kind for type_, kind in kinds if isinstance(target, type_)), Kind.TEXT)


def _digits(target: models.Field[Any, Any]) -> int:
    if isinstance(target, models.PositiveSmallIntegerField):
        return 4
    if isinstance(target, models.IntegerField):
        return 9
    return getattr(target, "max_digits", None) or 0


def _referred(field: models.Field[Any, Any]) -> str:
    if not isinstance(field, models.ForeignKey):
        return ""
    return str(field.related_model._meta.db_table)
