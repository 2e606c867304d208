"""Writing down what a customer declared at the desk, by phone or on paper."""

from __future__ import annotations

from django.db import transaction

from selfservice.access.consents.errors import AsItStands, NotForOneself, NotForOthers
from selfservice.access.consents.kinds import Channel, Consent
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.queries import state_of
from selfservice.access.consents.services import give, withdraw
from selfservice.access.consents.subjects import subject_of
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.identity import letters
from selfservice.identity.models import User

DESK_CHANNELS = (Channel.DESK, Channel.PHONE, Channel.PAPER)
LETTER = "consents.written_down"


@transaction.atomic
def write_down(
    *,
    clerk: User,
    access: AccountAccess,
    consent: str,
    message_kind: str = "",
    via: str = "",
    is_given: bool,
    channel: str,
    reason: str,
) -> ConsentEntry:
    """Record the declaration of somebody with access to an account, and tell him by letter.

    Parameters:
        access: that holds now; whose user declared it.
        is_given: did he agree, or take a consent back?
        channel: one of `DESK_CHANNELS`.
        reason: in the clerk's words, for the event log.

    Raises:
        NotForOneself: the clerk would speak for himself.
        NotForOthers: the person may not decide on electronic invoices of this account.
        AsItStands: the last declaration says the same already.
        UnknownConsent: no such consent.
        ChangedMeanwhile: another declaration was made at the same moment.
        ValueError: the channel is not one of a clerk's.
    """
    if channel not in DESK_CHANNELS:
        raise ValueError(channel)
    if access.user_id == clerk.pk:
        raise NotForOneself
    if consent == Consent.E_INVOICE and not access.allows(AccessLevel.ACT):
        raise NotForOthers
    subject = subject_of(
        consent=consent,
        account_no=access.account_no,
        user_id=access.user_id,
        message_kind=message_kind,
        via=via,
    )
    before = state_of(subject).entry
    declare = give if is_given else withdraw
    entry = declare(subject=subject, actor=clerk, channel=channel, reason=reason)
    if entry is None or entry == before:
        raise AsItStands
    _tell(entry, access)
    return entry


def _tell(entry: ConsentEntry, access: AccountAccess) -> None:
    """Of electronic invoices all owners are told anyway, by a letter that says more."""
    if entry.consent != Consent.E_INVOICE or access.is_delegated:
        letters.post(letter=LETTER, user_id=access.user_id, key=str(entry.pk), account_no=access.account_no)
