"""Removing a lost factor by the office: the rule of two people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ebok.audit.services import record
from selfservice.identity import letters
from selfservice.identity.devices.services import end_all
from selfservice.identity.office_acts import may_act_on
from selfservice.identity.roles import role_of
from selfservice.identity.second_factor.devices import has_factor
from selfservice.identity.second_factor.enrolment import forget_everything
from selfservice.identity.second_factor.errors import NoFactor, RemovalNotAllowed, RemovalNotOpen
from selfservice.identity.second_factor.models import FactorRemovalRequest
from selfservice.identity.second_factor.models.removals import RemovalState

# Whoever stood at the desk yesterday is not recognised by today's colleague.
OPEN_FOR = timedelta(hours=24)


def open_requests() -> QuerySet[FactorRemovalRequest]:
    """Requests that wait for a second person, the oldest first."""
    fresh = timezone.now() - OPEN_FOR
    return FactorRemovalRequest.objects.filter(state=RemovalState.ASKED, asked_at__gt=fresh).order_by(
        "asked_at"
    )


@transaction.atomic
def ask(*, user: Any, clerk: Any, reason: str) -> FactorRemovalRequest:
    """Ask a colleague to remove the second factor of `user`; its owner is told by letter.

    Parameters:
        reason: how the clerk recognised the person ("identity card at the desk"), kept in the log.

    Raises:
        RemovalNotAllowed: the clerk may not act on this person (`may_act_on`), or gives no reason.
        NoFactor: there is nothing to remove.
    """
    if not may_act_on(user=user, actor=clerk) or not reason.strip():
        raise RemovalNotAllowed
    if not has_factor(user):
        raise NoFactor
    now = timezone.now()
    waiting = FactorRemovalRequest.objects.filter(user=user, state=RemovalState.ASKED)
    waiting.filter(asked_at__lte=now - OPEN_FOR).update(state=RemovalState.EXPIRED)
    request, fresh = FactorRemovalRequest.objects.get_or_create(
        user=user,
        state=RemovalState.ASKED,
        defaults={"asked_by": clerk, "asked_at": now, "reason": reason.strip()},
    )
    if fresh:
        _note("second_factor.removal_asked", request, clerk)
        letters.post(letter="second_factor.removal_asked", user_id=user.pk, key=str(request.pk))
    return request


@transaction.atomic
def approve(*, request_id: int, clerk: Any) -> FactorRemovalRequest:
    """A second person agrees: the factor is removed and its owner is told by letter.

    Raises:
        RemovalNotAllowed: the clerk may not act on this person, or asked for it himself.
        RemovalNotOpen: decided already, or older than `OPEN_FOR`.
    """
    request = _decide(request_id=request_id, clerk=clerk, state=RemovalState.APPROVED)
    forget_everything(user=request.user)
    end_all(user=request.user, actor=clerk, reason=request.reason)
    _note("second_factor.removal_approved", request, clerk)
    letters.post(letter="second_factor.removed", user_id=request.user_id, key=f"removal-{request.pk}")
    return request


@transaction.atomic
def refuse(*, request_id: int, clerk: Any) -> FactorRemovalRequest:
    """A second person does not agree. Raises as `approve`."""
    request = _decide(request_id=request_id, clerk=clerk, state=RemovalState.REFUSED)
    _note("second_factor.removal_refused", request, clerk)
    return request


def forget_ended(*, before: datetime) -> int:
    """Delete requests that were made before an instant and wait for nobody; returns how many.

    Their reasons tell of people's circumstances. The event log keeps who did what, and why.
    """
    still_open = open_requests().values("pk")
    past = FactorRemovalRequest.objects.filter(asked_at__lt=before).exclude(pk__in=still_open)
    return past.delete()[0]


def _decide(*, request_id: int, clerk: Any, state: RemovalState) -> FactorRemovalRequest:
    request = FactorRemovalRequest.objects.select_for_update().get(pk=request_id)
    if not may_act_on(user=request.user, actor=clerk) or clerk.pk == request.asked_by_id:
        raise RemovalNotAllowed
    now = timezone.now()
    still_open = open_requests().filter(pk=request.pk)
    if not still_open.update(state=state, decided_by=clerk, decided_at=now):
        raise RemovalNotOpen
    request.refresh_from_db()
    return request


def _note(action: str, request: FactorRemovalRequest, clerk: Any) -> None:
    record(
        action=action,
        actor=clerk,
        actor_role=role_of(clerk),
        object_type="user",
        object_id=str(request.user_id),
        reason=request.reason,
        details={"request": request.pk},
    )
