"""Rows of the exchange in the words and addresses of the portal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from selfservice.billing.states import InvoiceState, state_of
from selfservice.exchange.models import Account, Invoice, ServicePoint

if TYPE_CHECKING:
    from selfservice.zones.portal.pages import AccountPage

KINDS: dict[str, str | Promise] = {
    Invoice.Kind.INVOICE: _("Invoice"),
    Invoice.Kind.CORRECTION: _("Correction"),
    Invoice.Kind.ADVANCE: _("Advance invoice"),
    Invoice.Kind.INTEREST_NOTE: _("Interest note"),
    Invoice.Kind.DEMAND: _("Demand for payment"),
}
SERVICES: dict[str, str | Promise] = {
    ServicePoint.Service.WATER: _("Water"),
    ServicePoint.Service.SEWAGE: _("Sewage"),
    ServicePoint.Service.HEAT: _("Heat"),
    ServicePoint.Service.POWER: _("Power"),
    ServicePoint.Service.GAS: _("Gas"),
    ServicePoint.Service.WASTE: _("Waste"),
    ServicePoint.Service.TV: _("Television"),
    ServicePoint.Service.INTERNET: _("Internet"),
    ServicePoint.Service.HOUSING: _("Housing"),
}
TAGS: dict[InvoiceState, str] = {
    InvoiceState.DUE: "warn",
    InvoiceState.OVERDUE: "bad",
    InvoiceState.PAID: "ok",
    InvoiceState.SETTLED: "quiet",
    InvoiceState.OVERPAID: "info",
    InvoiceState.REMINDER: "info",
}


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice as a line of a list: the row itself, its words, and where its pages are.

    Parameters:
        reminds: it repeats what other documents charge, and has nothing to pay of its own.
    """

    invoice: Invoice
    kind: str
    state: str
    tag: str
    reminds: bool
    url: str
    pdf_url: str

    @property
    def is_partly_paid(self) -> bool:
        """Is something left to pay, but not all of it?"""
        return 0 < self.invoice.open_amount < self.invoice.gross


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """A line of the account switcher."""

    account_no: str
    label: str
    name: str
    url: str
    delegated: bool
    current: bool


def invoice_row(*, invoice: Invoice, account_no: str, on: date) -> InvoiceRow:
    """An invoice as it stands on the day `on`."""
    state = state_of(invoice=invoice, on=on)
    return InvoiceRow(
        invoice=invoice,
        kind=str(KINDS.get(invoice.kind, invoice.kind)),
        state=str(state.label),
        tag=TAGS[state],
        reminds=state is InvoiceState.REMINDER,
        url=reverse("portal:invoice", args=[account_no, invoice.invoice_no]),
        pdf_url=reverse("portal:invoice_pdf", args=[account_no, invoice.invoice_no]),
    )


def invoice_rows(*, invoices: list[Invoice], account_no: str, on: date) -> list[InvoiceRow]:
    """Several invoices of one account."""
    return [invoice_row(invoice=invoice, account_no=account_no, on=on) for invoice in invoices]


def account_choices(*, page: AccountPage) -> list[AccountChoice]:
    """The reader's accounts that the billing system shares, own ones first."""
    return [
        AccountChoice(
            account_no=access.account_no,
            label=account_label(page.accounts[access.account_no]),
            name=page.accounts[access.account_no].name,
            url=reverse("portal:dashboard", args=[access.account_no]),
            delegated=access.is_delegated,
            current=access.account_no == page.access.account_no,
        )
        for access in page.accesses
        if access.account_no in page.accounts
    ]


def account_label(account: Account) -> str:
    """`100245 · ul. Lipowa 12/3`."""
    return " · ".join(part for part in (account.account_no, street_line(account)) if part)


def street_line(place: Account | ServicePoint) -> str:
    """`ul. Lipowa 12/3`, or what of it is known."""
    number = "/".join(part for part in (place.building, place.flat) if part)
    return f"{place.street} {number}".strip()


def town_line(place: Account | ServicePoint) -> str:
    """`00-999 Zielona Dolina`."""
    return f"{place.postcode} {place.city}".strip()


def days_in_words(*, due_on: date, on: date) -> str:
    """How far a due date is away: `in 9 days`, `today`, `3 days ago`."""
    days = (due_on - on).days
    if days == 0:
        return now_text("today")
    if days == 1:
        return now_text("tomorrow")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


@dataclass(frozen=True, slots=True)
class BalanceWords:
    """The balance of an account in words: what it is, how much, and whether it is late."""

    title: str
    amount: Decimal
    overdue: Decimal


def balance_words(account: Account) -> BalanceWords:
    """A positive balance is owed by the customer, a negative one is an overpayment."""
    if account.balance > 0:
        title = now_text("To pay")
    elif account.balance < 0:
        title = now_text("Overpayment")
    else:
        title = now_text("Nothing to pay")
    return BalanceWords(title=title, amount=abs(account.balance), overdue=account.overdue)
