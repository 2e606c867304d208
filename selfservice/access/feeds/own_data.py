"""Secret links and tokens of a person."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import PersonalTable, personal
from selfservice.access.feeds.models import ApiToken, SecretLink

SECRET = {"technical": ("id", "user"), "opens something": ("token_hash",)}

personal(
    PersonalTable(
        model=SecretLink,
        of=lambda user: Q(user=user),
        told=("account_no", "kind", "language", "created_at", "last_used_at", "revoked_at"),
        withheld=SECRET,
        on_closing="deleted",
        forget=lambda user: SecretLink.objects.filter(user=user).delete(),
    ),
    PersonalTable(
        model=ApiToken,
        of=lambda user: Q(user=user),
        told=("name", "created_at", "last_used_at", "revoked_at", "expires_at"),
        withheld=SECRET,
        on_closing="deleted",
        forget=lambda user: ApiToken.objects.filter(user=user).delete(),
    ),
)
