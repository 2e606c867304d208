"""Who may write to the exchange database: the loader alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from selfservice.exchange.errors import ReadOnlyExchange, SupplierFills

_writing: ContextVar[bool] = ContextVar("exchange_writing", default=False)
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"(?!;)', re.IGNORECASE)


@contextmanager
def loader_writes() -> Iterator[None]:
    """Let the code inside write to the exchange; for the loader and for test factories only.

    Raises:
        SupplierFills: the tables are not ours.
    """
    require_managed()
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def require_managed() -> None:
    """Raise SupplierFills where the supplier owns the tables."""
    if not settings.EXCHANGE_MANAGED:
        raise SupplierFills


def require_permission() -> None:
    """Raise ReadOnlyExchange outside `loader_writes`."""
    if not _writing.get():
        raise ReadOnlyExchange


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Execute wrapper of the exchange connection: the wall behind the router, for `.using("exchange")`.

    It looks at what the ORM can emit. The test runner's flush (`DELETE FROM "x";`, `TRUNCATE`) passes.
    """
    if not _writing.get():
        match = _WRITE.match(sql)
        if match and match[1] in _tables():
            raise ReadOnlyExchange
    return execute(sql, params, many, context)


def guard_connection(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receiver of `connection_created`: puts the wall on every connection to the exchange database."""
    if connection.alias == "exchange" and refuse_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_writes)


def _tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_app_config("exchange").get_models()}
