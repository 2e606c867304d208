"""The contact form asks for a proof on suspicion, still without a cookie."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from cms_pages.contact.forms import new_token
from cms_pages.models import ContactMessage
from selfservice.identity.robots.tests.working import see, solved

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/napisz-do-nas/"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    settings.ROBOT_CHECK = "suspicion"
    settings.ROBOT_COST, settings.ROBOT_WORK = 5, 10
    cache.clear()
    for code in ("pl", "en"):
        Locale.objects.get_or_create(language_code=code)


def letter(client: Client, **more: str) -> Any:
    """A letter typed a minute after the form was opened."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        page = client.get(URL)
        ticket = re.search(r'name="robot_check_ticket" value="([^"]+)"', page.content.decode())
        assert ticket
        fields = {
            "token": new_token(),
            "department": page.context["form"].fields["department"].choices[0][0],
            "name": "Jan Wzorowy",
            "email": "jan@example.test",
            "text": "When will the pipe be laid?",
            "robot_check_ticket": ticket[1],
        }
    return client.post(URL, {**fields, **more})


def test_the_first_letter_of_an_hour_needs_no_proof_and_sets_no_cookie(client: Client) -> None:
    assert b"<altcha-widget" not in client.get(URL).content
    answer = letter(client)
    assert answer.status_code == 302 and not client.cookies
    assert ContactMessage.objects.count() == 1


@pytest.mark.long
def test_a_suspect_shows_a_proof_once(client: Client) -> None:
    see(3, purpose="guest", address="127.0.0.1")
    assert b"<altcha-widget" in client.get(URL).content
    refused = letter(client, robot_check_ticket="")
    assert refused.status_code == 422 and b"<altcha-widget" in refused.content
    proof = solved("guest")
    assert letter(client, robot_check=proof).status_code == 302
    assert letter(client, robot_check=proof).status_code == 422
    assert ContactMessage.objects.count() == 1


def test_the_decoy_catches_a_robot_on_its_first_letter(client: Client) -> None:
    assert letter(client, robot_check_homepage="https://evil.example").status_code == 422
    assert not ContactMessage.objects.exists()


def test_switched_off_the_form_is_as_before(client: Client, settings: Any) -> None:
    settings.ROBOT_CHECK = "off"
    assert b"robot_check" not in client.get(URL).content
