"""Kinds of tickets with rules of their own: what cannot be true is refused before the office reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.models import Entry as OutgoingLine
from selfservice.exchange.tests import factories as exchange
from selfservice.tickets.models import Category, Ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
NEW = "/en/portal/accounts/100245/tickets/new/"


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-12-01T10:00:00+01:00", tick=False):
        account = exchange.AccountFactory(account_no="100245", balance=Decimal(600), overdue=Decimal(250))
        point = exchange.ServicePointFactory(account=account, point_no="PP1")
        exchange.MeterFactory(point=point, installation_no="Z1", meter_no="WM1", digits=5)
        exchange.MeterFactory(point=point, installation_no="Z2", meter_no="WM2")
        exchange.MeterFactory(
            point=point, installation_no="OLD", meter_no="WM0", removed_on=date(2022, 5, 10)
        )
        exchange.MeterFactory(installation_no="FOREIGN")
        exchange.FeedFactory()
        client.force_login(AccessFactory.create(account_no="100245").user)
        yield client


def sent(client: Client, code: str, **answers: str) -> Any:
    questions = {f"question_{key}": value for key, value in answers.items()}
    return client.post(
        f"{NEW}{code}/", {"subject": "About it", "text": "As said.", "token": "t", **questions}
    )


HANDOVER = {
    "role": "0",
    "other": "Jan Zmyślony",
    "contact": "600 000 000",
    "day": "2026-11-28",
    "meter": "Z1",
    "state": "412,500",
    "agreed": "yes",
}


def test_the_meters_in_place_are_offered_one_a_ticket(owner: Client) -> None:
    page = owner.get(f"{NEW}change-of-user/").content.decode()
    assert "WM1, Cold water" in page and "WM2, Cold water" in page and "WM0" not in page
    assert "Send one ticket for each meter." in page


def test_the_joint_state_of_a_change_of_user_reaches_billing(owner: Client) -> None:
    assert sent(owner, "change-of-user", **HANDOVER).status_code == 302
    payload = OutgoingLine.objects.get(kind="ticket.created").payload
    told = {
        key: payload[key] for key in ("installation_no", "meter_no", "value", "unit", "read_on", "point_no")
    }
    assert told == {
        "installation_no": "Z1",
        "meter_no": "WM1",
        "value": "412.5",
        "unit": "m3",
        "read_on": "2026-11-28",
        "point_no": "PP1",
    }
    assert "Zmyślony" not in str(payload)
    page = owner.get(f"/en/portal/accounts/100245/tickets/{Ticket.objects.get().signature}/")
    assert "WM1" in page.content.decode() and "412.5" in page.content.decode()


@pytest.mark.parametrize("code", ["change-of-user", "instalments", "meter-work"])
def test_what_the_answers_tell_needs_neither_subject_nor_story(owner: Client, code: str) -> None:
    answers = {
        "change-of-user": HANDOVER,
        "instalments": {"amount": "300", "count": "3", "first": "2026-12-15"},
        "meter-work": {"meter": "Z1", "work": "0", "day_1": "2026-12-15"},
    }[code]
    page = owner.get(f"{NEW}{code}/").content.decode()
    for words in ("In a few words", "Is there anything else that we should know?"):
        assert f'{words} <span class="optional">(optional)' in page
    questions = {f"question_{key}": value for key, value in answers.items()}
    assert owner.post(f"{NEW}{code}/", {"token": "t", **questions}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.entries.get().text) == (str(ticket.category), "")
    page = owner.get(f"/en/portal/accounts/100245/tickets/{ticket.signature}/").content.decode()
    assert str(ticket.category) in page and "thread-text" not in page


def test_a_kind_whose_questions_the_office_removed_asks_for_words_again(owner: Client) -> None:
    category = Category.objects.get(code="instalments")
    category.fields.all().delete()
    assert owner.post(f"{NEW}instalments/", {"token": "t"}).status_code == 422
    assert Ticket.objects.count() == 0


def test_a_question_and_a_complaint_still_need_their_story(owner: Client) -> None:
    for code in ("question", "complaint"):
        answer = owner.post(f"{NEW}{code}/", {"token": "t", "question_wish": "Money back."})
        assert answer.status_code == 422
        assert "In a few words: This field is required" in answer.content.decode()


def test_the_same_form_with_another_meter_is_another_ticket(owner: Client) -> None:
    """Whoever goes back and chooses the next meter has not sent the same form twice."""
    for meter in ("Z1", "Z2", "Z2"):
        answers = {"question_meter": meter, "question_work": "0", "question_day_1": "2026-12-15"}
        owner.post(f"{NEW}meter-work/", {"token": "one", **answers})
    assert Ticket.objects.count() == 2


@pytest.mark.few(4)
@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("meter", "NOSUCH", "Select a valid choice"),
        ("meter", "FOREIGN", "Select a valid choice"),
        ("meter", "OLD", "Select a valid choice"),
        ("state", "-7", "A meter never shows less than nought."),
        ("state", "1234567890", "No counter shows so many digits"),
        ("day", "1999-01-15", "Give a day of the last three months."),
        ("day", "2026-08-30", "Give a day of the last three months."),
        ("day", "2026-12-02", "This day has not come yet."),
        ("agreed", "no", "Only a state that both sides agree to can be taken over."),
    ],
)
def test_a_change_of_user_that_cannot_be_is_refused(
    owner: Client, question: str, answer: str, words: str
) -> None:
    refused = sent(owner, "change-of-user", **{**HANDOVER, question: answer})
    assert refused.status_code == 422 and words in refused.content.decode()
    assert not Ticket.objects.exists() and not OutgoingLine.objects.exists()


def test_an_account_without_a_meter_is_asked_for_no_state(owner: Client) -> None:
    exchange.AccountFactory(account_no="300")
    owner.force_login(AccessFactory.create(account_no="300").user)
    path = "/en/portal/accounts/300/tickets/new/change-of-user/"
    page = owner.get(path).content.decode()
    assert "question_day" in page and "question_state" not in page and "question_meter" not in page
    questions = {f"question_{key}": HANDOVER[key] for key in ("role", "other", "contact", "day")}
    assert owner.post(path, {"subject": "x", "text": "y", **questions}).status_code == 302
    assert OutgoingLine.objects.get().payload["value"] is None


def test_without_billing_the_meter_is_typed_and_its_state_still_checked(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr("selfservice.billing.queries.scoped_to_all", away)
    typed = {**HANDOVER, "meter": "WM1 on the wall"}
    assert sent(owner, "change-of-user", **{**typed, "state": "-7"}).status_code == 422
    assert sent(owner, "change-of-user", **typed).status_code == 302
    payload = OutgoingLine.objects.get().payload
    assert (payload["meter_no"], payload["installation_no"]) == ("WM1 on the wall", "")


def test_questions_that_the_office_changed_stop_no_change_of_user(owner: Client) -> None:
    category = Category.objects.get(code="change-of-user")
    category.fields.filter(key="state").update(kind="text")
    category.fields.filter(key__in=["day", "agreed"]).delete()
    assert sent(owner, "change-of-user", **{**HANDOVER, "state": "about four hundred"}).status_code == 302
    payload = OutgoingLine.objects.get().payload
    assert (payload["meter_no"], payload["value"], payload["read_on"]) == ("WM1", None, None)


INSTALMENTS = {"amount": "600", "count": "3", "first": "2026-12-15"}


def test_what_is_owed_stands_beside_the_amount_to_spread(owner: Client) -> None:
    page = owner.get(f"{NEW}instalments/").content.decode()
    assert "You owe PLN\u00a0600.00 now; PLN\u00a0250.00 of it is past its due date." in page
    assert sent(owner, "instalments", **INSTALMENTS).status_code == 302


@pytest.mark.few(4)
@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("amount", "-500", "greater than or equal to 0.01"),
        ("amount", "0", "greater than or equal to 0.01"),
        ("amount", "660.01", "Spread at most PLN\u00a0600.00."),
        ("count", "-2.5", "Enter a whole number"),
        ("count", "2.5", "Enter a whole number"),
        ("count", "1", "greater than or equal to 2"),
        ("count", "13", "less than or equal to 12"),
        ("first", "2026-12-01", "Choose a day after today."),
        ("first", "2099-01-15", "Choose a day within the next three months."),
    ],
)
def test_instalments_that_cannot_be_are_refused(
    owner: Client, question: str, answer: str, words: str
) -> None:
    refused = sent(owner, "instalments", **{**INSTALMENTS, question: answer})
    assert refused.status_code == 422 and words in refused.content.decode()
    assert not Ticket.objects.exists()


def test_the_office_sets_the_most_instalments(owner: Client) -> None:
    category = Category.objects.get(code="instalments")
    category.most_instalments = 24
    category.save()
    assert "From 2 to 24." in owner.get(f"{NEW}instalments/").content.decode()
    assert sent(owner, "instalments", **{**INSTALMENTS, "count": "24"}).status_code == 302


def test_nothing_is_spread_where_nothing_is_owed(client: Client) -> None:
    exchange.AccountFactory(account_no="100245", overpaid=True)
    exchange.FeedFactory()
    with time_machine.travel("2026-12-01T10:00:00+01:00", tick=False):
        client.force_login(AccessFactory.create(account_no="100245").user)
        refused = sent(client, "instalments", **INSTALMENTS)
    assert (
        refused.status_code == 422 and "There is nothing to pay on this account" in refused.content.decode()
    )


METER_WORK = {"meter": "Z2", "work": "0", "day_1": "2026-12-14", "day_2": "2026-12-15"}


def test_a_request_for_work_at_a_meter_keeps_meter_place_and_days(owner: Client) -> None:
    assert sent(owner, "meter-work", **METER_WORK).status_code == 302
    ticket = Ticket.objects.get()
    answers = {answer["key"]: answer["value"] for answer in ticket.answers}
    assert (answers["meter"], answers["day_1"], answers["day_2"]) == ("WM2", "2026-12-14", "2026-12-15")
    assert ticket.point_no == "PP1"


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("day_1", "2026-12-01", "Choose a day after today."),
        ("day_1", "2026-12-25", "Nobody works on this day."),
        ("day_3", "2026-12-19", "Nobody works on this day."),
        ("day_2", "2026-12-14", "You have proposed this day already."),
        ("day_3", "2099-03-03", "Choose a day within the next three months."),
        ("meter", "FOREIGN", "Select a valid choice"),
    ],
)
def test_days_on_which_nobody_comes_are_refused(
    owner: Client, question: str, answer: str, words: str
) -> None:
    refused = sent(owner, "meter-work", **{**METER_WORK, question: answer})
    assert refused.status_code == 422 and words in refused.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.long
def test_a_danger_needs_a_place(owner: Client) -> None:
    assert "Say where the danger is" in sent(owner, "danger").content.decode()
    assert not Ticket.objects.exists()
    where = [
        {"point_no": "PP1"},
        {"place": "Lipowa, by the stop"},
        {"latitude": "50.06", "longitude": "19.93"},
    ]
    for number, place in enumerate(where):
        facts = {"subject": "A hole", "text": "No cover.", "token": str(number), **place}
        assert owner.post(f"{NEW}danger/", facts).status_code == 302
    assert Ticket.objects.count() == 3


def test_a_danger_of_the_offices_own_making_asks_for_the_place_too(owner: Client) -> None:
    Category.objects.create(code="gas", title_pl="Gaz", is_danger=True)
    assert 'name="place"' in owner.get(f"{NEW}gas/").content.decode()
    assert sent(owner, "gas").status_code == 422
