"""Questions on contracts, annexes and letters of one customer account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.models import QuerySet

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Contract, Letter
from selfservice.exchange.models.letter import LetterQuerySet

SIGNED = ("signed_on", "contract_no")
ABOUT_BALANCE = ("settlement", "balance_confirmation", "interest_note", "demand")


@dataclass(frozen=True, slots=True)
class ContractWithAnnexes:
    """A contract and what was added to it, in the order of signing."""

    contract: Contract
    annexes: list[Contract] = field(default_factory=list)


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
    return list(trees.values())[::-1]


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
    return list(available_letters(access=access, at=at).order_by("-issued_on", "-document_no"))


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


def available_letters(*, access: AccountAccess, at: datetime) -> QuerySet[Letter]:
    """Letters whose window is open at the instant `at`, in no particular order."""
    return cast(LetterQuerySet, scoped(Letter, access=access)).available(at=at)
