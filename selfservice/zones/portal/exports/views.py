"""Tables of an account as CSV files, written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from selfservice.access.models import AccountAccess
from selfservice.billing.queries import all_invoices
from selfservice.contracts.queries import contracts_of
from selfservice.exchange.models import Contract, Invoice, Reading
from selfservice.metering.exports import all_readings
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.sent import all_sent
from selfservice.metering.states import Shown
from selfservice.tickets.models import Ticket
from selfservice.zones.portal.pages import account_file
from selfservice.zones.portal.presenters import KINDS
from selfservice.zones.portal.tables import csv_file


@account_file(module="invoices")
def invoices_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every invoice of the account, the newest first."""
    kinds = {kind: str(words) for kind, words in KINDS.items()}
    header = [
        _("Number"),
        _("Kind"),
        _("Date of issue"),
        _("Due"),
        _("Period from"),
        _("Period to"),
        _("Net"),
        _("VAT"),
        _("Gross"),
        _("Left to pay"),
        _("Currency"),
        _("Number in KSeF"),
    ]
    rows = _invoices(all_invoices(access=access), kinds)
    return csv_file(request=request, access=access, name="invoices", header=header, rows=rows)


@account_file(module="readings")
def readings_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every booked reading of the account, the newest first."""
    header = [_("Read on"), _("Meter"), _("Installation"), _("Value"), _("Unit"), _("Kind"), _("Number")]
    rows = _readings(all_readings(access=access))
    return csv_file(request=request, access=access, name="readings", header=header, rows=rows)


@account_file(module="readings")
def readings_sent_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every reading sent from here with what became of it, the newest first."""
    states = {state: str(state.label) for state in Shown}
    header = [
        _("Receipt"),
        _("Sent"),
        _("Read on"),
        _("Meter"),
        _("Installation"),
        _("Value"),
        _("Corrected value"),
        _("Unit"),
        _("State"),
        _("Reason"),
    ]
    rows = _sent(all_sent(access=access), states)
    return csv_file(request=request, access=access, name="readings_sent", header=header, rows=rows)


@account_file(module="contracts")
def contracts_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every contract with its annexes after it."""
    header = [_("Number"), _("Kind"), _("Contract"), _("Title"), _("Signed"), _("Valid from"), _("Valid to")]
    kinds = {Contract.Kind.CONTRACT: _("Contract"), Contract.Kind.ANNEX: _("Annex")}
    found = [row for tree in contracts_of(access=access) for row in (tree.contract, *tree.annexes)]
    rows = _contracts(found, {str(kind): words for kind, words in kinds.items()})
    return csv_file(request=request, access=access, name="contracts", header=header, rows=rows)


@account_file(module="tickets")
def tickets_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every ticket of the list in the portal, the newest first; without what was written in it."""
    header = [_("Number"), _("Category"), _("Subject"), _("State"), _("Sent"), _("Finished")]
    seen = Ticket.objects.seen_by(user_id=access.user_id, account_no=access.account_no)
    tickets = seen.select_related("category")
    rows = [
        [one.signature, str(one.category), one.subject, one.get_state_display(), one.created_at, one.done_at]
        for one in tickets.order_by("-pk")
    ]
    return csv_file(request=request, access=access, name="tickets", header=header, rows=rows)


def _invoices(found: Iterable[Invoice], kinds: dict[str, str]) -> Iterator[list[Any]]:
    for row in found:
        yield [
            row.invoice_no,
            kinds.get(row.kind, row.kind),
            row.issued_on,
            row.due_on,
            row.period_from,
            row.period_to,
            row.net,
            row.vat,
            row.gross,
            row.open_amount,
            row.currency or "PLN",
            row.ksef_no,
        ]


def _readings(found: Iterable[Reading]) -> Iterator[list[Any]]:
    for row in found:
        meter = row.installation
        number = meter.installation_no
        yield [row.read_on, meter.meter_no, number, row.value, meter.unit, row.kind, row.reading_no]


def _sent(found: Iterable[tuple[ReadingSubmission, Shown]], states: dict[Shown, str]) -> Iterator[list[Any]]:
    for one, state in found:
        yield [
            one.receipt_no,
            one.sent_at,
            one.read_on,
            one.meter_no,
            one.installation_no,
            one.value,
            one.final_value,
            one.unit,
            states[state],
            one.reason,
        ]


def _contracts(found: Iterable[Contract], kinds: dict[str, str]) -> Iterator[list[Any]]:
    for row in found:
        kind = kinds.get(row.kind, row.kind)
        yield [row.contract_no, kind, row.parent_id, row.title, row.signed_on, row.valid_from, row.valid_to]
