"""A reading without signing in: three numbers together, one answer to every wrong one, nothing told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from unittest import mock

import pytest
import time_machine
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client

from cms_pages import generation
from selfservice.exchange.models import Meter
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.tests.factories import (
    AccountFactory,
    InvoiceFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.identity.throttles.rules import Rule
from selfservice.metering import guests
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.zones.portal.tests.test_dashboard import queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/zgloszenia/odczyt/"
RIGHT = {
    "token": "form-1",
    "account_no": "100245",
    "meter_no": "wm 1",
    "invoice_no": "FV/NEW",
    "read_on": "2026-11-21",
    "value": "417,5",
}


@pytest.fixture(autouse=True)
def town() -> Iterator[None]:
    caches["pages"].clear()
    generation.forget()
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        account = AccountFactory(account_no="100245", name="Maria Zmyślona")
        point = ServicePointFactory(account=account, street="ul. Nieistniejąca")
        meter = MeterFactory(
            point=point, installation_no="Z1", meter_no="WM1", installed_on=date(2026, 8, 31)
        )
        ReadingFactory(installation=meter, read_on=date(2026, 10, 31), value=Decimal(410))
        for number, day in (("FV/NEW", 5), ("FV/LAST", 4), ("FV/OLD", 3)):
            InvoiceFactory(account=account, invoice_no=number, issued_on=date(2026, 11, day))
        InvoiceFactory(invoice_no="FV/FOREIGN")
        yield


def send(client: Client, **changed: str):
    return client.post(URL, RIGHT | changed)


@pytest.mark.parametrize("invoice_no", ["FV/NEW", "fv/last"])
def test_three_right_numbers_send_a_reading_and_give_a_receipt(client: Client, invoice_no: str) -> None:
    answer = send(client, invoice_no=invoice_no)
    sent = ReadingSubmission.objects.get()
    assert answer["Location"].endswith(f"/odczyt/{sent.receipt_no}/")
    assert (sent.channel, sent.sent_by, sent.value) == ("guest", None, Decimal("417.5"))
    assert Entry.objects.get().account_no == "100245"


def test_a_double_click_sends_once(client: Client) -> None:
    assert send(client)["Location"] == send(client)["Location"]
    assert Entry.objects.count() == 1


WRONG = [
    {"account_no": "100246"},
    {"meter_no": "WM2"},
    {"invoice_no": "FV/OLD"},
    {"invoice_no": "FV/FOREIGN"},
    {"account_no": "999", "meter_no": "X", "invoice_no": "X"},
]


def test_every_wrong_number_gets_the_same_answer_at_the_same_cost(client: Client) -> None:
    answers, costs = set(), set()
    send(client, meter_no="warms what is read once")
    for changed in WRONG:
        with queries_of_both_databases() as captured:
            answer = send(Client(REMOTE_ADDR=f"10.0.0.{len(answers) + 1}"), **changed)
        text = re.sub(r'value="[^"]*"|[0-9a-f]{32}|[\w-]{40,}', "", answer.content.decode())
        answers.add((answer.status_code, text))
        costs.add(len(captured[1]))  # of the exchange; the throttle's depend on earlier tries
    assert len(answers) == 1 and len(costs) == 1
    assert "do not fit together" in answers.pop()[1]
    assert ReadingSubmission.objects.count() == 0


def test_wrong_numbers_are_throttled_by_account_and_a_right_one_is_not_counted(client: Client) -> None:
    statuses = [send(client, meter_no="X", token=f"f{n}").status_code for n in range(guests.RULE.locks_at)]
    assert statuses[: guests.RULE.free] == [422] * guests.RULE.free and 429 in statuses
    other = Client(REMOTE_ADDR="10.0.0.9")
    assert send(other).status_code == 429  # the number itself is held, wherever the try comes from


@pytest.mark.long
def test_wrong_tries_of_one_person_do_not_hold_up_a_whole_network(client: Client) -> None:
    for number in range(30):
        send(client, account_no=f"9{number:05}", token=f"f{number}")
    assert send(client).status_code == 302


@pytest.mark.long
def test_without_the_count_guessing_would_go_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "take_all", lambda counts: None)
    assert {send(client, meter_no="X", token=f"f{n}").status_code for n in range(20)} == {422}


def test_an_unusual_reading_goes_to_the_office_and_tells_nothing_of_earlier_ones(client: Client) -> None:
    answer = client.post(URL, RIGHT | {"value": "395"}, follow=True)
    page = answer.content.decode()
    assert ReadingSubmission.objects.get().doubts == ["lower_than_last"]
    assert "410" not in page and "lower" not in page and Entry.objects.count() == 0


@pytest.mark.parametrize(("value", "doubts"), [("16", []), ("19", ["sub_meter_above_main"])])
def test_a_guests_sub_meter_is_compared_with_its_main_meter(
    client: Client, value: str, doubts: list[str]
) -> None:
    """The main meter used 410 in 61 days: 141 in the 21 since, as its average says."""
    main = Meter.objects.get(pk="Z1")
    sub = MeterFactory(
        point=main.point,
        meter_no="WM2",
        parent_installation=main,
        installed_on=date(2026, 8, 31),
        multiplier=Decimal(30),
    )
    ReadingFactory(installation=sub, read_on=date(2026, 9, 30), value=Decimal(6))
    ReadingFactory(installation=sub, read_on=date(2026, 10, 31), value=Decimal(12))
    answer = send(client, meter_no="WM2", value=value)
    assert answer.status_code == 302
    kept = ReadingSubmission.objects.get()
    assert kept.meter_no == "WM2" and kept.doubts == doubts


@pytest.mark.parametrize(("field", "value"), [("value", "1000000000"), ("read_on", "2026-11-22")])
def test_the_impossible_is_refused_only_to_who_has_the_numbers(
    client: Client, field: str, value: str
) -> None:
    assert "do not fit together" in send(client, **{field: value, "meter_no": "X"}).content.decode()
    assert "do not fit together" not in send(client, **{field: value}).content.decode()
    assert ReadingSubmission.objects.count() == 0


def test_no_page_shows_personal_data(client: Client) -> None:
    pages = client.get(URL).content + client.post(URL, RIGHT, follow=True).content
    text = pages.decode()
    assert "Zmyślona" not in text and "Nieistniejąca" not in text and "100245" not in text


def test_receipts_of_signed_in_customers_are_not_shown_here(client: Client) -> None:
    SubmissionFactory(receipt_no="OD-TEST-0001")
    assert client.get(f"{URL}OD-TEST-0001/").status_code == 404


def test_robots_have_to_prove_themselves(client: Client, settings) -> None:
    settings.ROBOT_CHECK = "always"
    assert send(client).status_code == 422
    assert ReadingSubmission.objects.count() == 0


def test_the_very_same_state_sent_from_the_customer_zone_before_gives_its_receipt(client: Client) -> None:
    sent = SubmissionFactory(read_on=date(2026, 11, 21), value=Decimal("417.5"))
    answer = send(client)
    assert answer["Location"].endswith(f"/odczyt/{sent.receipt_no}/")
    page = client.get(answer["Location"])
    assert page.status_code == 200 and sent.receipt_no in page.content.decode()
    assert "100245" not in page.content.decode() and ReadingSubmission.objects.count() == 1


def test_a_network_that_waits_uses_up_no_tries_of_the_number(client: Client) -> None:
    with mock.patch.object(guests, "NETWORK", Rule(free=1, locks_at=2)):
        assert [send(client, account_no=f"9{number}").status_code for number in range(3)] == [422, 422, 429]
        for _try in range(guests.RULE.locks_at):
            assert send(client).status_code == 429
    assert send(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def test_tries_while_billing_is_away_do_not_count(client: Client) -> None:
    with mock.patch.object(guests, "before_access", side_effect=OperationalError):
        for _try in range(guests.RULE.locks_at):
            assert send(client).status_code == 503
    assert send(client).status_code == 302
