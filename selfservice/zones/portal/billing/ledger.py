"""The ledger: what was charged and paid, with the balance after each entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as now_text

from selfservice.access.models import AccountAccess
from selfservice.billing.ledger import LedgerLine, ledger_lines, ledger_page
from selfservice.billing.queries import accounts_of
from selfservice.exchange.models import LedgerEntry
from selfservice.zones.portal.billing.forms import LedgerForm
from selfservice.zones.portal.billing.words import LEDGER_KINDS
from selfservice.zones.portal.pages import AccountPage, account_file, account_page
from selfservice.zones.portal.places import link, place
from selfservice.zones.portal.tables import csv_file

TOLD_BY_COLUMN = (LedgerEntry.Kind.CHARGE, LedgerEntry.Kind.PAYMENT)
FILTERS = ("q", "kind", "since", "until")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An entry as a line of the page: in `words` stands once what it is, and of which document."""

    entry: LedgerEntry
    words: str
    charged: Decimal | None
    paid: Decimal | None
    balance: Decimal
    invoice_url: str


@account_page(module="invoices")
def ledger(page: AccountPage) -> HttpResponse:
    """Newest first, by keyset; the balance after an entry is right on every page and in every search."""
    asked = page.request.GET
    form = LedgerForm(asked)
    found = ledger_page(
        access=page.access,
        balance=page.account.balance,
        wanted=form.wanted(),
        after=place(asked.get("after", "")),
        before=place(asked.get("before", "")),
    )
    number = page.access.account_no
    facts = {
        "form": form,
        "is_filtered": any(asked.get(name) for name in FILTERS),
        "rows": [ledger_row(line, account_no=number) for line in found.lines],
        "brought_forward": found.brought_forward,
        "list_url": reverse("portal:ledger", args=[number]),
        "newer_url": link(asked, fields=FILTERS, name="before", place=found.newer),
        "older_url": link(asked, fields=FILTERS, name="after", place=found.older),
    }
    return page.render("portal/ledger.html", facts)


@account_file(module="invoices")
def ledger_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """The whole ledger as CSV."""
    account = accounts_of(accesses=[access]).get(access.account_no)
    if account is None:
        raise Http404("No such customer account.")
    kinds = {kind: str(words) for kind, words in LEDGER_KINDS.items()}
    header = [
        now_text("Booked"),
        now_text("Kind"),
        now_text("Title"),
        now_text("Document"),
        now_text("Amount"),
        now_text("Balance after it"),
        now_text("Entry"),
    ]
    lines = ledger_lines(access=access, balance=account.balance)
    return csv_file(
        request=request, access=access, name="ledger", header=header, rows=_cells(lines, kinds=kinds)
    )


def ledger_row(line: LedgerLine, *, account_no: str) -> LedgerRow:
    """An entry ready to show: charges and payments in columns of their own."""
    entry = line.entry
    return LedgerRow(
        entry=entry,
        words=_words(entry),
        charged=entry.amount if entry.amount >= 0 else None,
        paid=-entry.amount if entry.amount < 0 else None,
        balance=line.balance,
        invoice_url=reverse("portal:invoice", args=[account_no, entry.invoice_no])
        if entry.invoice_no
        else "",
    )


def _words(entry: LedgerEntry) -> str:
    """The title, else the kind. A kind that no column tells stands before it, the document after it."""
    kind = str(LEDGER_KINDS.get(entry.kind, entry.kind))
    words = entry.title or kind
    if entry.title and entry.kind not in TOLD_BY_COLUMN and kind.casefold() not in words.casefold():
        words = f"{kind}: {words}"
    return words if entry.invoice_no in words else f"{words} {entry.invoice_no}"


def _cells(lines: Iterator[LedgerLine], *, kinds: dict[str, str]) -> Iterator[list[Any]]:
    for line in lines:
        entry = line.entry
        kind = kinds.get(entry.kind, entry.kind)
        yield [
            entry.booked_on, kind, entry.title, entry.invoice_no, entry.amount, line.balance, entry.entry_no,
        ]  # fmt: skip
