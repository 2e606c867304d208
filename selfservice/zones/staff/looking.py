"""Looks of the office at customers, in the event log.

Every page of the zone that shows something of a customer ends here or in a record of its own domain;
`site/tests/test_staff_looks.py` opens them all and asks the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from ebok.audit.services import record
from selfservice.identity.models import User
from selfservice.identity.roles import role_of


def note_look(
    request: HttpRequest,
    *,
    account_no: str,
    object_type: str,
    object_id: str = "",
    reason: str = "",
    **details: Any,
) -> None:
    """Somebody opened a page about one account; its owner sees that.

    Parameters:
        object_type: what the page is about; where it says why he looked, `access.reasons` has words for it.
        reason: as he typed it.
        details: `why`, a code of `access.reasons` where the object does not say it, and further facts.
    """
    record(
        action="staff.personal_page_read",
        actor=request.user,
        actor_role=role_of(request.user),
        object_type=object_type,
        object_id=object_id,
        account_no=account_no,
        reason=reason,
        details=details,
    )


def note_list(request: HttpRequest, *, object_type: str, shown: Iterable[object]) -> None:
    """Somebody leafed through things of several customers: one event that says which."""
    record(
        action="staff.list_read",
        actor=request.user,
        actor_role=role_of(request.user),
        object_type=object_type,
        details={"shown": [str(each) for each in shown]},
    )


def note_sign_in(action: str, request: HttpRequest, user: User | None, **details: Any) -> None:
    """Somebody looked for a sign-in, or at its state; it belongs to a person, not to an account."""
    record(
        action=action,
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="user",
        object_id=str(user.pk) if user else "",
        details=details,
    )
