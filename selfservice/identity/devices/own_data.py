"""Sessions of a person."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.identity.devices.models import OpenSession

personal(
    PersonalTable(
        model=OpenSession,
        of=lambda user: Q(user=user),
        told=("browser", "address", "started_at", "seen_at", "expire_date"),
        withheld={"technical": ("user",), "opens the sign-in": ("session_key", "session_data")},
        on_closing="deleted",
        forget=lambda user: OpenSession.objects.filter(user=user).delete(),
    )
)
