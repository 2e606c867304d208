"""How often somebody may try to link an account: by user, by account number, by client address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ebok.core.context import current
from selfservice.access.linking.errors import TooManyTries
from selfservice.identity.throttles import counters
from selfservice.identity.throttles.counters import Counted, MustWait
from selfservice.identity.throttles.rules import NETWORK, Rule
from selfservice.identity.throttles.subjects import address_key, subject_of

PURPOSE = "linking"
BY_USER = Rule(free=4, locks_at=8, pause=timedelta(seconds=15), longest_pause=timedelta(minutes=2))
BY_ACCOUNT = Rule(free=6, locks_at=12, pause=timedelta(seconds=15), longest_pause=timedelta(minutes=2))


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was taken from each of the three counts."""

    counts: tuple[tuple[Counted, Rule], ...]

    def give_back(self) -> None:
        """It was no wrong try: undo it, and nothing else."""
        counters.give_back_all(self.counts)


def take_try(*, user_id: int, account_no: str, way: str) -> Try:
    """Take a try before anything is looked up; numbers that nobody has are counted alike.

    The count of an account is kept apart for each way, so whoever floods one leaves the other open.

    Raises:
        TooManyTries: one of the counts is used up for now; then nothing was taken from the others.
    """
    address = address_key(current().address)
    counts = (
        (Counted(purpose=PURPOSE, subject=subject_of(f"user {user_id}")), BY_USER),
        (Counted(purpose=f"{PURPOSE}-{way}", subject=subject_of(f"account {account_no}")), BY_ACCOUNT),
        (Counted(purpose=PURPOSE, subject=address), NETWORK),
    )
    try:
        counters.take_all(counts)
    except MustWait as wait:
        raise TooManyTries(until=wait.until) from wait
    return Try(counts=counts)
