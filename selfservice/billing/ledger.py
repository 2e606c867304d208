"""The ledger of a customer account with its running balance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from ebok.core.keyset import Cursor, Keyset
from ebok.core.money import rounded
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import LedgerEntry

BY_BOOKING = Keyset(day="booked_on", key="entry_no")
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which entries to show. Empty fields leave nothing out; the running balance never changes.

    Parameters:
        text: part of the title, or of the number of the entry or of its invoice, in any case.
        amount: this amount, whether charged or paid.
        kind: a value of `LedgerEntry.Kind`.
        since, until: first and last day of booking.
    """

    text: str = ""
    amount: Decimal | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Does it leave nothing out?"""
        return self == LedgerFilter()


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry, and the balance of the account right after it (positive = customer owes)."""

    entry: LedgerEntry
    balance: Decimal


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One page of the ledger, newest first, with the places where its neighbours begin.

    Parameters:
        brought_forward: balance before the oldest entry of the whole ledger, on its last page alone:
            what was booked before the billing system began to share entries.
    """

    lines: list[LedgerLine]
    newer: Cursor | None
    older: Cursor | None
    brought_forward: Decimal | None


@exchange_answers()
def ledger_page(
    *,
    access: AccountAccess,
    balance: Decimal,
    wanted: LedgerFilter | None = None,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> LedgerPage:
    """One page of the ledger by keyset, in two queries at most.

    The balance after an entry is the account's balance minus everything booked later. Counted from the
    newest end, the first page reads its own rows alone, and the newest line always equals the balance
    that the account shows, also where a supplier shares only the last years.

    Parameters:
        balance: the account's balance as the billing system gives it (positive = customer owes).

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    wanted = wanted or LedgerFilter()
    entries = scoped(LedgerEntry, access=access)
    found = BY_BOOKING.page(filtered(entries, wanted=wanted), after=after, before=before)
    later = _booked_later(entries, found.rows, is_whole=wanted.is_empty, is_first=found.newer is None)
    lines = [LedgerLine(row, balance - later[row.entry_no]) for row in found.rows]
    ends_here = wanted.is_empty and found.older is None and bool(lines)
    return LedgerPage(
        lines=lines,
        newer=found.newer,
        older=found.older,
        brought_forward=lines[-1].balance - lines[-1].entry.amount if ends_here else None,
    )


@exchange_answers()
def ledger_lines(*, access: AccountAccess, balance: Decimal) -> Iterator[LedgerLine]:
    """The whole ledger, newest first, each entry with the balance after it; for files.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    entries = scoped(LedgerEntry, access=access).order_by(*BY_BOOKING.newest_first)
    return with_balances(entries.iterator(), balance=balance)


def with_balances(entries: Iterable[LedgerEntry], *, balance: Decimal) -> Iterator[LedgerLine]:
    """Entries, newest first and without a gap, each with the balance after it.

    Parameters:
        balance: the balance after the first of them.
    """
    for entry in entries:
        yield LedgerLine(entry, balance)
        balance -= entry.amount


def filtered(entries: QuerySet[LedgerEntry], *, wanted: LedgerFilter) -> QuerySet[LedgerEntry]:
    """The entries that a filter leaves."""
    if wanted.text:
        named = Q(title__icontains=wanted.text) | Q(invoice_no__icontains=wanted.text)
        entries = entries.filter(named | Q(entry_no__icontains=wanted.text))
    if wanted.amount is not None:
        entries = entries.filter(amount__in=[wanted.amount, -wanted.amount])
    if wanted.kind:
        entries = entries.filter(kind=wanted.kind)
    if wanted.since:
        entries = entries.filter(booked_on__gte=wanted.since)
    if wanted.until:
        entries = entries.filter(booked_on__lte=wanted.until)
    return entries


def _booked_later(
    entries: QuerySet[LedgerEntry], rows: list[LedgerEntry], *, is_whole: bool, is_first: bool
) -> dict[str, Decimal]:
    """What was booked after each of the rows, by number.

    Without a filter the rows follow each other, so one sum above the first of them is enough; a
    filter leaves gaps, and each row needs a sum of its own. All sums come from one pass.
    """
    if not rows:
        return {}
    anchors = rows[:1] if is_whole else rows
    sums = [NOTHING] if is_whole and is_first else _sums_after(entries, anchors)
    if not is_whole:
        return {row.entry_no: total for row, total in zip(rows, sums, strict=True)}
    later, total = {}, sums[0]
    for row in rows:
        later[row.entry_no] = total
        total += row.amount
    return later


def _sums_after(entries: QuerySet[LedgerEntry], anchors: list[LedgerEntry]) -> list[Decimal]:
    oldest = BY_BOOKING.place_of(anchors[-1])
    asked = {
        f"after_{place}": Sum("amount", filter=BY_BOOKING.after(BY_BOOKING.place_of(row)), default=NOTHING)
        for place, row in enumerate(anchors)
    }
    sums = entries.filter(BY_BOOKING.after(oldest)).aggregate(**asked)
    # SQLite adds decimals as floats: an error far below a grosz, which rounding takes away.
    return [rounded(sums[f"after_{place}"]) for place in range(len(anchors))]
