"""Giving and withdrawing consents: the ledger, the event log and the outgoing journal in one act."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from ebok.audit.services import record
from selfservice.access.consents.errors import ChangedMeanwhile
from selfservice.access.consents.kinds import Channel, Consent
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.queries import given_by_person, state_of
from selfservice.access.consents.subjects import Subject
from selfservice.access.consents.wordings import current_wording
from selfservice.access.models import AccessRole, AccountAccess
from selfservice.exchange.outgoing.services import append
from selfservice.identity import letters
from selfservice.identity.models import User
from selfservice.identity.roles import role_of


def give(*, subject: Subject, actor: User, channel: str = Channel.PORTAL, reason: str = "") -> ConsentEntry:
    """Consent to the present wording; consenting again to the same words changes nothing.

    Parameters:
        actor: who declares it, or the clerk who writes down what was declared at the desk.
        channel: where it was declared.
        reason: in a clerk's words, for the event log.

    Raises:
        ChangedMeanwhile: another declaration was made at the same moment.
    """
    entry = state_of(subject).entry
    if entry is not None and entry.is_given and entry.wording == current_wording(subject.consent).version:
        return entry
    return _follow(entry, subject=subject, actor=actor, channel=channel, given=True, reason=reason)


def withdraw(
    *, subject: Subject, actor: User | None, channel: str = Channel.PORTAL, reason: str = ""
) -> ConsentEntry | None:
    """Take a consent back; None when there was none. Withdrawing twice changes nothing.

    Parameters: as `give`.

    Raises:
        ChangedMeanwhile: another declaration was made at the same moment.
    """
    entry = state_of(subject).entry
    if entry is None or not entry.is_given:
        return None
    return _follow(entry, subject=subject, actor=actor, channel=channel, given=False, reason=reason)


def withdraw_everything(*, user: User) -> int:
    """Withdraw what a person consented to for himself, because his sign-in is closed; returns how many."""
    states = given_by_person(user.pk)
    for state in states:
        withdraw(subject=state.subject, actor=user, channel=Channel.CLOSING)
    return len(states)


def _follow(
    previous: ConsentEntry | None,
    *,
    subject: Subject,
    actor: User | None,
    channel: str,
    given: bool,
    reason: str,
) -> ConsentEntry:
    try:
        with transaction.atomic():
            entry = ConsentEntry.objects.create(
                **subject.facts(),
                is_given=given,
                wording=current_wording(subject.consent).version if given else _agreed_to(previous),
                channel=channel,
                recorded_by=actor,
                recorded_role=role_of(actor) if actor else "system",
                previous=previous,
            )
            _announce(entry, actor, reason=reason)
    except IntegrityError as error:
        return _same_or_refuse(subject, given=given, cause=error)
    return entry


def _agreed_to(previous: ConsentEntry | None) -> str:
    """What is withdrawn is the wording that was agreed to."""
    if previous is None:
        raise ValueError("Nothing to withdraw.")
    return previous.wording


def _same_or_refuse(subject: Subject, *, given: bool, cause: IntegrityError) -> ConsentEntry:
    """A double click finds its first click's entry; the opposite declaration is not overruled."""
    entry = state_of(subject).entry
    if entry is None or entry.is_given != given:
        raise ChangedMeanwhile from cause
    return entry


def _announce(entry: ConsentEntry, actor: User | None, *, reason: str) -> None:
    what = "given" if entry.is_given else "withdrawn"
    record(
        action=f"consents.{what}",
        actor=actor,
        actor_role=entry.recorded_role,
        object_type="consent",
        object_id=entry.consent,
        account_no=entry.account_no,
        reason=reason,
        details={
            "kind": entry.message_kind,
            "via": entry.via,
            "wording": entry.wording,
            "channel": entry.channel,
            "person": entry.person_id,
        },
    )
    append(
        kind=f"consent.{what}",
        account_no=entry.account_no,
        payload={
            "consent": entry.consent,
            "message_kind": entry.message_kind,
            "via": entry.via,
            "person": entry.person_id,
            "wording": entry.wording,
            "channel": entry.channel,
            "at": entry.at.isoformat(),
        },
    )
    if entry.consent == Consent.E_INVOICE:
        _tell_owners(entry, f"consents.e_invoice_{what}")


def _tell_owners(entry: ConsentEntry, letter: str) -> None:
    owners = AccountAccess.objects.filter(
        account_no=entry.account_no, role=AccessRole.OWNER, revoked_at__isnull=True
    )
    for user_id in owners.values_list("user_id", flat=True):
        key = f"{entry.pk}:{user_id}"
        letters.post(letter=letter, user_id=user_id, key=key, account_no=entry.account_no)
