"""Whoever of the office opens an account says why, and the owner reads it in his own language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ebok.audit.models import AuditEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.access.reasons import NOTED, reason_in_words
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import code
from selfservice.identity.tests.factories import person
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.staff.accesses import reason

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGE = "/en/staff/accounts/100245/access/"
REASON = "/en/staff/accounts/100245/reason/"
LOOKED = "/en/portal/accounts/100245/who-looked/"


@pytest.fixture
def owner() -> Any:
    FeedFactory()
    AccountFactory(account_no="100245", name="Maria Zmyślona")
    return AccessFactory(account_no="100245", user__email="owner@example.org").user


@pytest.fixture
def desk(client: Client, owner: Any) -> Client:
    client.force_login(person(Role.CLERK))
    client.post("/en/accounts/second-factor/confirm/", {"code": code()})
    return client


def seen_by(owner: Any) -> str:
    client = Client()
    client.force_login(owner)
    return client.get(LOOKED).content.decode()


def test_an_account_shows_nothing_before_a_reason_is_given(desk: Client) -> None:
    for answer in (desk.get(PAGE), desk.post(REASON, {}), desk.post(REASON, {"why": "invented"})):
        text = answer.content.decode()
        assert "Why do you open this account?" in text
        assert "Maria" not in text and "owner@example.org" not in text
    assert not AuditEntry.objects.filter(action="staff.personal_page_read").exists()


@pytest.mark.parametrize("part", ["{pk}/end/", "{pk}/consents/"])
def test_no_other_page_of_the_account_opens_either_and_no_form_acts(
    desk: Client, owner: Any, part: str
) -> None:
    access = owner.accesses.get()
    url = PAGE + part.format(pk=access.pk)
    for answer in (desk.get(url), desk.post(url, {"reason": "moved out"})):
        assert "owner@example.org" not in answer.content.decode()
    access.refresh_from_db()
    assert access.revoked_at is None


@pytest.mark.long
def test_the_reason_is_asked_once_and_stands_by_every_look(desk: Client, owner: Any) -> None:
    consents = f"{PAGE}{owner.accesses.get().pk}/consents/"
    asked = desk.get(consents).context["back"]
    typed = {"why": "billing", "words": "the July invoice", "next": asked}
    assert desk.post(REASON, typed)["Location"] == consents
    assert desk.get(consents).status_code == desk.get(PAGE).status_code == 200
    looks = AuditEntry.objects.filter(action="staff.personal_page_read", account_no="100245")
    assert {look.reason for look in looks} == {"the July invoice"} and looks.count() == 2
    english = "Reason: A matter of an invoice or a payment: the July invoice"
    assert seen_by(owner).count(english) == 2
    assert "No reason was noted" not in seen_by(owner)


def test_another_account_or_another_session_asks_again(desk: Client) -> None:
    desk.post(REASON, {"why": "call"})
    assert "Why do you open" in desk.get(PAGE.replace("100245", "200")).content.decode()
    other = Client()
    other.force_login(person(Role.CLERK))
    assert "Why do you open" in other.get(PAGE).content.decode()


def test_another_reason_says_which(desk: Client) -> None:
    assert "Say what the reason is" in desk.post(REASON, {"why": "other", "words": " "}).content.decode()
    assert desk.post(REASON, {"why": "other", "words": "a court asks"})["Location"] == PAGE


def test_the_way_back_leads_nowhere_else(desk: Client) -> None:
    assert desk.post(REASON, {"why": "call", "next": "https://evil.example/"})["Location"] == PAGE


def test_a_session_remembers_the_latest_accounts_alone(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason, "MOST_REMEMBERED", 2)
    for number in ("100245", "200", "300"):
        desk.post(REASON.replace("100245", number), {"why": "call"})
    assert list(desk.session[reason.NOTED]) == ["200", "300"]


@pytest.mark.long
def test_where_the_page_says_why_nobody_is_asked(desk: Client, owner: Any) -> None:
    ticket, reading = a_ticket(), SubmissionFactory(account_no="100245", sent_by=owner, doubtful=True)
    change = DataChange.objects.create(
        account_no="100245", field_set="contact", wanted={"phone": "600300400"}, asked_by=owner
    )
    for path in (
        f"tickets/{ticket.signature}/",
        "tickets/?q=100245",
        f"readings/{reading.pk}/",
        f"data-changes/{change.pk}/",
        "outgoing/?account=100245",
        "accounts/100245/access/link/",
    ):
        assert desk.get(f"/en/staff/{path}").status_code == 200
    administrator = Client()
    administrator.force_login(person(Role.ADMINISTRATOR))
    administrator.get("/en/staff/log/", {"account": "100245"})
    text = seen_by(owner)
    assert "No reason was noted" not in text
    for code_of_reason, words in NOTED.items():
        number = {"ticket": ticket.signature, "reading_submission": reading.receipt_no}.get(code_of_reason)
        assert f"Reason: {str(words) % {'number': number}}" in text


def test_a_reason_of_a_customer_or_the_system_is_left_as_it_is(owner: Any) -> None:
    entry = AuditEntry(actor_role="customer", object_type="ticket", object_id="Z/1", reason="moved")
    assert reason_in_words(entry) == "moved"
