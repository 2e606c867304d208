"""Where somebody is led whose address has just been confirmed: other apps know what waits for him."""

from __future__ import annotations

from collections.abc import Callable

from selfservice.identity.models import User

Finder = Callable[[User], str]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Add a question, from `AppConfig.ready()`: the path of a page that waits for a user, or ""."""
    if finder not in _finders:
        _finders.append(finder)


def page_waiting_for(user: User) -> str:
    """The first page that waits for a user, or ""."""
    return next((path for finder in _finders if (path := finder(user))), "")
