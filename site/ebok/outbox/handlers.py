"""Which function does which kind of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

Handler = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work.

    Parameters:
        name: namespaced, such as "messaging.send".
        handler: idempotent function; it gets the payload and runs outside of any transaction.
        lease_seconds: longest time it may take; after that another worker takes the job over.
            None means `OUTBOX_LEASE_SECONDS`.
    """

    name: str
    handler: Handler
    lease_seconds: float | None = None

    @property
    def lease(self) -> timedelta:
        """How long a job of this kind is held."""
        return timedelta(seconds=self.lease_seconds or settings.OUTBOX_LEASE_SECONDS)


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Work was asked for that no app handles."""


def handles(kind: str, *, lease_seconds: float | None = None) -> Callable[[Handler], Handler]:
    """Decorator: this idempotent function does the work called `kind` ("messaging.send").

    The function raises `TemporaryError` to be called again later and `PermanentError` to give up;
    any other exception counts as temporary and is logged with its traceback.
    """

    def register(handler: Handler) -> Handler:
        _kinds[kind] = Kind(name=kind, handler=handler, lease_seconds=lease_seconds)
        return handler

    return register


def kind_of(name: str) -> Kind:
    """The kind called `name`.

    Raises:
        UnknownKind: no app handles it.
    """
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None
