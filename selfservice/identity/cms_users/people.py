"""Whom administrators see in the CMS."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from selfservice.identity.models import User


def office_people() -> QuerySet[User]:
    """Whoever holds a position or is an administrator of everything; customers do not exist there."""
    has_position = User.groups.through.objects.values("user_id")
    return User.objects.filter(Q(is_staff=True) | Q(is_superuser=True) | Q(pk__in=has_position))
