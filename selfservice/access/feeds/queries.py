"""What a user has of secret links and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from selfservice.access.feeds.models import ApiToken, SecretLink

if TYPE_CHECKING:
    from selfservice.identity.models import User


def links_of(*, user: User, account_no: str) -> dict[str, SecretLink]:
    """The working links of a user to one account, by kind."""
    links = SecretLink.objects.alive().filter(user=user, account_no=account_no)
    return {link.kind: link for link in links}


def tokens_of(*, user: User) -> list[ApiToken]:
    """The working tokens of a user, the newest first."""
    alive = ApiToken.objects.alive().filter(user=user, expires_at__gt=timezone.now())
    return list(alive.order_by("-created_at", "-pk"))
