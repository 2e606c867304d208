"""Checks of the installation that need the identity of users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from selfservice.identity.demo import HINT, demo_people_in_the_way
from selfservice.identity.models import User


@register(Tags.database)
def no_demo_people(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Run by `migrate` and by `check --database default`, before a server starts."""
    if "default" not in (databases or ()):
        return []
    tables = connections["default"].introspection.table_names()
    if User._meta.db_table not in tables:
        return []
    count = demo_people_in_the_way()
    if not count:
        return []
    return [Error(f"The database holds {count} demo users.", hint=HINT, id="identity.E001")]
