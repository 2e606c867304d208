"""The contact form: no cookie, one letter for one form, mail through the outbox, machines kept out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms_pages.contact.forms import MOST_SECONDS, new_ticket
from cms_pages.contact.services import MAIL_KIND
from cms_pages.models import ContactMessage, ContactPage, Department, OfficeSettings
from cms_pages.tasks import send_letter
from cms_pages.tests.factories import Town, add_page
from ebok.outbox.models import Job

pytestmark = pytest.mark.django_db
FORM = "/en/napisz-do-nas/"


@pytest.fixture
def town(town: Town) -> Town:
    contact = ContactPage(title="Contact", slug="contact")
    contact.departments = [
        Department(name="Office", email="office@example.test", sort_order=0),
        Department(name="Connections", email="connections@example.test", sort_order=1),
    ]
    add_page(town.english_home, contact)
    return town


def letter(**changes: Any) -> dict[str, Any]:
    """A letter typed a minute after the form was opened."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        ticket = new_ticket()
    fields = {
        "ticket": ticket,
        "department": "Connections",
        "name": "Jan Wzorowy",
        "email": "jan@example.test",
        "phone": "",
        "text": "When will the pipe be laid?",
        "website": "",
    }
    return {**fields, **changes}


def test_the_form_carries_no_cookie_and_is_kept_by_nobody(client: Client, town: Town) -> None:
    answer = client.get(FORM)
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "Connections" in answer.content.decode()


def test_a_letter_is_stored_and_mailed_to_its_department(client: Client, town: Town) -> None:
    answer = client.post(FORM, letter())
    assert (answer.status_code, answer["Location"]) == (302, f"{FORM}wyslano/")
    assert not answer.cookies
    stored = ContactMessage.objects.get()
    assert (stored.department, stored.recipient) == ("Connections", "connections@example.test")
    job = Job.objects.get(kind=MAIL_KIND)
    assert job.payload == {"letter": stored.pk}
    send_letter(job.payload)
    send_letter(job.payload)  # the queue may ask twice
    [sent] = mail.outbox
    assert sent.to == ["connections@example.test"] and sent.reply_to == ["jan@example.test"]
    assert "When will the pipe be laid?" in sent.body
    assert client.get(answer["Location"]).status_code == 200


def test_sending_the_same_form_twice_stores_one_letter(client: Client, town: Town) -> None:
    form = letter()
    client.post(FORM, form)
    client.post(FORM, form)
    assert ContactMessage.objects.count() == Job.objects.filter(kind=MAIL_KIND).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ticket": "forged"}, "open for too long"),
        ({"ticket": ""}, "required"),
        ({"email": "", "phone": ""}, "so that we can answer"),
        ({"email": "nonsense"}, "valid email"),
        ({"department": "Nobody"}, "valid choice"),
        ({"text": ""}, "required"),
        ({"text": "x" * 5001}, "at most 5000"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    client: Client, town: Town, changes: dict[str, str], words: str
) -> None:
    answer = client.post(FORM, letter(**changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text and "Jan Wzorowy" in text
    assert not ContactMessage.objects.exists()


def test_a_form_open_for_too_long_comes_back_ready_to_be_sent_again(client: Client, town: Town) -> None:
    form = letter()
    with time_machine.travel(timezone.now() + timedelta(seconds=MOST_SECONDS + 60)):
        answer = client.post(FORM, form)
        fresh = answer.context["form"].data["ticket"]
    assert fresh != form["ticket"]
    with time_machine.travel(timezone.now() + timedelta(seconds=MOST_SECONDS + 120)):
        assert client.post(FORM, {**form, "ticket": fresh}).status_code == 302


class TestMachines:
    def test_that_answer_within_a_blink_are_refused(self, client: Client, town: Town) -> None:
        assert client.post(FORM, letter(ticket=new_ticket())).status_code == 422

    def test_that_fill_in_the_trap_are_thanked_and_ignored(self, client: Client, town: Town) -> None:
        assert client.post(FORM, letter(website="http://spam.example")).status_code == 302
        assert not ContactMessage.objects.exists()

    def test_are_stopped_after_ten_letters_an_hour_from_one_address(self, client: Client, town: Town) -> None:
        codes = [client.post(FORM, letter()).status_code for _number in range(11)]
        assert codes == [302] * 10 + [429]
        assert client.post(FORM, letter(), headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 429
        assert client.post(FORM, letter(), REMOTE_ADDR="203.0.113.9").status_code == 302

    def test_cannot_add_mail_headers(self, client: Client, town: Town) -> None:
        client.post(FORM, letter(name="Jan\r\nBcc: all@example.test"))
        for stored in ContactMessage.objects.all():
            send_letter({"letter": stored.pk})
        assert all("all@example.test" not in sent.recipients() for sent in mail.outbox)


def test_a_letter_reaches_the_office_when_there_is_no_contact_page(client: Client, town: Town) -> None:
    ContactPage.objects.get().unpublish()
    OfficeSettings.objects.create(site=Site.objects.get(), email="all@example.test")
    assert client.post(FORM, letter(department="Customer office")).status_code == 302
    assert ContactMessage.objects.get().recipient == "all@example.test"
