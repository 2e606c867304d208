"""Giving readings of many meters: six on a screen, found by number or place, nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Meter
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.metering.models import ReadingSubmission

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SEND = "/en/portal/accounts/100245/readings/new/"


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    """Twenty-five flats: meters WM00 to WM24, one after the other, each in a flat of its own number."""
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        account = AccountFactory(account_no="100245")
        for flat in range(25):
            point = ServicePointFactory(
                account=account, point_no=f"P{flat:02}", street="ul. Lipowa", flat=str(flat)
            )
            meter = MeterFactory(
                point=point,
                installation_no=f"Z{flat:02}",
                meter_no=f"WM{flat:02}",
                installed_on=date(2026, 1, 1),
            )
            ReadingFactory(installation=meter, read_on=date(2026, 10, 31), value=Decimal(100))
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


def shown(page: str) -> list[str]:
    """The meters that have a field to type in."""
    return re.findall(r'<input type="text" name="value-(\w+)"', page)


def asked(owner: Client, **more: str) -> str:
    return owner.post(SEND, {"token": "form-1", "read_on": "2026-11-21", **more}).content.decode()


def numbers(first: int, last: int) -> list[str]:
    return [f"Z{flat:02}" for flat in range(first, last)]


@pytest.mark.long
def test_six_meters_stand_on_a_screen_and_pages_turn_both_ways(owner: Client) -> None:
    first = owner.get(SEND).content.decode()
    assert shown(first) == numbers(0, 6) and 'name="turn_after" value="Z05"' in first
    second = asked(owner, turn_after="Z05")
    assert shown(second) == numbers(6, 12) and 'name="turn_before" value="Z06"' in second
    last = asked(owner, turn_after="Z19")
    assert shown(last) == numbers(20, 25) and "turn_after" not in last
    assert shown(asked(owner, turn_before="Z20")) == numbers(14, 20)
    assert shown(asked(owner, turn_before="Z06")) == numbers(0, 6)


@pytest.mark.long
def test_what_was_typed_on_other_pages_is_checked_and_sent_with_the_rest(owner: Client) -> None:
    second = asked(owner, **{"value-Z03": "103", "turn_after": "Z09"})
    assert '<input type="hidden" name="value-Z03" value="103"' in second
    assert "The state of 1 meter that is not shown here is kept" in second
    typed = {"value-Z03": "103", "value-Z12": "104", "after": "Z09"}
    look = asked(owner, **typed, step="check")
    assert "WM03" in look and "WM12" in look and 'name="after" value="Z09"' in look
    assert shown(asked(owner, **typed, step="edit")) == numbers(10, 16)
    asked(owner, **typed, step="send")
    asked(owner, **typed, step="send")
    assert set(ReadingSubmission.objects.values_list("installation_no", flat=True)) == {"Z03", "Z12"}


def test_an_error_on_another_page_is_shown_here(owner: Client) -> None:
    page = asked(owner, **{"value-Z03": "abc", "after": "Z09", "step": "check"})
    assert shown(page) == ["Z03", *numbers(10, 16)] and "WM03" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [("wm07", ["Z07"]), ("lipowa 13", ["Z13"]), ("LIPOWA", numbers(0, 6)), ("nowhere", [])],
)
def test_meters_are_found_by_number_or_place(owner: Client, words: str, found: list[str]) -> None:
    page = owner.get(SEND, {"find": words}).content.decode()
    assert shown(page) == found


def test_changed_words_look_for_meters_whichever_button_was_pressed(owner: Client) -> None:
    page = asked(owner, **{"find": "WM07", "found": "", "value-Z03": "103", "step": "check"})
    assert shown(page) == ["Z07"] and 'name="value-Z03" value="103"' in page
    assert "Something needs correcting" not in page
    look = asked(owner, **{"find": "WM07", "found": "WM07", "value-Z03": "103", "step": "check"})
    assert "Check and send" in look and 'name="find" value="WM07"' in look


@pytest.mark.few(2)
@pytest.mark.parametrize("number", ["Z99", "ZX"])
@pytest.mark.parametrize("name", ["turn_after", "turn_before", "after"])
def test_a_place_of_another_account_is_not_there(owner: Client, name: str, number: str) -> None:
    MeterFactory(installation_no="Z99")
    assert owner.post(SEND, {"token": "form-1", name: number}).status_code == 404


def test_a_reading_for_a_meter_of_another_account_is_not_taken(owner: Client) -> None:
    MeterFactory(installation_no="Z99")
    answer = owner.post(SEND, {"token": "form-1", "read_on": "2026-11-21", "value-Z99": "5", "step": "send"})
    assert answer.status_code == 422 and "has no such meter" in answer.content.decode()
    assert not ReadingSubmission.objects.exists()


def test_a_meter_exchanged_while_another_page_is_open_is_named(owner: Client) -> None:
    with loader_writes():
        Meter.objects.filter(pk="Z03").update(removed_on=date(2026, 11, 20))
    page = asked(owner, **{"value-Z03": "103", "turn_after": "Z09"})
    assert "Meter WM03 is no longer in place; you typed 103" in page and 'name="value-Z03"' not in page


def test_a_sub_meter_is_judged_beside_its_main_meter_on_another_page(owner: Client) -> None:
    with loader_writes():
        Meter.objects.filter(pk="Z12").update(parent_installation="Z03")
    look = asked(owner, **{"value-Z03": "101", "value-Z12": "150", "after": "Z09", "step": "check"})
    assert "more than its main meter" in look
