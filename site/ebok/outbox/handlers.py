"""Which function does which kind of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Handler = Callable[[Mapping[str, Any]], None]
_handlers: dict[str, Handler] = {}


class UnknownKind(LookupError):
    """Work was asked for that no app handles."""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: this idempotent function does the work called `kind` ("messaging.send")."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The function for `kind`.

    Raises:
        UnknownKind: no app handles it.
    """
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(kind) from None
