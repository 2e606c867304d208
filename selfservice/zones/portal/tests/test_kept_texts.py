"""What was typed into long forms of the zone outlives the session, and the way between their pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.identity.models import User
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SEND = "/en/portal/accounts/100245/readings/new/"
ASK = "/en/portal/accounts/100245/contact-data/contact/"
WHY = "We filled the pool."


@pytest.fixture
def owner() -> Iterator[User]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        point = ServicePointFactory(account=AccountFactory(account_no="100245"))
        meter = MeterFactory(point=point, installation_no="Z1", installed_on=date(2026, 8, 31))
        for month, value in ((9, 400), (10, 410)):
            ReadingFactory(installation=meter, read_on=date(2026, month, 30), value=Decimal(value))
        user: User = AccessFactory.create(user=UserFactory.create(language="en"), account_no="100245").user
        yield user


def typed(step: str, **more: str) -> dict[str, str]:
    return {"token": "one", "read_on": "2026-11-19", "value-Z1": "999,5", "step": step, "keep": SEND, **more}


def test_states_and_explanations_stand_there_after_signing_in_again(client: Client, owner: User) -> None:
    late = client.post(SEND, typed("send", **{"m-Z1-why": WHY}))
    assert SEND in late["Location"]
    client.post("/en/accounts/login/", {"login": owner.email, "password": PASSWORD})
    page = client.get(SEND).content.decode()
    assert 'value="999,5"' in page and 'value="2026-11-19"' in page and "Your text is kept" in page
    # The hidden explanation goes on to the page that asks for it.
    assert f'<input type="hidden" name="m-Z1-why" value="{WHY}">' in page
    check = client.post(SEND, typed("check", **{"m-Z1-why": WHY})).content.decode()
    assert 'name="m-Z1-why"' in check and f'value="{WHY}"' in check
    assert "999,5" not in client.get(SEND).content.decode()


def test_the_way_back_to_the_first_page_keeps_the_explanation(client: Client, owner: User) -> None:
    client.force_login(owner)
    page = client.post(SEND, typed("edit", **{"m-Z1-why": WHY, "m-Z9-why": "foreign"})).content.decode()
    assert WHY in page and "foreign" not in page


def test_a_change_of_contact_data_is_kept(client: Client, owner: User) -> None:
    late = client.post(ASK, {"phone": "600700800", "email": "new@example.com", "keep": ASK})
    assert ASK in late["Location"]
    client.post("/en/accounts/login/", {"login": owner.email, "password": PASSWORD})
    page = client.get(ASK).content.decode()
    assert "600700800" in page and "Your text is kept" in page and f'name="keep" value="{ASK}"' in page


TAKE_BACK = "/en/portal/accounts/100245/contact-data/requests/1/take-back/"
CONTACT = "/en/portal/accounts/100245/contact-data/?x=1"


def test_a_button_pressed_too_late_leads_back_to_its_page(client: Client, owner: User) -> None:
    way = client.post(TAKE_BACK, headers={"Referer": f"http://testserver{CONTACT}"})["Location"]
    assert way == f"/en/accounts/login/?{urlencode({'next': CONTACT}, safe='/')}"
    assert "nothing was done" in client.get(way).content.decode()


@pytest.mark.parametrize(
    "page", ["http://evil.example/", "//evil.example/", "nonsense", "http://testserver//evil"]
)
def test_no_page_of_others_is_led_back_to(client: Client, owner: User, page: str) -> None:
    way = client.post(TAKE_BACK, headers={"Referer": page})["Location"]
    signed_in = client.post(way, {"login": owner.email, "password": PASSWORD})
    assert signed_in["Location"].startswith("/en/portal/")


def test_a_press_that_cannot_be_made_up_for_is_explained(client: Client, owner: User) -> None:
    client.force_login(owner)
    answer = client.get(TAKE_BACK)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was done" in answer.content.decode()
