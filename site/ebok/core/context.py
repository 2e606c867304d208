"""What is known of the request in hand, for logs and the event log.

Services take the acting user as a parameter; what they cannot know (request id, client address)
they read here. Outside a request, `current()` gives an empty context.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One request: its id (hex), the client's true address and the zone it entered."""

    request_id: str = ""
    address: str = ""
    zone: str = ""


_current: ContextVar[RequestContext] = ContextVar("ebok_request_context", default=RequestContext())


def current() -> RequestContext:
    """The context of the request or job in hand."""
    return _current.get()


@contextmanager
def entered(context: RequestContext) -> Iterator[RequestContext]:
    """Make `context` the current one until the block ends."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)


def new_request_id() -> str:
    """A fresh id: 32 hex digits, safe in logs, headers and on an error page."""
    return uuid.uuid4().hex
