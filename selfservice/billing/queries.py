"""Questions on invoices and on the balance of one customer account."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from ebok.core.keyset import Cursor, Keyset, KeysetPage
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped, scoped_to_all
from selfservice.exchange.models import Account, Invoice, InvoiceLine

BY_ISSUE = Keyset(day="issued_on", key="invoice_no")
COMPARABLE = (Invoice.Kind.INVOICE, Invoice.Kind.ADVANCE)
NEWEST_FIRST, OLDEST_FIRST = BY_ISSUE.newest_first, BY_ISSUE.oldest_first


@dataclass(frozen=True, slots=True)
class InvoiceOverview:
    """What a dashboard shows: the open invoice that falls due first, and the newest few."""

    due: Invoice | None
    newest: list[Invoice]


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """Which invoices a list shows. Empty fields leave nothing out.

    Parameters:
        kind: a value of `Invoice.Kind`.
        state: "open" (something left to pay), "overdue" or "paid"; demands only remind and are never paid.
        year: year of issue.
        number: part of the number, in any case.
    """

    kind: str = ""
    state: str = ""
    year: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """One invoice with its lines and the documents that correct it or that it corrects."""

    invoice: Invoice
    lines: list[InvoiceLine]
    corrected: Invoice | None = None
    corrections: list[Invoice] = field(default_factory=list)


@exchange_answers()
def accounts_of(
    *, accesses: Collection[AccountAccess], beside: Mapping[str, Any] | None = None
) -> dict[str, Account]:
    """The customer accounts behind several accesses, by number, with balance and bank account.

    Parameters:
        beside: further expressions by name, asked beside each account in the same query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = scoped_to_all(Account, accesses=accesses).defer("registration_code")
    return {account.account_no: account for account in rows.annotate(**(beside or {}))}


@exchange_answers()
def overview(*, access: AccountAccess, newest: int = 3) -> InvoiceOverview:
    """The due invoice and the newest ones, in one query that reads no more rows than it returns.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    invoices = scoped(Invoice, access=access)
    first_due = invoices.filter(open_amount__gt=0, due_on__isnull=False).order_by("due_on", "pk")
    rows = _by_key(invoices.order_by(*NEWEST_FIRST)[:newest], first_due[:1])
    rows.sort(key=lambda row: (row.issued_on, row.invoice_no), reverse=True)
    due = min(
        (row for row in rows if row.open_amount > 0 and row.due_on is not None),
        key=lambda row: (row.due_on, row.invoice_no),
        default=None,
    )
    return InvoiceOverview(due=due, newest=rows[:newest])


@exchange_answers()
def invoice_page(
    *,
    access: AccountAccess,
    wanted: InvoiceFilter,
    on: date,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> KeysetPage[Invoice]:
    """One page of the list by keyset: no OFFSET, no COUNT, the same cost at any depth.

    Parameters:
        on: the day on which "overdue" is judged.
        after: the page of older invoices that follows this place.
        before: the page of newer invoices that precedes it; not together with `after`.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    invoices = _filtered(scoped(Invoice, access=access), wanted=wanted, on=on)
    return BY_ISSUE.page(invoices, after=after, before=before)


@exchange_answers()
def first_due(*, accesses: Collection[AccountAccess], most: int) -> list[Invoice]:
    """Of several accounts the open invoices that fall due first, at most so many. One query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    unpaid = scoped_to_all(Invoice, accesses=accesses).filter(open_amount__gt=0, due_on__isnull=False)
    return list(unpaid.order_by("due_on", "pk")[:most])


@exchange_answers()
def all_invoices(*, access: AccountAccess) -> Iterator[Invoice]:
    """Every invoice of the account, the newest first, read while it is used; for files.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return scoped(Invoice, access=access).order_by(*NEWEST_FIRST).iterator()


