"""The read-only interface for customers' programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfservice.access.feeds import limits
from selfservice.access.feeds.models import ApiToken
from selfservice.access.feeds.services import make_token, revoke_token
from selfservice.access.models import AccountAccess
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Account, Feed
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    LedgerEntryFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
ROOT = "/api/v1/portal/accounts"
OWN = f"{ROOT}/100245"
LISTS = ["invoices", "ledger", "readings"]


@pytest.fixture
def access():
    account = AccountFactory(account_no="100245", name="Maria Zmyślona", balance=Decimal("187.45"))
    AccountFactory(account_no="200")
    FeedFactory()
    InvoiceFactory(account=account, invoice_no="FV/1")
    LedgerEntryFactory(account=account, entry_no="K1", amount=Decimal("187.45"))
    meter = MeterFactory(point=ServicePointFactory(account=account))
    ReadingFactory(installation=meter, reading_no="O1", value=Decimal("412.5"))
    return AccessFactory(account_no="100245")


@pytest.fixture
def program(client: Client, access) -> Client:
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_token(user=access.user, name='x')}"
    return client


def test_accounts_come_with_balance_and_without_name_or_address(program: Client) -> None:
    facts = program.get(ROOT).json()
    assert [(row["account_no"], row["balance"]) for row in facts["accounts"]] == [("100245", "187.45")]
    assert "as_of" in facts and "Zmyślona" not in str(facts)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("invoices", {"invoice_no": "FV/1", "gross": "187.45"}),
        ("ledger", {"entry_no": "K1", "amount": "187.45", "balance": "187.45"}),
        ("readings", {"reading_no": "O1", "value": "412.500000"}),
    ],
)
def test_lists_hold_exact_amounts_as_text(program: Client, what: str, expected: dict[str, str]) -> None:
    facts = program.get(f"{OWN}/{what}").json()
    (row,) = facts["entries" if what == "ledger" else what]
    assert {name: row[name] for name in expected} == expected and facts["next_after"] is None


@pytest.mark.long
def test_long_lists_are_walked_page_by_page_at_a_constant_cost(program: Client) -> None:
    InvoiceFactory.create_batch(45, account_id="100245", issued_on=date(2026, 1, 5))
    seen, after = [], ""
    while after is not None:
        with CaptureQueriesContext(connections["exchange"]) as captured:
            facts = program.get(f"{OWN}/invoices", {"after": after} if after else {}).json()
        assert len(captured) == 2
        seen += [row["invoice_no"] for row in facts["invoices"]]
        after = facts["next_after"]
    assert len(seen) == len(set(seen)) == 46


@pytest.mark.parametrize("what", LISTS)
def test_somebody_elses_account_is_as_absent_as_none(program: Client, what: str) -> None:
    answers = [program.get(f"{ROOT}/{number}/{what}") for number in ("200", "NONE")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_an_ended_access_and_a_revoked_token_open_nothing(program: Client, access) -> None:
    revoke_access(access=access, actor=None)
    assert program.get(f"{OWN}/invoices").status_code == 404
    revoke_token(user=access.user, pk=ApiToken.objects.get().pk)
    assert program.get(ROOT).status_code == 401


@pytest.mark.parametrize(("role", "numbers"), [("owner", ["100245"]), ("delegate", [])])
def test_after_the_contract_the_list_goes_on_for_owners_alone(
    program: Client, access, role: str, numbers: list[str]
) -> None:
    AccountAccess.objects.update(role=role)
    with loader_writes():
        Account.objects.update(active=False)
    assert [row["account_no"] for row in program.get(ROOT).json()["accounts"]] == numbers


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "Basic dXNlcjpwYXNz", "bearer"])
def test_without_a_token_there_is_nothing(client: Client, access, header: str) -> None:
    client.force_login(access.user)
    answer = client.get(ROOT, headers={"Authorization": header})
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(program: Client, method: str) -> None:
    assert {getattr(program, method)(f"{OWN}/{what}").status_code for what in LISTS} == {405}


@pytest.mark.parametrize(
    ("module", "what"), [("invoices", "invoices"), ("invoices", "ledger"), ("readings", "readings")]
)
def test_a_module_switched_off_is_gone_here_too(program: Client, module: str, what: str) -> None:
    switch_off(module)
    assert program.get(f"{OWN}/{what}").status_code == 404


def test_without_billing_data_it_says_so(program: Client) -> None:
    with loader_writes():
        Feed.objects.all().delete()
    answer = program.get(f"{OWN}/invoices")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_busy_program_is_told_to_wait(program: Client, monkeypatch) -> None:
    monkeypatch.setattr(limits, "CALLS", 1)
    assert [program.get(ROOT).status_code for _time in range(2)] == [200, 429]


def test_no_cache_keeps_it(program: Client) -> None:
    assert "no-store" in program.get(ROOT)["Cache-Control"]


def test_a_place_that_is_none_is_not_found(program: Client) -> None:
    assert program.get(f"{OWN}/invoices", {"after": "x"}).status_code == 404
