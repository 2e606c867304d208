"""What every page of the portal has in common."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms_pages import generation
from cms_pages.models import OfficeSettings
from cms_pages.modules import MODULES
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Account, Feed
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ContractFactory,
    FeedFactory,
    InvoiceFactory,
    LetterFactory,
)
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
ANSWER = SQLCompiler.execute_sql
HOME = "/en/portal/accounts/100245/"
PAGES = [
    "",
    "invoices/",
    "invoices/FV/1/",
    "contracts/",
    "documents/",
    "customer/",
    "consumption/",
    "readings/",
]
OWNED_BY = {
    "invoices": ["invoices/", "invoices/FV/1/", "invoice-files/FV/1.pdf", "invoice-files/FV/1.xml"],
    "contracts": ["contracts/", "contract-files/U/1.pdf"],
    "readings": ["consumption/", "readings/", "readings/new/", "leak-test/"],
    "documents": ["documents/", "document-files/D/1"],
}


def only_the_portal_answers(compiler: SQLCompiler, *args: object, **kwargs: object) -> object:
    if compiler.connection.alias == "exchange":
        raise OperationalError("the exchange is away")
    return ANSWER(compiler, *args, **kwargs)


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    AccountFactory(account_no="100245")
    FeedFactory()
    InvoiceFactory(account_id="100245", invoice_no="FV/1")
    ContractFactory(account_id="100245", contract_no="U/1", document="files/u.pdf")
    LetterFactory(account_id="100245", document_no="D/1")
    client.force_login(AccessFactory(account_no="100245").user)
    yield client


@pytest.mark.few(4)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_as_of_when_its_figures_hold(owner: Client, path: str) -> None:
    assert "As of " in owner.get(HOME + path).content.decode()


@pytest.mark.few(2)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_so_when_the_feed_is_stale(owner: Client, path: str) -> None:
    fresh = owner.get(HOME + path).content.decode()
    with loader_writes():
        Feed.objects.update(as_of=timezone.now() - timedelta(days=5))
    stale = owner.get(HOME + path).content.decode()
    assert "These figures are not up to date" in stale
    assert "These figures are not up to date" not in fresh


@pytest.mark.parametrize("path", PAGES)
def test_without_the_exchange_every_page_says_so_and_shows_no_figure(owner: Client, path: str) -> None:
    with mock.patch.object(SQLCompiler, "execute_sql", only_the_portal_answers):
        answer = owner.get(HOME + path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    text = answer.content.decode()
    assert "Billing data is not available" in text and "187.45" not in text and "No invoices" not in text


@pytest.mark.parametrize("path", PAGES)
def test_before_the_first_delivery_no_page_pretends_to_know_anything(owner: Client, path: str) -> None:
    with loader_writes():
        Feed.objects.all().delete()
    answer = owner.get(HOME + path)
    assert answer.status_code == 503
    assert "has not delivered any data yet" in answer.content.decode()


@pytest.mark.few(1)
@pytest.mark.parametrize("module", list(OWNED_BY))
def test_a_module_switched_off_takes_its_menu_and_addresses_with_it(owner: Client, module: str) -> None:
    switch_off(module)
    menu = owner.get(HOME).content.decode()
    assert f"{HOME}{OWNED_BY[module][0]}" not in menu
    assert {owner.get(HOME + path).status_code for path in OWNED_BY[module]} == {404}
    others = [pages[0] for name, pages in OWNED_BY.items() if name != module]
    assert {owner.get(HOME + path).status_code for path in others} == {200}


@pytest.mark.parametrize(
    ("module", "path"), [("readings", "readings/receipts/OD-1/"), ("tickets", "tickets/Z-7KQ4M-2XD9P/")]
)
def test_a_letter_to_a_module_switched_off_since_is_answered_kindly(
    owner: Client, client: Client, module: str, path: str
) -> None:
    switch_off(module)
    answer = owner.get(HOME + path)
    page = answer.content.decode()
    assert answer.status_code == 404 and f"switched off this part of the portal: {module}" in page
    assert f'href="{HOME}"' in page
    owner.force_login(UserFactory())
    stranger = owner.get(HOME + path)
    assert stranger.status_code == 404 and "switched off" not in stranger.content.decode()


def test_an_account_that_billing_no_longer_shares_is_explained(owner: Client) -> None:
    with loader_writes():
        Account.objects.all().delete()
    answer = owner.get(HOME)
    assert answer.status_code == 404
    assert "no longer shares it" in answer.content.decode()


def test_without_a_linked_account_the_portal_says_what_to_do(client: Client) -> None:
    user = UserFactory(email="new@example.org")
    client.force_login(user)
    page = client.get("/en/portal/").content.decode()
    assert "What to do next" in page and "new@example.org" in page


def test_the_portal_starts_at_the_own_account(owner: Client) -> None:
    assert owner.get("/en/portal/")["Location"] == HOME


def test_the_switcher_names_all_accounts_and_marks_delegated_ones(client: Client) -> None:
    FeedFactory()
    user = UserFactory()
    for number, traits in {"100245": {}, "7/A~2": {"delegate": True}}.items():
        AccountFactory(account_no=number, name=f"Holder of {number}")
        AccessFactory(user=user, account_no=number, **traits)
    client.force_login(user)
    page = client.get(HOME).content.decode()
    assert "Holder of 7/A~2" in page and "as a delegate" in page
    delegated = client.get("/en/portal/accounts/7~2FA~7E2/")
    assert delegated.status_code == 200
    assert "Account of Holder of 7/A~2" in delegated.content.decode()


def test_a_delegate_sees_neither_contact_data_nor_other_people(client: Client) -> None:
    FeedFactory()
    AccountFactory(account_no="100245", email="owner@example.org", phone="+48 600 000 000")
    own, helper = AccessFactory(), AccessFactory(delegate=True)
    client.force_login(own.user)
    mine = client.get(HOME + "customer/").content.decode()
    assert "owner@example.org" in mine and helper.user.email in mine
    client.force_login(helper.user)
    seen = client.get(HOME + "customer/").content.decode()
    assert "owner@example.org" not in seen and "600 000 000" not in seen and own.user.email not in seen


@pytest.mark.few(4)
@pytest.mark.parametrize("path", ["", *PAGES])
def test_personal_pages_are_kept_by_no_cache(owner: Client, path: str) -> None:
    answer = owner.get(HOME + path)
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_answer_to_reading_only(owner: Client, method: str) -> None:
    assert {getattr(owner, method)(HOME + path).status_code for path in PAGES} == {405}


def switch_off(module: str) -> None:
    assert module in MODULES
    OfficeSettings.objects.update_or_create(site=office_site(), defaults={f"module_{module}": False})
    generation.forget()


def office_site() -> Site:
    Locale.objects.get_or_create(language_code="pl")
    root = Page.objects.first() or Page.add_root(title="Root")
    return Site.objects.filter(is_default_site=True).first() or Site.objects.create(
        hostname="localhost", root_page=root, is_default_site=True
    )