@exchange_answers()
def notes_and_demands(*, access: AccountAccess, most: int) -> list[Invoice]:
    """The newest interest notes and demands for payment, at most so many.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    kinds = [Invoice.Kind.INTEREST_NOTE, Invoice.Kind.DEMAND]
    return list(scoped(Invoice, access=access).filter(kind__in=kinds).order_by(*NEWEST_FIRST)[:most])


@exchange_answers()
def earlier_invoices(*, access: AccountAccess, invoice: Invoice, most: int) -> list[Invoice]:
    """Invoices and advances issued before this one, the newest first: what it may be compared with.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    earlier = scoped(Invoice, access=access).filter(BY_ISSUE.before(BY_ISSUE.place_of(invoice)))
    return list(earlier.filter(kind__in=COMPARABLE).order_by(*NEWEST_FIRST)[:most])


@exchange_answers()
def lines_of(*, access: AccountAccess, invoice_nos: Collection[str]) -> dict[str, list[InvoiceLine]]:
    """Lines of several invoices of the account, by number and in order, in one query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    found: dict[str, list[InvoiceLine]] = {number: [] for number in invoice_nos}
    for line in scoped(InvoiceLine, access=access).filter(invoice__in=invoice_nos).order_by("position"):
        found[line.invoice_id].append(line)
    return found


@exchange_answers()
def invoice_years(*, access: AccountAccess) -> list[int]:
    """Years in which the account has invoices, the latest first: from the two ends of the index.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    invoices = scoped(Invoice, access=access)
    ends = _by_key(invoices.order_by(*NEWEST_FIRST)[:1], invoices.order_by(*OLDEST_FIRST)[:1])
    years = [row.issued_on.year for row in ends]
    return list(range(max(years), min(years) - 1, -1)) if years else []


@exchange_answers()
def find_invoice(*, access: AccountAccess, invoice_no: str) -> Invoice | None:
    """One invoice of the account, or None: there is none, or it is somebody else's.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return scoped(Invoice, access=access).filter(pk=invoice_no).first()


@exchange_answers()
def invoice_detail(*, access: AccountAccess, invoice_no: str) -> InvoiceDetail | None:
    """One invoice of the account with all that belongs to it, or None as in `find_invoice`.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    invoice = find_invoice(access=access, invoice_no=invoice_no)
    if invoice is None:
        return None
    lines = list(scoped(InvoiceLine, access=access).filter(invoice=invoice_no).order_by("position"))
    related = Q(corrects_no=invoice_no)
    if invoice.corrects_no:
        related |= Q(pk=invoice.corrects_no)
    relatives = list(scoped(Invoice, access=access).filter(related).order_by(*OLDEST_FIRST))
    return InvoiceDetail(
        invoice=invoice,
        lines=lines,
        corrected=next((row for row in relatives if row.pk == invoice.corrects_no), None),
        corrections=[row for row in relatives if row.corrects_no == invoice_no],
    )


def _by_key(first: QuerySet[Invoice], second: QuerySet[Invoice]) -> list[Invoice]:
    """The rows of two short lists in one query.

    Each half names its rows by key, so that no database sorts or limits the union itself.
    """
    manager = first.model._default_manager
    halves = [manager.filter(pk__in=rows.values("pk")) for rows in (first, second)]
    return list(halves[0].union(halves[1]))


def _filtered(invoices: QuerySet[Invoice], *, wanted: InvoiceFilter, on: date) -> QuerySet[Invoice]:
    if wanted.kind:
        invoices = invoices.filter(kind=wanted.kind)
    if wanted.year:
        invoices = invoices.filter(issued_on__year=wanted.year)
    if wanted.number:
        invoices = invoices.filter(invoice_no__icontains=wanted.number)
    if wanted.state == "open":
        return invoices.filter(open_amount__gt=0)
    if wanted.state == "overdue":
        return invoices.filter(open_amount__gt=0, due_on__lt=on)
    if wanted.state == "paid":
        return invoices.filter(open_amount__lte=0).exclude(kind=Invoice.Kind.DEMAND)
    return invoices
