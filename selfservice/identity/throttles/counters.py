"""Counting tries in a table that all workers share. Every write says which version it expects.

A try is taken before the password is looked at, and given back when it was right: of many that come at
the same moment no more get through than one after another would.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from selfservice.identity.throttles.models import FailureFrom, Tries
from selfservice.identity.throttles.rules import Rule

# So many others may write to the same count while we try; then it is an attack, and we wait.
MOST_RIVALS = 40
BUSY = timedelta(seconds=1)


class MustWait(Exception):
    """No try is left now; the next one is allowed at `until`. `locked` when people are to be told."""

    def __init__(self, *, until: datetime, locked: bool) -> None:
        super().__init__()
        self.until = until
        self.locked = locked


@dataclass(frozen=True, slots=True)
class Counted:
    """One count: what is tried, by whom, on which track (see `Tries`)."""

    purpose: str
    subject: str
    track: str = ""


def take(counted: Counted, *, rule: Rule) -> int:
    """Take one try and return its number (from 1).

    Raises:
        MustWait: the wait after the last try is not over.
    """
    for _rival in range(MOST_RIVALS):
        now = timezone.now()
        row = _row(counted, now=now)
        count = _count(row, rule=rule, now=now)
        # A rival may have written a moment after we looked at the clock; that alone is no wait.
        if count and row.next_at > max(now, row.last_at):
            raise MustWait(until=row.next_at, locked=rule.is_lock(count))
        if _write(row, count=count + 1, last_at=now, next_at=now + rule.wait_after(count + 1)):
            return count + 1
    raise MustWait(until=timezone.now() + BUSY, locked=False)


def give_back(counted: Counted, *, rule: Rule) -> None:
    """The try was right: undo it and nothing else, so that wrong tries of others still count."""
    for _rival in range(MOST_RIVALS):
        row = Tries.objects.filter(**_where(counted)).first()
        if row is None or row.count == 0:
            return
        count = row.count - 1
        if _write(row, count=count, last_at=row.last_at, next_at=row.last_at + rule.wait_after(count)):
            return


def take_all(counts: Sequence[tuple[Counted, Rule]]) -> None:
    """Take one try from each count, or from none.

    Raises:
        MustWait: as `take`, for the first count that has none left.
    """
    for position, (counted, rule) in enumerate(counts):
        try:
            take(counted, rule=rule)
        except MustWait:
            give_back_all(counts[:position])
            raise


def give_back_all(counts: Iterable[tuple[Counted, Rule]]) -> None:
    """Give back what `take_all` took."""
    for counted, rule in counts:
        give_back(counted, rule=rule)


def forget(*, purpose: str, subject: str) -> int:
    """End all waits of a subject, on every track; returns how many counts there were."""
    return Tries.objects.filter(purpose=purpose, subject=subject).delete()[0]


def forget_track(counted: Counted) -> None:
    """Begin one count anew."""
    Tries.objects.filter(**_where(counted)).delete()


def note_failure_from(*, address: str, subject: str) -> None:
    """Remember that a client address failed for a subject."""
    FailureFrom.objects.update_or_create(address=address, subject=subject, defaults={"at": timezone.now()})


def subjects_failed_from(*, address: str, within: timedelta) -> int:
    """For how many subjects an address has failed lately."""
    return FailureFrom.objects.filter(address=address, at__gt=timezone.now() - within).count()


def tidy(*, older_than: timedelta) -> int:
    """Delete counts that no longer matter; returns how many."""
    past = timezone.now() - older_than
    tries, _by_model = Tries.objects.filter(last_at__lt=past, next_at__lt=past).delete()
    failures, _by_model = FailureFrom.objects.filter(at__lt=past).delete()
    return tries + failures


def _row(counted: Counted, *, now: datetime) -> Tries:
    row, _fresh = Tries.objects.get_or_create(**_where(counted), defaults={"last_at": now, "next_at": now})
    return row


def _count(row: Tries, *, rule: Rule, now: datetime) -> int:
    return 0 if now - row.last_at > rule.forgotten_after else row.count


def _write(row: Tries, *, count: int, last_at: datetime, next_at: datetime) -> bool:
    """Write only what nobody has changed since it was read."""
    unchanged = Tries.objects.filter(pk=row.pk, version=row.version)
    changed = unchanged.update(count=count, last_at=last_at, next_at=next_at, version=F("version") + 1)
    return bool(changed)


def _where(counted: Counted) -> dict[str, str]:
    return {"purpose": counted.purpose, "subject": counted.subject, "track": counted.track}
