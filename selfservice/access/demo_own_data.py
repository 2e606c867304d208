"""What the demo customer declared and asked for, so that those screens show life, by the real services."""

from __future__ import annotations

from selfservice.access.consents import services as consents
from selfservice.access.consents.kinds import Channel, Consent, MessageKind, Via
from selfservice.access.consents.queries import state_of
from selfservice.access.consents.subjects import subject_of
from selfservice.access.data_changes import services as changes
from selfservice.access.data_changes.field_sets import FieldSet
from selfservice.access.data_changes.models import DataChange
from selfservice.access.data_changes.queries import account_now
from selfservice.access.demo import PEOPLE
from selfservice.identity.models import User

ACCOUNT = "100245"
MESSAGES = (MessageKind.INVOICES, MessageKind.INTERRUPTIONS)


def make_demo_own_data() -> None:
    """Declare and ask once, in the name of the demo people; what they did since stays as it is.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    customer, clerk = _person("customer"), _person("clerk")
    _declare(customer, Consent.E_INVOICE)
    for kind in MESSAGES:
        _declare(customer, Consent.MESSAGES, message_kind=kind, via=Via.EMAIL)
    _declare(customer, Consent.MARKETING, clerk=clerk)
    if not DataChange.objects.filter(account_no=ACCOUNT).exists():
        _ask(customer, clerk)


def _declare(customer: User, consent: str, *, clerk: User | None = None, **about: str) -> None:
    """Given in the portal; with a clerk it was given at the desk and taken back in the portal."""
    subject = subject_of(consent=consent, account_no=ACCOUNT, user_id=customer.pk, **about)
    if state_of(subject).entry is not None:
        return
    if clerk is None:
        consents.give(subject=subject, actor=customer)
        return
    consents.give(subject=subject, actor=clerk, channel=Channel.DESK, reason="oświadczenie na piśmie")
    consents.withdraw(subject=subject, actor=customer)


def _ask(customer: User, clerk: User) -> None:
    """One request that the office turned down, and one that waits for it."""
    account = account_now(ACCOUNT)
    if account is None:
        return
    moved = {"street": "ul. Sadowa", "building": "7", "flat": ""}
    change = changes.ask(account=account, field_set=FieldSet.ADDRESS, values=moved, user=customer)
    reason = "Prosimy o dokument, z którego wynika nowy adres."
    changes.reject(change=change, clerk=clerk, reason=reason)
    phone = {"phone": "+48 600 000 245"}
    changes.ask(account=account, field_set=FieldSet.CONTACT, values=phone, user=customer)


def _person(name: str) -> User:
    return User.objects.get(email=next(person.email for person in PEOPLE if person.name == name))
