"""What pages of the desk begin with: whose access it is, and the note that somebody looked."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.utils import timezone

from selfservice.access.linking.desk import holder_of
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Account
from selfservice.zones.staff.accesses.reason import reason_noted
from selfservice.zones.staff.looking import note_look


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


def holder_now(account_no: str) -> tuple[Account | None, str]:
    """The holder, and why there is none to show: without the exchange the list of people stays."""
    try:
        return holder_of(account_no), ""
    except ExchangeUnavailable as error:
        return None, str(error)


def is_known_here(account_no: str) -> bool:
    """Has anybody, or had anybody, access to it? The billing system shares ended accounts no more."""
    return (
        AccountAccess.objects.filter(account_no=account_no).exists()
        or ClosedAccount.objects.filter(account_no=account_no).exists()
    )


def note_read(request: HttpRequest, *, account_no: str, page: str) -> None:
    """The look stands in the event log with the reason of this session, also for the owner's eyes."""
    why, words = reason_noted(request, account_no=account_no)
    note_look(
        request,
        account_no=account_no,
        object_type="account",
        object_id=account_no,
        reason=words,
        why=why,
        page=page,
    )
