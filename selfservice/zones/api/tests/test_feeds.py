"""Calendars behind secret links: what is in them, and when they stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from selfservice.access.feeds import limits
from selfservice.access.feeds.services import make_link, revoke_link
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Account, Collection, Feed
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    CollectionFactory,
    FeedFactory,
    InvoiceFactory,
    ServicePointFactory,
)
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/feeds/calendar.ics"


@pytest.fixture
def access() -> Iterator:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        AccountFactory(account_no="100245")
        FeedFactory()
        yield AccessFactory(account_no="100245", delegate=True)


def key_of(access, kind: str = "due_dates", language: str = "pl") -> str:
    return make_link(user=access.user, access=access, kind=kind, language=language)


def fetched(client: Client, key: str):
    return client.get(URL, {"key": key})


def text_of(answer) -> str:
    return answer.content.decode().replace("\r\n ", "").replace("\u00a0", " ")


def uids(answer) -> set[str]:
    return {line for line in text_of(answer).splitlines() if line.startswith("UID:")}


def test_due_dates_are_days_with_amount_and_number_and_no_cache_keeps_them(client: Client, access) -> None:
    InvoiceFactory(account_id="100245", invoice_no="FV/1", due_on=date(2026, 12, 5))
    InvoiceFactory(account_id="100245", invoice_no="FV/0", due_on=date(2026, 11, 19), paid=True)
    InvoiceFactory(invoice_no="FOREIGN/1")
    answer = fetched(client, key_of(access))
    text = text_of(answer)
    assert "DTSTART;VALUE=DATE:20261205" in text and "187\\,45 zł" in text and "FV/1" in text
    assert "FV/0" in text and "FOREIGN" not in text
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def test_an_invoice_keeps_its_uid_when_it_is_paid_or_the_link_is_new(client: Client, access) -> None:
    invoice = InvoiceFactory(account_id="100245", due_on=date(2026, 12, 5))
    before = uids(fetched(client, key_of(access)))
    with loader_writes():
        type(invoice).objects.update(open_amount=Decimal(0))
    assert uids(fetched(client, key_of(access))) == before
    assert len(before) == 1 and invoice.invoice_no not in str(before)


def test_a_moved_visit_keeps_its_uid_and_a_cancelled_one_says_so(client: Client, access) -> None:
    area = ServicePointFactory(account_id="100245").area
    CollectionFactory(collection_id="W1", area=area, on_date=date(2026, 12, 1))
    CollectionFactory(collection_id="W2", area=area, on_date=date(2026, 12, 20), cancelled=True)
    key = key_of(access, "schedule")
    before = fetched(client, key)
    with loader_writes():
        Collection.objects.filter(pk="W1").update(on_date=date(2026, 12, 3))
        Feed.objects.update(generation=900)
    after = fetched(client, key)
    assert uids(before) == uids(after) and "20261203" in text_of(after) and "20261201" not in text_of(after)
    assert "SEQUENCE:900" in text_of(after) and "STATUS:CANCELLED" in text_of(after)


def test_a_calendar_speaks_the_language_in_which_it_was_made(client: Client, access) -> None:
    InvoiceFactory(account_id="100245", due_on=date(2026, 12, 5))
    assert "To pay: PLN 187.45" in text_of(fetched(client, key_of(access, language="en")))


def test_a_revoked_delegates_calendar_stops_at_once(client: Client, access) -> None:
    key = key_of(access)
    assert fetched(client, key).status_code == 200
    revoke_access(access=access, actor=None)
    assert fetched(client, key).status_code == 404


@pytest.mark.parametrize("kind", ["due_dates", "schedule"])
def test_a_helpers_calendar_stops_with_the_contract_and_the_owners_goes_on(
    client: Client, access, kind: str
) -> None:
    helpers, owners = key_of(access, kind), key_of(AccessFactory(account_no="100245"), kind)
    with loader_writes():
        Account.objects.update(active=False)
    assert [fetched(client, key).status_code for key in (helpers, owners)] == [404, 200]


def test_wrong_revoked_and_missing_secrets_look_alike(client: Client, access) -> None:
    key = key_of(access)
    revoke_link(user=access.user, account_no="100245", kind="due_dates")
    assert [fetched(client, word).status_code for word in (key, "x" * 43, "")] == [404, 404, 404]


def test_a_session_opens_no_calendar(client: Client, access) -> None:
    client.force_login(access.user)
    assert client.get(URL).status_code == 404


def test_a_module_switched_off_takes_its_calendar_with_it(client: Client, access) -> None:
    key = key_of(access)
    switch_off("invoices")
    assert fetched(client, key).status_code == 404


def test_without_billing_data_programs_keep_what_they_have(client: Client, access) -> None:
    key = key_of(access)
    with loader_writes():
        Feed.objects.all().delete()
    assert fetched(client, key).status_code == 503


def test_too_many_fetches_are_told_to_wait(client: Client, access, monkeypatch) -> None:
    monkeypatch.setattr(limits, "FETCHES", 2)
    key = key_of(access)
    assert [fetched(client, key).status_code for _time in range(3)] == [200, 200, 429]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert fetched(client, key).status_code == 200


def test_guessing_from_one_address_is_stopped(client: Client, access, monkeypatch) -> None:
    monkeypatch.setattr(limits, "WRONG", 2)
    assert [fetched(client, "wrong").status_code for _time in range(3)] == [404, 404, 429]
    assert fetched(client, key_of(access)).status_code == 200, "neighbours with a right secret are let in"


def test_the_log_keeps_no_secret(client: Client, access, capfd, caplog) -> None:
    key = key_of(access)
    fetched(client, key)
    seen = capfd.readouterr()
    assert key not in seen.err + seen.out + caplog.text
