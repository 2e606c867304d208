"""Who may change a ticket now: one at a time, and nobody over what he has not seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from selfservice.tickets.errors import TicketChanged
from selfservice.tickets.history import changes_since
from selfservice.tickets.models import Ticket

MOST_RIVALS = 20


@contextmanager
def turn(*, ticket: Ticket, seen_version: int | None) -> Iterator[Ticket]:
    """A transaction in which the ticket is ours and has a new version; save what else changes inside.

    Parameters:
        seen_version: the version that the actor has read; None for customers, who only add.

    Raises:
        TicketChanged: it has another version by now. Nothing was written.
    """
    with transaction.atomic():
        held = _held(ticket.pk, seen_version=seen_version)
        yield held


def _held(pk: int, *, seen_version: int | None) -> Ticket:
    """The fresh row, after its version was raised by us alone (the condition is the lock)."""
    for _rival in range(MOST_RIVALS):
        row: Ticket = Ticket.objects.select_related("category", "user", "assignee").get(pk=pk)
        if seen_version is not None and row.version != seen_version:
            break
        mine = Ticket.objects.filter(pk=pk, version=row.version)
        if mine.update(version=F("version") + 1, changed_at=timezone.now()):
            row.refresh_from_db(fields=["version", "changed_at"])
            return row
    row = Ticket.objects.get(pk=pk)
    raise TicketChanged(version=row.version, changes=changes_since(ticket=row, version=seen_version or 0))
