"""In what capacity an actor acts, where the caller does not say: the app that knows people answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Resolver = Callable[[Any], str]
_resolvers: list[Resolver] = []


def resolve_roles_with(resolver: Resolver) -> None:
    """Ask `resolver` for the role of an actor; called in `AppConfig.ready()`, the last one counts."""
    _resolvers[:] = [resolver]


def role_of_actor(actor: Any) -> str:
    """The role of an actor who is somebody; "" when nobody knows."""
    return _resolvers[0](actor) if _resolvers else ""
