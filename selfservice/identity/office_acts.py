"""What the office may do to somebody's sign-in: end sessions, open a lock, switch off and on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ebok.audit.services import record
from selfservice.identity.devices.services import end_all
from selfservice.identity.models import User
from selfservice.identity.roles import CUSTOMER_KEEPERS, Role, role_of, roles_of, works_here
from selfservice.identity.throttles import opening


class ActNotAllowed(Exception):
    """The rule about who may do this to whom; the text is fit for the clerk."""

    def __str__(self) -> str:
        return str(_("Nobody does this to himself, and only administrators to people of the office."))


def may_act_on(*, user: User, actor: Any) -> bool:
    """Clerks look after customers, administrators also after the office; nobody after himself."""
    if not (actor.is_active and actor.is_staff and roles_of(actor) & CUSTOMER_KEEPERS) or actor.pk == user.pk:
        return False
    return not works_here(user) or Role.ADMINISTRATOR in roles_of(actor)


def open_lock(*, user: User, actor: Any, reason: str) -> None:
    """Open the lock that wrong passwords have brought.

    Raises:
        ActNotAllowed: see `may_act_on`; or there is no reason.
    """
    _require(user, actor, reason)
    opening.open_by_clerk(user=user, clerk=actor, reason=reason)


def end_sessions(*, user: User, actor: Any, reason: str) -> None:
    """End every session at once.

    Raises:
        ActNotAllowed: see `may_act_on`; or there is no reason.
    """
    _require(user, actor, reason)
    end_all(user=user, actor=actor, reason=reason)


@transaction.atomic
def disable(*, user: User, actor: Any, reason: str) -> None:
    """Switch a sign-in off: no new session, and the open ones end. Twice changes nothing.

    Raises:
        ActNotAllowed: see `may_act_on`; or there is no reason.
    """
    _require(user, actor, reason)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_all(user=user, actor=actor, reason=reason)
        _note("identity.disabled", user, actor, reason)


@transaction.atomic
def enable(*, user: User, actor: Any, reason: str) -> None:
    """Switch a sign-in on again. Twice changes nothing.

    Raises:
        ActNotAllowed: see `may_act_on`; or there is no reason.
    """
    _require(user, actor, reason)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        _note("identity.enabled", user, actor, reason)


def _require(user: User, actor: Any, reason: str) -> None:
    if not reason.strip() or not may_act_on(user=user, actor=actor):
        raise ActNotAllowed


def _note(action: str, user: User, actor: Any, reason: str) -> None:
    record(
        action=action,
        actor=actor,
        actor_role=role_of(actor),
        object_type="user",
        object_id=str(user.pk),
        reason=reason,
    )
