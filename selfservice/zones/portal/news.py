"""What the office and the billing system did since the reader was here before.

All of it is asked beside what the first page reads anyway, so that it costs no query of its own: what the
portal keeps beside the reader's accesses, what the exchange has beside his customer accounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import modules
from selfservice.access.models import AccountAccess
from selfservice.access.scope import scoped
from selfservice.contracts.queries import available_letters
from selfservice.exchange.models import Account, Invoice, LedgerEntry, Reading
from selfservice.messaging.models import Message
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.tickets.models import Entry, Side, Ticket
from selfservice.zones.portal.dashboard_parts import Link
from selfservice.zones.portal.ticket_counts import ticket_counts
from selfservice.zones.portal.visits import previous_visit


def beside_accesses(request: HttpRequest, account_no: str) -> dict[str, Any]:
    """Open tickets of each account, and whether there is news about `account_no`, the one in hand.

    What the reader himself did is no news.
    """
    since, user_id = previous_visit(request), request.user.pk
    if since is None or user_id is None:
        return ticket_counts()
    tickets = Ticket.objects.seen_by(user_id=user_id, account_no=account_no)
    answers = Entry.objects.filter(ticket__in=tickets, side=Side.OFFICE, at__gt=since)
    rejected = ReadingSubmission.objects.filter(account_no=account_no, state=SubmissionState.REJECTED)
    unread = Message.objects.unread().filter(user_id=user_id, account_no__in=["", account_no])
    return ticket_counts() | {
        "news_of_tickets": Exists(answers),
        "news_of_rejections": Exists(rejected.filter(checked_at__gt=since)),
        "news_of_messages": Exists(unread.filter(created_at__gt=since)),
    }


def beside_accounts(request: HttpRequest, access: AccountAccess) -> dict[str, Any]:
    """Whether the billing system has news about the account of `access`.

    It shares by days, and hours later, so the day of that sign-in counts as a whole.
    """
    since = previous_visit(request)
    if since is None:
        return {}
    day = _day(since)
    payments = scoped(LedgerEntry, access=access).filter(kind=LedgerEntry.Kind.PAYMENT)
    letters = available_letters(access=access, at=timezone.now())
    readings = scoped(Reading, access=access)
    return {
        "news_of_payments": Exists(payments.filter(booked_on__gte=day)),
        "news_of_letters": Exists(letters.filter(Q(issued_on__gte=day) | Q(available_from__gt=since))),
        "news_of_readings": Exists(readings.filter(booked_on__gte=day)),
    }


def news(
    *,
    access: AccountAccess,
    account: Account,
    since: datetime | None,
    invoices: Iterable[Invoice],
    pages: Iterable[Any],
) -> list[Link]:
    """What came since the reader's sign-in before this one; nothing at the first one.

    Parameters:
        access, account: read with `beside_accesses` and `beside_accounts`.
    """
    if since is None:
        return []
    number, day = access.account_no, _day(since)
    issued = [
        Link(
            _("New document: %(number)s") % {"number": row.invoice_no},
            reverse("portal:invoice", args=[number, row.invoice_no]),
        )
        for row in invoices
        if row.issued_on >= day
    ]
    announced = [
        Link(page.title, reverse("portal:announcement", args=[page.pk]))
        for page in pages
        if page.first_published_at and page.first_published_at > since
    ]
    return [*issued, *_happened(number, vars(account) | vars(access)), *announced]


def _happened(number: str, facts: dict[str, Any]) -> list[Link]:
    here = [number]
    kinds = [
        ("payments", "invoices", _("A payment was booked"), reverse("portal:ledger", args=here)),
        ("letters", "documents", _("A new letter"), reverse("portal:letters", args=here)),
        ("readings", "readings", _("A reading was booked"), reverse("portal:readings", args=here)),
        ("rejections", "readings", _("A reading was rejected"), reverse("portal:readings", args=here)),
        ("tickets", "tickets", _("Something changed in your tickets"), reverse("portal:tickets", args=here)),
        ("messages", "", _("New messages"), f"{reverse('portal:messages')}?unread=on"),
    ]
    return [
        Link(text, url)
        for kind, module, text, url in kinds
        if facts.get(f"news_of_{kind}") and (not module or modules.enabled(module))
    ]


def _day(since: datetime) -> date:
    return timezone.localtime(since).date()
