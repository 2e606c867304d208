"""Questions on tickets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

UNFINISHED = ("new", "open", "waiting")


class TicketQuerySet(models.QuerySet[Any]):
    """Tickets."""

    def seen_by(self, *, user_id: int, account_no: str) -> TicketQuerySet:
        """Those of a customer account, and the reader's own that belong to no account."""
        if not account_no:
            return self.filter(user_id=user_id, account_no="")
        return self.filter(Q(account_no=account_no) | Q(account_no="", user_id=user_id))

    def open_to_guests(self) -> TicketQuerySet:
        """Those that number and address open: not what belongs to a customer account and a sign-in by now.

        There access decides, which may end, while number and address stay known.
        """
        return self.filter(Q(user__isnull=True) | Q(account_no=""))

    def unfinished(self) -> TicketQuerySet:
        """Those with something still to do."""
        return self.filter(state__in=UNFINISHED)

    def overdue(self, *, on: date) -> TicketQuerySet:
        """Unfinished ones whose deadline has passed."""
        return self.unfinished().filter(due_on__lt=on)
