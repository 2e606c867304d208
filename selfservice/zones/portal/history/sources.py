"""Where the history of an account comes from: one function a kind, each one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms_pages import modules
from selfservice.access.consents.queries import entries_of
from selfservice.access.data_changes.queries import of_account
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.billing.ledger import BY_BOOKING
from selfservice.billing.queries import BY_ISSUE
from selfservice.contracts.queries import BY_LETTER, letters_by_day
from selfservice.exchange.models import Invoice, LedgerEntry
from selfservice.messaging.queries import messages_about
from selfservice.metering.exports import BY_READING, readings_of
from selfservice.metering.models import ReadingSubmission
from selfservice.tickets.models import Ticket
from selfservice.zones.portal.history import telling
from selfservice.zones.portal.history.merging import Bound, Event, Source, of_days, of_instants

PAYING = (LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.REFUND)
Asked = Callable[[AccountAccess, Bound | None, int], list[Event]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: name in addresses, words, and the module that it belongs to ("" = always)."""

    name: str
    title: str | Promise
    module: str
    ask: Asked
    owners_only: bool = False


@exchange_answers()
def _invoices(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = scoped(Invoice, access=access)
    told = partial(telling.invoice, url=_urls("portal:invoice", access))
    return of_days(rows, order=BY_ISSUE, bound=bound, most=most, told=told)


@exchange_answers()
def _payments(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = scoped(LedgerEntry, access=access).filter(kind__in=PAYING).select_related("account")
    told = partial(telling.payment, url=reverse("portal:ledger", args=[access.account_no]))
    return of_days(rows, order=BY_BOOKING, bound=bound, most=most, told=told)


@exchange_answers()
def _readings(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    url = reverse("portal:readings", args=[access.account_no])
    told = partial(telling.reading, url=url)
    return of_days(readings_of(access=access), order=BY_READING, bound=bound, most=most, told=told)


@exchange_answers()
def _letters(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    # A letter without any day stands in its own list alone.
    dated = Q(issued_on__isnull=False) | Q(available_from__isnull=False)
    rows = letters_by_day(access=access, at=timezone.now()).filter(dated)
    told = partial(telling.letter, url=reverse("portal:letters", args=[access.account_no]))
    return of_days(rows, order=BY_LETTER, bound=bound, most=most, told=told)


def _tickets(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = Ticket.objects.filter(account_no=access.account_no)
    told = partial(telling.ticket, url=_urls("portal:ticket", access))
    return of_instants(rows, field="created_at", bound=bound, most=most, told=told)


def _consents(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = entries_of(account_no=access.account_no, user_id=access.user_id)
    told = partial(telling.consent, url=reverse("portal:consents", args=[access.account_no]))
    return of_instants(rows, field="at", bound=bound, most=most, told=told)


def _changes(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = of_account(access.account_no)
    told = partial(telling.change, url=reverse("portal:customer", args=[access.account_no]))
    return of_instants(rows, field="asked_at", bound=bound, most=most, told=told)


def _messages(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = messages_about(access=access)
    told = partial(telling.message, url=lambda pk: reverse("portal:message", args=[pk]))
    return of_instants(rows, field="created_at", bound=bound, most=most, told=told)


def _sent_readings(access: AccountAccess, bound: Bound | None, most: int) -> list[Event]:
    rows = ReadingSubmission.objects.of(access.account_no)
    told = partial(telling.sent_reading, url=_urls("portal:reading_receipt", access))
    return of_instants(rows, field="sent_at", bound=bound, most=most, told=told)


# The order in which events of one day stand; a place in the list names it, so new kinds go to the end.
KINDS = (
    Kind("invoices", _("Invoices"), "invoices", _invoices),
    Kind("payments", _("Payments"), "invoices", _payments),
    Kind("readings", _("Readings"), "readings", _readings),
    Kind("documents", _("Other documents"), "documents", _letters),
    Kind("tickets", _("Tickets"), "tickets", _tickets),
    Kind("consents", _("Consents"), "", _consents),
    Kind("changes", _("Changes of data"), "", _changes, owners_only=True),
    Kind("messages", _("Messages"), "", _messages),
    Kind("readings-sent", _("Readings sent from here"), "readings", _sent_readings),
)


def kinds_for(access: AccountAccess) -> list[Kind]:
    """What this reader may see of what the office has switched on."""
    return [
        kind
        for kind in KINDS
        if (not kind.module or modules.enabled(kind.module))
        and not (kind.owners_only and access.is_delegated)
    ]


def sources(kinds: list[Kind], *, access: AccountAccess) -> dict[int, Source]:
    """The sources of these kinds, by rank."""
    return {KINDS.index(kind): partial(kind.ask, access) for kind in kinds}


def _urls(name: str, access: AccountAccess) -> Callable[[Any], str]:
    return lambda number: reverse(name, args=[access.account_no, number])
