"""Questions on invoices and on the balance of one customer account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped, scoped_to_all
from selfservice.billing.cursor import Cursor
from selfservice.exchange.models import Account, Invoice, InvoiceLine

PAGE_SIZE = 20
NEWEST_FIRST = ("-issued_on", "-invoice_no")
OLDEST_FIRST = ("issued_on", "invoice_no")


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
        state: "open" (something left to pay), "overdue" or "paid".
        year: year of issue.
        number: part of the number, in any case.
    """

    kind: str = ""
    state: str = ""
    year: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One page of the list, newest first, with the places where its neighbours begin."""

    rows: list[Invoice]
    newer: Cursor | None
    older: Cursor | None


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """One invoice with its lines and the documents that correct it or that it corrects."""

    invoice: Invoice
    lines: list[InvoiceLine]
    corrected: Invoice | None = None
    corrections: list[Invoice] = field(default_factory=list)


@exchange_answers()
def accounts_of(*, accesses: Collection[AccountAccess]) -> dict[str, Account]:
    """The customer accounts behind several accesses, by number, with balance and bank account.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = scoped_to_all(Account, accesses=accesses).defer("registration_code")
    return {account.account_no: account for account in rows}


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
) -> InvoicePage:
    """One page of the list by keyset: no OFFSET, no COUNT, the same cost at any depth.

    Parameters:
        on: the day on which "overdue" is judged.
        after: the page of older invoices that follows this place.
        before: the page of newer invoices that precedes it; not together with `after`.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    invoices = _filtered(scoped(Invoice, access=access), wanted=wanted, on=on)
    if before is not None:
        found = list(_newer_than(invoices, before).order_by(*OLDEST_FIRST)[: PAGE_SIZE + 1])
        rows = found[:PAGE_SIZE][::-1]
        return _page(rows, has_newer=len(found) > PAGE_SIZE, has_older=bool(rows))
    if after is not None:
        invoices = _older_than(invoices, after)
    found = list(invoices.order_by(*NEWEST_FIRST)[: PAGE_SIZE + 1])
    rows = found[:PAGE_SIZE]
    return _page(rows, has_newer=after is not None, has_older=len(found) > PAGE_SIZE)


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
        return invoices.filter(open_amount__lte=0)
    return invoices


def _older_than(invoices: QuerySet[Invoice], place: Cursor) -> QuerySet[Invoice]:
    """The bound on the day alone lets the index be used; the second one parts invoices of that day."""
    earlier = Q(issued_on__lt=place.issued_on)
    same_day = Q(issued_on=place.issued_on, invoice_no__lt=place.invoice_no)
    return invoices.filter(issued_on__lte=place.issued_on).filter(earlier | same_day)


def _newer_than(invoices: QuerySet[Invoice], place: Cursor) -> QuerySet[Invoice]:
    later = Q(issued_on__gt=place.issued_on)
    same_day = Q(issued_on=place.issued_on, invoice_no__gt=place.invoice_no)
    return invoices.filter(issued_on__gte=place.issued_on).filter(later | same_day)


def _page(rows: list[Invoice], *, has_newer: bool, has_older: bool) -> InvoicePage:
    return InvoicePage(
        rows=rows,
        newer=Cursor.of(rows[0]) if rows and has_newer else None,
        older=Cursor.of(rows[-1]) if rows and has_older else None,
    )
