from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from ebok.audit.models import AuditEntry
from ebok.audit.protection import protect, unprotect

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class AuditEntryFactory(DjangoModelFactory[AuditEntry]):
    class Meta:
        model = AuditEntry

    at = factory.Sequence(lambda n: START + timedelta(seconds=n))
    action = "access.denied"
    actor_role = "customer"
    object_type = "invoice"
    object_id = factory.Sequence(lambda n: f"FV/{n}")
    details = {"status": 404}


@contextmanager
def a_burglar() -> Iterator[None]:
    """Somebody who owns the database and takes the triggers down for a moment."""
    unprotect()
    try:
        yield
    finally:
        protect()
