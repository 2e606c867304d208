"""The package with everything about a person: own rows, exchange data of own accounts, and their files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone, translation

from documents.prepared.makers import NoLongerAllowed, Part, prepares
from documents.prepared.models import PreparedDownload
from ebok.core.csv_rows import csv_lines
from ebok.core.own_data import tables
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.access.scope import ACCOUNT_PATHS, scoped
from selfservice.exchange.models import Letter
from selfservice.identity.models import User
from selfservice.zones.portal.own_data.package_files import file_parts, stored_parts

KIND = "portal.own_data"
Row = dict[str, Any]


@prepares(KIND)
def own_data_parts(download: PreparedDownload) -> list[Part]:
    """Every table twice, as JSON and as CSV, the files of their rows, and the documents of own accounts.

    What belongs to the owner of an account is no data of his delegate: of an account that somebody only
    helps with, the package holds his access and nothing of the bills.
    """
    user = User.objects.filter(pk=download.user_id, is_active=True).first()
    if user is None:
        raise NoLongerAllowed
    parts = [_read_me(user)]
    for table in tables():
        parts += _both_forms(f"portal/{table.name}", partial(_own_rows, table, user))
        parts += stored_parts(table=table, user=user)
    for access in customer_accounts(user):
        if not access.is_delegated:
            parts += _account_parts(access)
    return parts


def is_outlived(download: PreparedDownload) -> bool:
    """Has its person lost an account since the package was made that may be in it?"""
    mine = AccountAccess.objects.of_user(download.user_id).owners()

    def numbers(at: datetime) -> set[str]:
        return set(mine.active(at=at).values_list("account_no", flat=True))

    now = timezone.now()
    return bool((numbers(download.created_at) | numbers(download.finished_at or now)) - numbers(now))


def _own_rows(table: Any, user: User) -> Iterable[Row]:
    return table.rows(user)  # type: ignore[no-any-return]


def _account_parts(access: AccountAccess) -> list[Part]:
    folder = f"accounts/{access.account_no}"
    parts: list[Part] = []
    for model in ACCOUNT_PATHS:
        rows = partial(_exchange_rows, model, access)
        parts += _both_forms(f"{folder}/{model._meta.db_table}", rows)
    return parts + file_parts(access=access, folder=folder)


def _exchange_rows(model: type[Model], access: AccountAccess) -> Iterable[Row]:
    """Rows of one table of the account; letters only while they may be read, no code that opens it."""
    rows = scoped(model, access=access).order_by("pk")
    if model is Letter:
        rows = rows.available(at=timezone.now())  # type: ignore[attr-defined]
    columns = [field.attname for field in model._meta.concrete_fields if field.name != "registration_code"]
    yield from rows.values(*columns).iterator(chunk_size=500)


def _both_forms(name: str, rows: Any) -> list[Part]:
    return [Part(f"{name}.json", partial(_json, rows)), Part(f"{name}.csv", partial(_csv, rows))]


def _json(rows: Any) -> Iterator[bytes]:
    """A list with one object a line."""
    yield b"["
    for count, row in enumerate(rows()):
        text = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        yield (",\n" if count else "\n").encode() + text.encode()
    yield b"\n]\n"


def _csv(rows: Any) -> Iterator[bytes]:
    found = iter(rows())
    first = next(found, None)
    if first is None:
        return
    cells = ([_cell(value) for value in row.values()] for row in _with(first, found))
    for line in csv_lines(header=first.keys(), rows=cells):
        yield line.encode()


def _with(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _cell(value: Any) -> Any:
    is_nested = isinstance(value, dict | list)
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if is_nested else value


def _read_me(user: User) -> Part:
    with translation.override(user.language):
        facts = {"tables": tables(), "made_at": timezone.now()}
        text = render_to_string("portal/own_data/read_me.txt", facts)
    return Part("READ-ME.txt", lambda: [text.encode()])
