"""Consents of a person."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.services import withdraw_everything

personal(
    PersonalTable(
        model=ConsentEntry,
        of=lambda user: Q(person=user) | Q(recorded_by=user),
        told=("at", "consent", "message_kind", "via", "account_no", "is_given", "wording", "channel"),
        withheld={"technical": ("id", "previous", "person", "recorded_by", "recorded_role")},
        on_closing="withdrawn; the ledger is kept as proof (GDPR, article 7(1)); it holds a number, no name",
        forget=lambda user: withdraw_everything(user=user),
    )
)
