"""Tickets counted beside the accesses of a reader, so that they cost no query of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cms_pages import modules
from selfservice.tickets.models import Ticket


def ticket_counts() -> dict[str, Any]:
    """For each access `open_tickets` of its account."""
    if not modules.enabled("tickets"):
        return {}
    tickets = Ticket.objects.filter(account_no=OuterRef("account_no")).order_by()
    unfinished = tickets.unfinished().values("account_no").annotate(number=Count("pk")).values("number")
    return {"open_tickets": Coalesce(Subquery(unfinished), 0)}
