"""Questions on contracts, annexes and letters of one customer account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from ebok.core.keyset import PAGE_SIZE, Cursor, Keyset, KeysetPage
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Contract, Letter
from selfservice.exchange.models.letter import LetterQuerySet

SIGNED = ("signed_on", "contract_no")
BY_LETTER = Keyset(day="day", key="document_no")
NO_DAY = date.min
"""The place of papers without a day: behind all others."""
ABOUT_BALANCE = ("settlement", "balance_confirmation", "interest_note", "demand")


@dataclass(frozen=True, slots=True)
class ContractWithAnnexes:
    """A contract and what was added to it, in the order of signing."""

    contract: Contract
    annexes: list[Contract] = field(default_factory=list)

    @property
    def place(self) -> tuple[date, str]:
        """Where it stands among the contracts: by the day of its signature, then by its number."""
        return self.contract.signed_on or NO_DAY, self.contract.contract_no


@dataclass(frozen=True, slots=True)
class ContractPage:
    """One page of contracts, the latest first, with the places where its neighbours begin."""

    rows: list[ContractWithAnnexes]
    newer: Cursor | None
    older: Cursor | None


@exchange_answers()
def contracts_of(*, access: AccountAccess) -> list[ContractWithAnnexes]:
    """All contracts of an account, the latest first, each with its annexes. One query.

    An annex whose contract was not shared stands by itself rather than vanishing.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = {row.contract_no: row for row in scoped(Contract, access=access).order_by(*SIGNED)}
    trees = {
        number: ContractWithAnnexes(contract=row)
        for number, row in rows.items()
        if _root(number, rows=rows) == number
    }
    for number, row in rows.items():
        if number not in trees:
            trees[_root(number, rows=rows)].annexes.append(row)
    return sorted(trees.values(), key=lambda tree: tree.place, reverse=True)


def contract_page(
    *,
    access: AccountAccess,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> ContractPage:
    """Some contracts of an account, each with all its annexes. One query.

    What belongs to which contract shows only when all of the account are known, so all are read; a page
    is cut from them at a place that a contract which arrives meanwhile does not shift.

    Parameters:
        after: the page of older contracts that follows this place.
        before: the page of newer ones that precedes it; not together with `after`.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    trees = contracts_of(access=access)
    if before is not None:
        newer = [tree for tree in trees if tree.place > (before.day, before.key)]
        first = max(len(newer) - size, 0)
    else:
        first = sum(tree.place >= (after.day, after.key) for tree in trees) if after else 0
    rows = trees[first : first + size]
    return ContractPage(
        rows=rows,
        newer=_cursor(rows[0]) if rows and first else None,
        older=_cursor(rows[-1]) if first + size < len(trees) else None,
    )


def _cursor(tree: ContractWithAnnexes) -> Cursor:
    day, number = tree.place
    return Cursor(day=day, key=number)


def _root(number: str, *, rows: dict[str, Contract]) -> str:
    """The contract at the root of an annex; itself when its parents go round in a circle."""
    seen = [number]
    while (parent := rows[seen[-1]].parent_id) in rows:
        if parent in seen:
            return number if number in seen[seen.index(parent) :] else str(parent)
        seen.append(str(parent))
    return seen[-1]


@exchange_answers()
def find_contract(*, access: AccountAccess, contract_no: str) -> Contract | None:
    """One contract or annex of the account, or None: there is none, or it is somebody else's.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return scoped(Contract, access=access).filter(pk=contract_no).first()


@exchange_answers()
def letters_of(*, access: AccountAccess, at: datetime) -> list[Letter]:
    """Letters whose window is open at the instant `at`, the latest first.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return list(letters_by_day(access=access, at=at).order_by(*BY_LETTER.newest_first))


@exchange_answers()
def letter_page(
    *, access: AccountAccess, at: datetime, after: Cursor | None = None, before: Cursor | None = None
) -> KeysetPage[Letter]:
    """One page of the letters whose window is open at `at`, the latest first. One query.

    Parameters:
        after, before: the page that follows or precedes this place, as in `Keyset.page`.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return BY_LETTER.page(letters_by_day(access=access, at=at), after=after, before=before)


@exchange_answers()
def settlement_letters(*, access: AccountAccess, at: datetime, most: int) -> list[Letter]:
    """The newest letters about the account's balance that may be read at `at`, at most so many.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    letters = available_letters(access=access, at=at).filter(kind__in=ABOUT_BALANCE)
    return list(letters.order_by("-issued_on", "-document_no")[:most])


@exchange_answers()
def find_letter(*, access: AccountAccess, document_no: str, at: datetime) -> Letter | None:
    """One letter of the account inside its window, or None.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return available_letters(access=access, at=at).filter(pk=document_no).first()


def letters_by_day(*, access: AccountAccess, at: datetime) -> QuerySet[Letter]:
    """The available letters with their `day` for `BY_LETTER`: of issue, or from which they are shown.

    A letter without either has the day `NO_DAY`.
    """
    day = Coalesce("issued_on", TruncDate("available_from"), Value(NO_DAY, output_field=DateField()))
    return available_letters(access=access, at=at).annotate(day=day)


def available_letters(*, access: AccountAccess, at: datetime) -> QuerySet[Letter]:
    """Letters whose window is open at the instant `at`, in no particular order."""
    return cast(LetterQuerySet, scoped(Letter, access=access)).available(at=at)
