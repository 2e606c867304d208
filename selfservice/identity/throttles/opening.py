"""Ways to open a lock before its time: by letter, by a clerk, by a new password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

from ebok.audit.services import record
from selfservice.identity.events import record_own
from selfservice.identity.models import User
from selfservice.identity.roles import role_of
from selfservice.identity.throttles import counters
from selfservice.identity.throttles.models import Tries
from selfservice.identity.throttles.rules import SIGN_IN
from selfservice.identity.throttles.sign_in import PURPOSE
from selfservice.identity.throttles.subjects import subject_of


class OpeningTokens(PasswordResetTokenGenerator):
    """Tokens of letters: void after the next sign-in, a new password, a new address, or three days."""

    key_salt = "ebok.throttles.opening"


tokens = OpeningTokens()


def link_for(user: User) -> str:
    """Path of the page that opens the lock for whoever reads the user's mail."""
    facts = {"user": int_to_base36(user.pk), "token": tokens.make_token(user)}
    return reverse("throttles_open", kwargs=facts)


def user_of(*, user: str, token: str) -> User | None:
    """Whose link this is; None for one that is void or invented."""
    try:
        found = User.objects.filter(pk=base36_to_int(user), is_active=True).first()
    except ValueError:
        return None
    return found if found and tokens.check_token(found, token) else None


def locked_until(*, user: User) -> datetime | None:
    """Until when strangers' wrong passwords hold this sign-in; None when they do not."""
    held = Tries.objects.filter(
        purpose=PURPOSE,
        subject=subject_of(user.email),
        track="",
        count__gte=SIGN_IN.locks_at,
        next_at__gt=timezone.now(),
    )
    return held.values_list("next_at", flat=True).first()


@transaction.atomic
def open_by_letter(*, user: User) -> None:
    """The reader of the user's mail opens the lock."""
    _open(user)
    record_own("throttles.opened", user)


@transaction.atomic
def open_by_clerk(*, user: User, clerk: Any, reason: str) -> None:
    """A clerk opens the lock for somebody he has recognised.

    Raises:
        PermissionError: the clerk is not of the office.
    """
    if not (clerk.is_active and clerk.is_staff):
        raise PermissionError("Only people of the office open locks.")
    _open(user)
    record(
        action="throttles.opened",
        actor=clerk,
        actor_role=role_of(clerk),
        object_type="user",
        object_id=str(user.pk),
        reason=reason,
    )


def open_after_new_password(*, user: User) -> None:
    """Whoever could set a new password needs no lock against guesses at the old one."""
    _open(user)


def _open(user: User) -> None:
    counters.forget(purpose=PURPOSE, subject=subject_of(user.email))
