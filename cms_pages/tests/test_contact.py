"""The contact form: no cookie, one letter for one form, mail through the outbox, machines kept out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Site

from cms_pages.contact.forms import new_token
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
    """A letter in a form of its own."""
    fields = {
        "token": new_token(),
        "department": "Connections",
        "name": "Jan Wzorowy",
        "email": "jan@example.test",
        "phone": "",
        "text": "When will the pipe be laid?",
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


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"token": "x" * 65}, "at most 64"),
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


@pytest.mark.long
def test_forms_differ_and_one_without_a_token_is_a_letter_of_its_own(client: Client, town: Town) -> None:
    tokens = {client.get(FORM).context["form"]["token"].value() for _number in range(3)}
    assert len(tokens) == 3
    for _number in range(2):
        assert client.post(FORM, letter(token="")).status_code == 302
    assert ContactMessage.objects.count() == 2


def test_a_refused_form_keeps_its_token(client: Client, town: Town) -> None:
    sent = letter(text="")
    assert client.post(FORM, sent).context["form"]["token"].value() == sent["token"]


class TestMachines:
    def test_are_told_by_one_check_only(self, client: Client, town: Town, settings: Any) -> None:
        settings.ROBOT_CHECK = "suspicion"
        page = client.get(FORM).content.decode()
        assert len(re.findall(r'name="[^"]*(homepage|website)"', page)) == 1
        assert len(re.findall(r'name="[^"]*ticket"', page)) == 1

    @pytest.mark.long
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
