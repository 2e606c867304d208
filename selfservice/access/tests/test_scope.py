"""Every question about customer data passes one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from selfservice.access.scope import ACCOUNT_PATHS, scoped, scoped_to_all
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange import models as exchange
from selfservice.exchange.tests import factories

ROOT = Path(__file__).resolve().parents[3]
CODE = [ROOT / "selfservice", ROOT / "site" / "ebok", ROOT / "cms_pages", ROOT / "documents"]
# The door itself, and the exchange's own code (loader, simulator, feed), which serves no customer.
ALLOWED = {ROOT / "selfservice" / "access" / "scope.py"}
EXCHANGE = ROOT / "selfservice" / "exchange"
# Tables without customer data: the network, the schedule of areas, rounds of readers, deliveries.
NOT_PERSONAL = {
    exchange.Area,
    exchange.Street,
    exchange.Collection,
    exchange.Asset,
    exchange.Round,
    exchange.RoundItem,
    exchange.Feed,
    exchange.DeliveryFile,
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def direct_questions(source: str) -> Iterator[tuple[int, str]]:
    """Lines where a manager of a table with customer data is touched."""
    personal = {model.__name__ for model in ACCOUNT_PATHS}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute) or node.attr not in MANAGERS:
            continue
        named = node.value
        name = named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
        if name in personal:
            yield node.lineno, f"{name}.{node.attr}"


def code_files() -> Iterator[Path]:
    for folder in CODE:
        for path in folder.rglob("*.py"):
            if "tests" in path.parts or "migrations" in path.parts or path in ALLOWED:
                continue
            if not path.is_relative_to(EXCHANGE):
                yield path


def test_no_code_asks_a_table_of_customer_data_but_through_the_door() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in code_files()
        for line, what in direct_questions(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "fault",
    ["Invoice.objects.all()", "models.Invoice._default_manager.get(pk=1)", "x = Account.objects.filter()"],
)
def test_the_search_sees_a_planted_question(fault: str) -> None:
    assert list(direct_questions(fault))


def test_every_table_of_the_exchange_is_scoped_or_declared_impersonal() -> None:
    tables = set(apps.get_app_config("exchange").get_models())
    assert tables == set(ACCOUNT_PATHS) | NOT_PERSONAL
    assert not set(ACCOUNT_PATHS) & NOT_PERSONAL


@pytest.mark.django_db(databases=["default", "exchange"])
def test_the_door_gives_rows_of_the_own_account_alone() -> None:
    access = AccessFactory(account_no="1")
    for number in ("1", "2"):
        account = factories.AccountFactory(account_no=number)
        point = factories.ServicePointFactory(account=account)
        invoice = factories.InvoiceFactory(account=account)
        factories.InvoiceLineFactory(invoice=invoice)
        factories.ContractFactory(account=account)
        factories.LedgerEntryFactory(account=account)
        factories.LetterFactory(account=account)
        factories.ReadingFactory(installation=factories.MeterFactory(point=point))
        factories.ConsumptionFactory(point=point)
    counts = {model.__name__: scoped(model, access=access).count() for model in ACCOUNT_PATHS}
    assert counts == {model.__name__: 1 for model in ACCOUNT_PATHS}
    assert scoped_to_all(exchange.Account, accesses=[]).count() == 0


# Who looks before an access exists, or without one; a page of a customer is never among them.
BEFORE_ACCESS = {
    "selfservice/access/scope.py",
    "selfservice/access/linking/proofs.py",
    "selfservice/access/linking/desk.py",
    "selfservice/access/notices.py",
    "selfservice/access/closing.py",
    "selfservice/access/data_changes/queries.py",
    "selfservice/metering/desk.py",
    "selfservice/metering/guests.py",
    "selfservice/tickets/accounts.py",
}


def test_only_a_few_look_before_an_access_exists() -> None:
    callers = {
        str(path.relative_to(ROOT))
        for path in (*code_files(), *ALLOWED)
        if "before_access" in path.read_text()
    }
    assert callers == BEFORE_ACCESS


def test_a_table_nobody_decided_about_cannot_be_asked() -> None:
    with pytest.raises(KeyError):
        scoped(exchange.Asset, access=AccessFactory.build(user=None))
