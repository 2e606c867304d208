"""What all tables of the contract have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import BaseExpression

if TYPE_CHECKING:
    from decimal import Decimal

    from django.db.models.expressions import Combinable

    CharField = models.CharField[str | int | Combinable, str]
    DecimalField = models.DecimalField[str | float | Decimal | Combinable, Decimal]
    NullDecimalField = models.DecimalField[str | float | Decimal | Combinable | None, Decimal | None]
else:
    CharField, DecimalField = models.CharField, models.DecimalField
    NullDecimalField = models.DecimalField

KEY_LENGTH = 64
INVOICE_NO_LENGTH = 256
"""As `P_2` and `NrFaKorygowanej` of FA(3) (type `TZnakowy`)."""
PATH_LENGTH = 255


class Key(CharField):
    """A supplier's key: exact characters, ordered by code point on every database.

    On PostgreSQL it has the collation "C" (twice as fast to index as a language's, and equal to
    SQLite's order) and no second index for LIKE, which nobody asks of a key.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        if connection.vendor == "postgresql":
            # Django adds a LIKE index to types called "varchar"; this is the same type by its full name.
            return f"character varying({self.max_length})"
        return super().db_type(connection)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class _Optional:
    """NULL in the database is an empty string in Python, so that no page ever shows "None"."""

    def from_db_value(
        self, value: str | None, expression: BaseExpression, connection: BaseDatabaseWrapper
    ) -> str:
        return value or ""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)  # type: ignore[misc]
        return None if prepared == "" else prepared


class OptionalKey(_Optional, Key):
    """A key of something that need not be shared with us (no reference is checked)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, "default": "", **kwargs})


class OptionalText(_Optional, CharField):
    """Text that the supplier may leave empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        defaults = {"null": True, "blank": True, "default": "", "max_length": 255}
        super().__init__(*args, **{**defaults, **kwargs})


_MONEY = {"max_digits": 12, "decimal_places": 2}
_QUANTITY = {"max_digits": 18, "decimal_places": 6}
_NULL = {"null": True, "blank": True}


class Money(DecimalField):
    """An amount, two decimals, in the row's currency (PLN unless said otherwise)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**_MONEY, **kwargs})


class OptionalMoney(NullDecimalField):
    """An amount that the supplier may leave empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**_MONEY, **_NULL, **kwargs})


class Quantity(DecimalField):
    """A quantity, six decimals, in the row's unit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**_QUANTITY, **kwargs})


class OptionalQuantity(NullDecimalField):
    """A quantity that the supplier may leave empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**_QUANTITY, **_NULL, **kwargs})


def reference(to: str, *, column: str, **kwargs: Any) -> Any:
    """A foreign key to another table of the contract.

    The database does not enforce it (the supplier may own the table); the loader checks it.
    """
    options: dict[str, Any] = {
        "db_column": column,
        "db_constraint": False,
        "on_delete": models.DO_NOTHING,
        "db_index": False,
        **kwargs,
    }
    return models.ForeignKey(to, **options)


class ExchangeModel(models.Model):
    """A table of the contract: read by the portal, written by the loader or by the supplier."""

    updated_at = models.DateTimeField(null=True, blank=True, help_text="when the supplier changed the row")

    class Meta:
        abstract = True
        managed = True  # whether we make the tables is the router's to say, so that models never change by it
