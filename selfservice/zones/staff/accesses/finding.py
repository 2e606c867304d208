"""What pages of the desk begin with: whose access it is, and the note that somebody looked."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.utils import timezone

from ebok.audit.services import record
from selfservice.access.models import AccountAccess
from selfservice.identity.roles import role_of


def held_access(*, account_no: str, pk: int) -> AccountAccess:
    """An access to the account that holds now, with its user and when its account's closing ends it.

    Raises:
        Http404: there is none.
    """
    held = AccountAccess.objects.active(at=timezone.now()).filter(account_no=account_no, pk=pk)
    access = held.with_closing().select_related("user").first()
    if access is None:
        raise Http404("No such access.")
    return cast(AccountAccess, access)


def note_read(request: HttpRequest, *, account_no: str, page: str) -> None:
    """The look stands in the event log, also for the owner's eyes."""
    record(
        action="staff.personal_page_read",
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="account",
        object_id=account_no,
        account_no=account_no,
        details={"page": page},
    )
