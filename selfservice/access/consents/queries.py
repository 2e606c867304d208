"""What somebody consents to now, and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from selfservice.access.consents.models import SUBJECT, ConsentEntry
from selfservice.access.consents.subjects import Subject, subjects_of

MOST_HISTORY = 200


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A consent as it stands: `entry` is the last declaration, None where nobody ever said anything."""

    subject: Subject
    entry: ConsentEntry | None

    @property
    def is_given(self) -> bool:
        """Only what was given and not withdrawn is a consent."""
        return self.entry is not None and self.entry.is_given

    @property
    def since(self) -> datetime | None:
        """When it was last given or withdrawn."""
        return self.entry.at if self.entry else None


def current_consents(account_no: str, *, user_id: int | None = None) -> list[ConsentState]:
    """Every consent that is offered, in the order of the screen, as it stands now. One query.

    Parameters:
        user_id: with it, also what this person declared for himself in regard to the account.
    """
    entries = entries_of(account_no=account_no, user_id=user_id)
    latest = {_subject(entry): entry for entry in _last(entries)}
    return [
        ConsentState(subject=subject, entry=latest.get(subject))
        for subject in subjects_of(account_no=account_no, user_id=user_id)
    ]


def state_of(subject: Subject) -> ConsentState:
    """One consent as it stands now."""
    return ConsentState(subject=subject, entry=ConsentEntry.objects.filter(**subject.facts()).first())


def given_by_person(user_id: int) -> list[ConsentState]:
    """Everything that a person still consents to for himself, in regard to any account."""
    entries = _last(ConsentEntry.objects.filter(person_id=user_id))
    return [ConsentState(subject=_subject(entry), entry=entry) for entry in entries if entry.is_given]


def entries_of(*, account_no: str, user_id: int | None) -> QuerySet[ConsentEntry]:
    """Declarations of the account, and with a user also his own, newest first."""
    whose = Q(person__isnull=True)
    if user_id is not None:
        whose |= Q(person_id=user_id)
    return ConsentEntry.objects.filter(whose, account_no=account_no).order_by("-id")


def timeline(
    *,
    account_no: str,
    user_id: int | None = None,
    before: datetime | None = None,
    limit: int = MOST_HISTORY,
) -> list[ConsentEntry]:
    """Declarations for the history of an account, newest first.

    Parameters:
        before: only those earlier than this instant.
    """
    entries = entries_of(account_no=account_no, user_id=user_id)
    if before is not None:
        entries = entries.filter(at__lt=before)
    return list(entries[:limit])


def _last(entries: QuerySet[ConsentEntry]) -> QuerySet[ConsentEntry]:
    newest = entries.order_by().values(*SUBJECT).annotate(newest=Max("id")).values("newest")
    return ConsentEntry.objects.filter(pk__in=newest)


def _subject(entry: ConsentEntry) -> Subject:
    return Subject(
        consent=entry.consent,
        account_no=entry.account_no,
        person_id=entry.person_id,
        message_kind=entry.message_kind,
        via=entry.via,
    )
