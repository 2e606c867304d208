"""What is told by letter comes into the inbox once, whatever becomes of the mail, and without secrets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from ebok.outbox.errors import TemporaryError
from ebok.outbox.models import Job
from ebok.outbox.working import drain
from selfservice.access.ending import end_access
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity import letters
from selfservice.identity.mail import Letter, LetterKind, tell
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person
from selfservice.messaging.models import Message
from selfservice.messaging.services import keep
from selfservice.messaging.tests.factories import MessageFactory
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import change_state
from selfservice.tickets.tests.factories import a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
LETTER = Letter(
    subject="Your\nreading was rejected",
    paragraphs=["It does not count."],
    facts=[("Meter", "77")],
    path="/en/portal/link/",
    link_text="Read it",
    secret_path="/en/portal/invitations/open-sesame/",
    warning="Or call us.",
)


def kept() -> list[Message]:
    return list(Message.objects.order_by("pk"))


def test_a_letter_is_kept_as_it_reads_and_mailed() -> None:
    user = UserFactory.create()
    tell(user=user, letter=LETTER, kind=LetterKind.READINGS, key="1", account_no="100245")
    [message] = kept()
    assert (message.user, message.account_no, message.kind) == (user, "100245", "readings")
    assert message.subject == "Your reading was rejected"
    assert message.body == "It does not count.\n\nMeter: 77\n\nOr call us."
    assert (message.path, message.link_text, message.is_unread) == ("/en/portal/link/", "Read it", True)
    assert "open-sesame" in str(mail.outbox[0].body)


def test_a_secret_link_is_mailed_and_not_kept() -> None:
    tell(user=UserFactory.create(), letter=LETTER, kind=LetterKind.ACCESS, key="1")
    assert "open-sesame" not in str([vars(message) for message in kept()])


def test_work_that_is_done_again_keeps_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server is away at first: the inbox has the letter at once, and never twice."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    letters.post(letter="second_factor.removed", user_id=UserFactory.create().pk, key="1")
    payload = Job.objects.get().payload
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        with pytest.raises(TemporaryError):
            letters.deliver(payload)
    assert len(kept()) == 1 and not mail.outbox
    letters.deliver(payload)
    assert len(kept()) == 1 and len(mail.outbox) == 1


def test_the_same_cause_is_told_to_each_of_its_readers() -> None:
    for _reader in range(2):
        tell(user=UserFactory.create(), letter=LETTER, kind=LetterKind.ACCESS, key="1")
    assert len(kept()) == 2


@pytest.mark.parametrize("wrong", [{"kind": "no such"}, {"path": "//evil.example"}, {"path": "https://x"}])
def test_the_database_refuses_what_is_no_message(wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**wrong)


def test_the_database_keeps_a_key_once_for_a_reader() -> None:
    message = MessageFactory.create(key="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(user=message.user, key="1")
    assert keep(user=message.user, letter=LETTER, kind=LetterKind.DATA, key="1") == message


@pytest.mark.parametrize(("language", "subject"), [("en", "We have your ticket"), ("pl", "Mamy")])
def test_a_message_speaks_the_language_of_its_reader(language: str, subject: str) -> None:
    a_ticket(actor=AccessFactory.create(user__language=language).user, subject="A & B")
    drain()
    [message] = kept()
    assert message.language == language
    assert message.subject.startswith(subject) and message.subject.endswith(" – A & B")
    assert Ticket.objects.get().signature in message.body and message.path.endswith("/")


def test_guests_and_strangers_get_no_message() -> None:
    a_guest_ticket()
    letters.post(letter="throttles.locked", user_id=None, key="1")
    invitation_by(AccessFactory.create(), email="nobody-yet@example.org")
    drain()
    assert kept() == [] and len(mail.outbox) == 2


def test_of_the_end_of_an_access_its_user_is_told_as_himself() -> None:
    """A message about that account he could not read any more."""
    owner, helper = AccessFactory.create(), AccessFactory.create(delegate=True)
    end_access(access=helper, actor=owner.user)
    drain()
    [message] = kept()
    assert (message.user, message.account_no) == (helper.user, "") and "100245" in message.subject


def test_a_new_password_is_told_in_the_inbox_too(client: Client) -> None:
    user = UserFactory.create(language="en")
    client.force_login(user)
    new = "quite different plain words 9"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/en/accounts/password/change/", fields)
    [message] = kept()
    assert message.subject == "Your password was changed" and new not in message.body


def test_no_kept_message_holds_a_link_of_a_mail_that_opens_something(client: Client) -> None:
    user = AccessFactory.create(user__language="en").user
    letters.post(letter="throttles.locked", user_id=user.pk, key="1")
    invitation_by(AccessFactory.create(account_no="2"), email=user.email)
    ticket = a_ticket(actor=user)
    change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    client.post("/en/accounts/password/reset/", {"email": user.email})
    drain()
    mailed = "".join(str(letter.body) for letter in mail.outbox)
    secrets = re.findall(r"/(?:open|invitations|ocena|reset/key)/([^\s]+)", mailed)
    assert len(secrets) == 4, "a mail lost its link, so this proves nothing"
    texts = str([vars(message) for message in kept()])
    assert len(kept()) == 4
    assert [secret for secret in secrets if secret.strip("/") in texts] == []
