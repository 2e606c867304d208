"""Requests of a person to change contact data."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.access.data_changes.models import FINAL_STATES, ChangeState, DataChange
from selfservice.access.data_changes.services import forget, take_back


def _forget(user: Any) -> None:
    """What waits is taken back; what the billing system must still answer is forgotten later."""
    own = DataChange.objects.filter(asked_by=user)
    for change in own.filter(state=ChangeState.PENDING):
        take_back(change=change, user=user)
    forget(own.filter(state__in=FINAL_STATES))


personal(
    PersonalTable(
        model=DataChange,
        of=lambda user: Q(asked_by=user),
        told=("account_no", "field_set", "wanted", "state", "reason", "asked_at", "decided_at", "ended_at"),
        withheld={"technical": ("id", "asked_by", "seq"), "people of the office": ("decided_by",)},
        on_closing="values emptied; one that is on its way to the billing system when it has answered",
        forget=_forget,
    )
)
