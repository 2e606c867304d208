"""Paper codes that a person used."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.access.linking.models import UsedCode

personal(
    PersonalTable(
        model=UsedCode,
        of=lambda user: Q(used_by=user),
        told=("account_no", "used_at"),
        withheld={"technical": ("id", "used_by"), "opened an account": ("digest",)},
        on_closing="kept: a code must not work twice; it holds a number, no name, and that for a time",
    )
)
