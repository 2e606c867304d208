"""Reminders that a person set."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.contracts.reminders.models import CollectionReminder

personal(
    PersonalTable(
        model=CollectionReminder,
        of=lambda user: Q(user=user),
        told=("account_no", "hour", "days_before"),
        withheld={"technical": ("id", "user")},
        on_closing="deleted",
        forget=lambda user: CollectionReminder.objects.filter(user=user).delete(),
    )
)
