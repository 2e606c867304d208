"""Unread messages, counted beside the accesses of a reader, so that they cost no query of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from selfservice.access.models import AccountAccess
from selfservice.messaging.models import Message
from selfservice.messaging.queries import unread_count

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from selfservice.identity.models import User


def unread_counts(user: User | AnonymousUser) -> dict[str, Any]:
    """For each access of a reader `unread_here`, about its account, and `unread_own`, about no account.

    The second is the same for each, so the database counts it once.
    """
    unread = Message.objects.unread().filter(user_id=user.pk).order_by()
    return {
        "unread_here": _number(unread.filter(account_no=OuterRef("account_no"))),
        "unread_own": _number(unread.filter(account_no="")),
    }


def unread_for(user: User | AnonymousUser, *, accesses: Sequence[AccountAccess] | None) -> int:
    """How many messages wait for a reader.

    Parameters:
        accesses: all that hold now. Read with `unread_counts` they tell the number; else it is asked for.
    """
    counts = [vars(access) for access in accesses or ()]
    if counts and all("unread_here" in count for count in counts):
        return int(counts[0]["unread_own"] + sum(count["unread_here"] for count in counts))
    return unread_count(user_id=user.pk) if user.pk else 0


def _number(unread: Any) -> Coalesce:
    return Coalesce(Subquery(unread.values("user").annotate(number=Count("pk")).values("number")), 0)
