"""Mails about tickets: once, in the reader's language, and never with the office's notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone, translation

from ebok.outbox.errors import TemporaryError
from ebok.outbox.models import Job
from selfservice.access.models import AccessRole, AccountAccess, ClosedAccount
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person
from selfservice.tickets.mails import send_entry
from selfservice.tickets.models import Ticket
from selfservice.tickets.services import answer, assign, change_state, merge, note, rate, reopen
from selfservice.tickets.tests.factories import CategoryFactory, a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SECRET = "marker-of-an-internal-note-7391"
XSS = "<script>alert(1)</script>"


def sent() -> list[Any]:
    """All mails that wait in the outbox, sent."""
    mail.outbox.clear()
    for job in Job.objects.filter(kind="tickets.entry_mail").order_by("pk"):
        send_entry(job.payload)
    return list(mail.outbox)


def full_text(message: Any) -> str:
    return f"{message.subject}\n{message.body}\n{message.alternatives[0][0]}"


def a_whole_life(ticket: Ticket) -> None:
    """Everything that the office can do, with a note at every step."""
    clerk = person(Role.CLERK)

    def fresh() -> int:
        note(ticket=ticket, text=SECRET, actor=clerk)
        return Ticket.objects.values_list("version", flat=True).get(pk=ticket.pk)

    assign(ticket=ticket, assignee=clerk, actor=clerk, seen_version=fresh())
    answer(ticket=ticket, text=f"We are coming {XSS}", actor=clerk, seen_version=fresh())
    change_state(ticket=ticket, state="done", actor=clerk, seen_version=fresh(), text="Mended.")
    reopen(ticket=ticket, actor=ticket.user)
    answer(ticket=ticket, text="Mended again", actor=clerk, seen_version=fresh(), state="done")
    note(ticket=ticket, text=SECRET, actor=clerk)


def test_each_step_is_told_once_in_the_language_of_the_reader() -> None:
    user = AccessFactory.create(user__language="pl").user
    a_whole_life(a_ticket(actor=user, language="en"))
    messages = sent()
    assert [message.to for message in messages] == [[user.email]] * 5
    ids = [message.extra_headers["Message-ID"] for message in messages]
    assert len(set(ids)) == 5 and ids == [message.extra_headers["Message-ID"] for message in sent()]
    assert len({message.extra_headers["References"] for message in messages}) == 1
    assert all(len(message.alternatives) == 1 for message in messages)
    a_ticket(actor=AccessFactory.create(user__language="en").user)
    assert "We have your ticket" in sent()[-1].subject


def test_no_note_and_no_live_markup_is_in_any_mail() -> None:
    a_whole_life(a_ticket(subject=XSS))
    texts = [full_text(message) for message in sent()]
    assert not [text for text in texts if SECRET in text]
    assert not [message for message in mail.outbox if "<script" in message.alternatives[0][0]]
    assert any("We are coming" in text for text in texts)


@pytest.mark.long
def test_no_note_is_on_any_page_of_customers_or_guests(client: Client) -> None:
    from selfservice.access.tests.factories import AccessFactory
    from selfservice.exchange.tests import factories as exchange

    owner = AccessFactory.create(account_no="100245").user
    exchange.AccountFactory(account_no="100245")
    exchange.FeedFactory()
    ticket, own = a_ticket(actor=owner), a_ticket(actor=owner, account_no="")
    guest = a_guest_ticket()
    for each in (ticket, own, guest):
        a_whole_life(each)
    client.force_login(owner)
    pages = [f"/en/portal/accounts/100245/tickets/{ticket.signature}/", f"/en/portal/cases/{own.signature}/"]
    pages += ["/en/portal/accounts/100245/tickets/", "/en/portal/accounts/100245/", "/en/portal/cases/"]
    pages += ["/en/portal/accounts/100245/history/"]
    for path in pages:
        page = client.get(path).content.decode()
        assert SECRET not in page and "Internal note" not in page
        assert "Mended again" in page or "/tickets/Z-" not in path
    visitor = Client()
    facts = {"number": guest.signature, "email": "guest@example.org"}
    page = visitor.post("/en/zgloszenia/sprawdz/", facts, follow=True).content.decode()
    assert "Mended again" in page and SECRET not in page
    desk = Client()
    desk.force_login(person(Role.CLERK))
    assert SECRET in desk.get(f"/en/staff/tickets/{ticket.signature}/").content.decode()


def test_only_a_finished_ticket_asks_for_a_rating_and_only_until_it_has_one() -> None:
    ticket = a_ticket()
    change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    first, last = sent()
    assert "/ocena/" not in full_text(first) and "/ocena/" in full_text(last)
    rate(ticket=ticket, rating=5)
    assert "/ocena/" not in full_text(sent()[-1])


def test_the_customer_is_told_under_which_number_a_joined_ticket_goes_on() -> None:
    old, kept = a_guest_ticket(), a_guest_ticket()
    merge(ticket=old, into=kept, actor=person(Role.CLERK), seen_version=1)
    message = sent()[-1]
    assert kept.signature in message.body and f"/sprawa/{kept.signature}/" in message.body


def test_whoever_closed_his_sign_in_gets_no_more_mail() -> None:
    ticket = a_ticket()
    ticket.user.is_active = False
    ticket.user.save()
    assert sent() == []


def test_a_subject_cannot_forge_headers() -> None:
    category = CategoryFactory.create()
    a_guest_ticket(category=category, subject="x\nBcc: all@example.org")
    message = sent()[0]
    assert "\n" not in message.subject and "Bcc" not in message.message()


@override_settings(EMAIL_BACKEND="selfservice.tickets.tests.test_mails.NoServer")
def test_a_mail_server_that_is_away_means_later() -> None:
    a_ticket()
    with pytest.raises(TemporaryError):
        sent()


class NoServer:
    """A mail server that is away."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> None:
        raise ConnectionRefusedError


