"""Which table holds what of a person: asked when somebody wants all his data, and when he leaves.

Each app says it in a module `own_data`, found by itself. A test walks the schema: a table or a column
about which nobody has decided fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The columns of a table that lead to a stored file of each row.

    Parameters:
        key, size, sha256: columns of its key in the private store ("" for none), length and checksum.
        named: columns that make up its name in the export, joined by "-".
        endings: media type -> ending, where the name has none; `media_type` is the column of the type.
    """

    key: str
    size: str
    sha256: str
    named: tuple[str, ...]
    media_type: str = ""
    endings: Mapping[str, str] = field(default_factory=dict)

    def found(self, rows: QuerySet[Any]) -> Iterator[tuple[str, str, int, str]]:
        """(name, key, bytes, SHA-256) of the file of each row that has one."""
        columns = {*self.named, self.key, self.size, self.sha256, *filter(None, [self.media_type])}
        for row in rows.exclude(**{self.key: ""}).order_by("pk").values(*columns):
            ending = self.endings.get(row[self.media_type], "") if self.media_type else ""
            name = "-".join(str(row[column]) for column in self.named) + ending
            yield name, row[self.key], row[self.size], row[self.sha256]


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with rows of persons.

    Parameters:
        model: the table.
        of: for a user, which rows are his; they go into the export of his data.
        told: columns that the export shows.
        withheld: reason -> columns that it does not show.
        on_closing: what becomes of the rows when the sign-in is closed: "deleted", or why they are kept.
        forget: does it; None where rows are kept as they are.
        files: where the files of its rows are kept that he handed in or was given; they go into the export.
        shape: last word on one exported row, to leave out what belongs to somebody else.
    """

    model: type[Model]
    of: Callable[[Any], Q]
    told: tuple[str, ...]
    on_closing: str
    withheld: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forget: Callable[[Any], object] | None = None
    files: KeptFiles | None = None
    shape: Callable[[dict[str, Any], Any], dict[str, Any]] | None = None

    @property
    def name(self) -> str:
        """Name of its file in the export, such as "access_accountaccess"."""
        return self.model._meta.label_lower.replace(".", "_")

    def rows(self, user: Any) -> Iterator[dict[str, Any]]:
        """The rows of a person as they are exported, oldest first."""
        found = self._of(user).order_by("pk").values(*self.told)
        for row in found.iterator(chunk_size=500):
            yield self.shape(row, user) if self.shape else row

    def stored_files(self, user: Any) -> Iterator[tuple[str, str, int, str]]:
        """(name, key, bytes, SHA-256) of the files of a person's rows."""
        return self.files.found(self._of(user)) if self.files else iter(())

    def _of(self, user: Any) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.of(user))


_personal: dict[type[Model], PersonalTable] = {}
_impersonal: dict[str, str] = {}


def personal(*tables: PersonalTable) -> None:
    """Declare tables with rows of persons."""
    _personal.update({table.model: table for table in tables})


def impersonal(reason: str, *labels: str) -> None:
    """Declare tables ("outbox.Job") or whole apps ("wagtailcore") that hold nothing of customers, and why."""
    _impersonal.update(dict.fromkeys(labels, reason))


def tables() -> list[PersonalTable]:
    """All tables with rows of persons; the user himself comes last, so that others can still ask him."""
    _discover()
    is_user = settings.AUTH_USER_MODEL
    return sorted(_personal.values(), key=lambda table: (table.model._meta.label == is_user, table.name))


def reason_for_none(model: type[Model]) -> str:
    """Why a table holds nothing of customers; "" when nobody said so."""
    _discover()
    meta = model._meta
    return _impersonal.get(meta.label) or _impersonal.get(meta.app_label, "")


@cache
def _discover() -> None:
    autodiscover_modules("own_data")
