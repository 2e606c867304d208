"""Whose consent to what: the key by which entries of the ledger follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from selfservice.access.consents.errors import UnknownConsent
from selfservice.access.consents.kinds import OFFERED_KINDS, Consent, MessageKind, Via


@dataclass(frozen=True, slots=True)
class Subject:
    """A consent of a customer account (`person_id` None) or of a person in regard to it.

    Raises:
        UnknownConsent: no such consent, or messages without what and how.
    """

    consent: str
    account_no: str
    person_id: int | None = None
    message_kind: str = ""
    via: str = ""

    def __post_init__(self) -> None:
        about_messages = self.message_kind in MessageKind.values and self.via in Via.values
        plain = not self.message_kind and not self.via
        if self.consent not in Consent.values:
            raise UnknownConsent
        if not (about_messages if self.consent == Consent.MESSAGES else plain):
            raise UnknownConsent

    @property
    def via_label(self) -> str:
        """The way of the messages in words."""
        return str(Via(self.via).label) if self.via else ""

    def facts(self) -> dict[str, Any]:
        """As fields of an entry."""
        return asdict(self)


def subject_of(
    *, consent: str, account_no: str, user_id: int, message_kind: str = "", via: str = ""
) -> Subject:
    """The subject that a person's declaration is about: electronic invoices belong to the account.

    Raises:
        UnknownConsent: as `Subject`.
    """
    person_id = None if consent == Consent.E_INVOICE else user_id
    return Subject(
        consent=consent, account_no=account_no, person_id=person_id, message_kind=message_kind, via=via
    )


def subjects_of(*, account_no: str, user_id: int | None) -> Iterator[Subject]:
    """Every consent that is offered: those of the account, and with a user also his own."""
    yield Subject(consent=Consent.E_INVOICE, account_no=account_no)
    if user_id is None:
        return
    for kind in OFFERED_KINDS:
        for via in Via.values:
            yield Subject(
                consent=Consent.MESSAGES,
                account_no=account_no,
                person_id=user_id,
                message_kind=kind,
                via=via,
            )
    yield Subject(consent=Consent.MARKETING, account_no=account_no, person_id=user_id)