def answered(ticket: Ticket) -> list[list[str]]:
    """To whom the office's answer to a ticket goes."""
    answer(ticket=ticket, text="We mended it.", actor=person(Role.CLERK), seen_version=ticket.version)
    return [message.to for message in sent() if "We mended it." in message.body]


def test_a_helper_who_lost_the_access_reads_no_answer_the_owner_does() -> None:
    owner, helper = AccessFactory(), AccessFactory(delegate=True, level="act")
    ticket = a_ticket(actor=helper.user)
    assert answered(ticket) == [[helper.user.email]]
    revoke_access(access=helper, actor=owner.user)
    ticket.refresh_from_db()
    assert answered(ticket) == [[owner.user.email]] * 2


def test_nobody_is_told_when_nobody_may_read_any_more() -> None:
    wrongly_linked = AccessFactory()
    ticket = a_ticket(actor=wrongly_linked.user)
    revoke_access(access=wrongly_linked, actor=person(Role.CLERK))
    assert answered(ticket) == []


def test_a_last_answer_reaches_a_customer_whose_contract_has_ended() -> None:
    owner, helper = AccessFactory(), AccessFactory(delegate=True, level="act")
    tickets = [a_ticket(actor=owner.user), a_ticket(actor=helper.user)]
    over = timezone.now() - timedelta(days=1)
    ClosedAccount.objects.create(account_no="100245", closed_on=over.date(), access_ends_at=over)
    AccountAccess.objects.filter(role=AccessRole.OWNER).update(revoked_at=timezone.now())
    assert answered(tickets[0]) == [[owner.user.email]]
    assert answered(tickets[1]) == [[owner.user.email]], "one mail: that of the owner's own ticket"


def test_a_case_of_no_account_is_answered_to_its_sender() -> None:
    user = UserFactory.create()
    assert answered(a_ticket(actor=user, account_no="")) == [[user.email]]


def test_no_word_of_a_guest_is_mailed_to_an_address_that_he_only_claims() -> None:
    ticket = a_guest_ticket(subject="WIN-A-PRIZE evil.example", text="Open evil.example now")
    clerk = person(Role.CLERK)
    answer(ticket=ticket, text="We are coming.", actor=clerk, seen_version=ticket.version)
    created, answered = sent()
    for message in (created, answered):
        text = full_text(message).lower()
        assert "evil" not in text and "prize" not in text
        with translation.override(ticket.language):
            assert ticket.signature in full_text(message) and str(ticket.category) in full_text(message)
    assert "We are coming." in full_text(answered)


def test_a_person_who_is_known_reads_the_subject_of_his_ticket() -> None:
    a_ticket(subject="The tap drips")
    assert "The tap drips" in full_text(sent()[0])
