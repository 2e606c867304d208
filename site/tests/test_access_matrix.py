"""Every URL of the portal and of the staff zone, asked by every kind of person.

The list of URLs comes from the resolver: a new view without a row here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation
from wagtail.models import Locale, Page

from cms_pages.models import AnnouncementPage
from ebok.audit.models import AuditEntry
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])

ZONES = ("portal", "staff")
PERSONAS = ("anonymous", "owner", "delegate", "expired", "outsider", "clerk", "editor", "administrator")
IN, TO_LOGIN, ONWARD, HIDDEN = 200, "sign-in", 302, 404


def row(*, signed_in: object = HIDDEN, **exceptions: object) -> dict[str, object]:
    """What each persona gets: strangers the sign-in page, all others `signed_in` but for exceptions."""
    return {persona: TO_LOGIN if persona == "anonymous" else signed_in for persona in PERSONAS} | exceptions


OWN_ACCOUNT = row(owner=IN, delegate=IN)
EVERY_CUSTOMER = row(signed_in=IN)

MATRIX: dict[str, dict[str, object]] = {
    "portal:start": row(signed_in=IN, owner=ONWARD, delegate=ONWARD, outsider=ONWARD),
    "portal:announcements": EVERY_CUSTOMER,
    "portal:announcement": EVERY_CUSTOMER,
    "portal:dashboard": OWN_ACCOUNT,
    "portal:invoices": OWN_ACCOUNT,
    "portal:invoice": OWN_ACCOUNT,
    "portal:invoice_pdf": OWN_ACCOUNT,
    "portal:invoice_xml": OWN_ACCOUNT,
    "portal:contracts": OWN_ACCOUNT,
    "portal:contract_pdf": OWN_ACCOUNT,
    "portal:letters": OWN_ACCOUNT,
    "portal:letter": OWN_ACCOUNT,
    "portal:customer": OWN_ACCOUNT,
    "staff:start": row(clerk=IN, administrator=IN),
    "staff:event_log": row(administrator=IN),
    "staff:loads": row(administrator=IN),
    "staff:load": row(administrator=IN),
}


def named_urls(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_urls(entry, entry.namespace or namespace)
        elif namespace in ZONES:
            yield f"{namespace}:{entry.name}"


@dataclass
class Town:
    """One account (100245) with everything, one of somebody else (200), people, and one delivery."""

    arguments: dict[str, dict[str, object]]
    clients: dict[str, Client]

    def url(self, name: str, **changed: object) -> str:
        with translation.override("en"):
            return reverse(name, kwargs={**self.arguments.get(name, {}), **changed})

    def ask(self, name: str, persona: str, **changed: object):
        return self.clients[persona].get(self.url(name, **changed))


@pytest.fixture
def town() -> Town:
    caches["pages"].clear()
    for number in ("100245", "200"):
        fill(number)
    feed = exchange.FeedFactory()
    account = {"account_no": "100245"}
    return Town(
        arguments={
            **{name: account for name in MATRIX if name.startswith("portal:")},
            "portal:start": {},
            "portal:announcements": {},
            "portal:announcement": {"pk": an_announcement().pk},
            "portal:invoice": {**account, "invoice_no": "FV/100245"},
            "portal:invoice_pdf": {**account, "invoice_no": "FV/100245"},
            "portal:invoice_xml": {**account, "invoice_no": "FV/100245"},
            "portal:contract_pdf": {**account, "contract_no": "U/100245"},
            "portal:letter": {**account, "document_no": "D/100245"},
            "staff:load": {"pk": feed.pk},
        },
        clients=people(),
    )


def fill(number: str) -> None:
    """An account with one invoice, one contract and one letter, each with a stored file."""
    from selfservice.zones.portal.tests.test_files import deliver_file

    account = exchange.AccountFactory(account_no=number, name=f"Holder of {number}")
    for kind in ("f", "x", "u", "d"):
        deliver_file(f"files/{kind}-{number}", content=f"{kind} of {number}".encode())
    exchange.InvoiceFactory(
        account=account, invoice_no=f"FV/{number}", document=f"files/f-{number}", xml=f"files/x-{number}"
    )
    exchange.ContractFactory(account=account, contract_no=f"U/{number}", document=f"files/u-{number}")
    exchange.LetterFactory(account=account, document_no=f"D/{number}", file=f"files/d-{number}")


def an_announcement() -> AnnouncementPage:
    Locale.objects.get_or_create(language_code="pl")
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = AnnouncementPage(title="For customers", slug="for-customers", audience="customers", live=True)
    return root.add_child(instance=page)


def people() -> dict[str, Client]:
    users = {
        "owner": AccessFactory(account_no="100245").user,
        "delegate": AccessFactory(account_no="100245", delegate=True).user,
        "expired": AccessFactory(account_no="100245", delegate=True, expired=True).user,
        "outsider": AccessFactory(account_no="200").user,
        "clerk": person(Role.CLERK),
        "editor": person(Role.EDITOR),
        "administrator": person(Role.ADMINISTRATOR),
    }
    clients = {"anonymous": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def outcome(answer) -> object:
    to_login = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    return TO_LOGIN if to_login else answer.status_code


def test_every_url_of_the_zones_has_a_row_and_every_row_a_url() -> None:
    assert set(named_urls(get_resolver())) == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_each_persona_gets_exactly_what_the_table_says(town: Town, name: str) -> None:
    assert {persona: outcome(town.ask(name, persona)) for persona in PERSONAS} == MATRIX[name]


ACCOUNT_URLS = [name for name, expected in MATRIX.items() if expected is OWN_ACCOUNT]
NUMBERED = {
    "portal:invoice": ("invoice_no", "FV/200"),
    "portal:invoice_pdf": ("invoice_no", "FV/200"),
    "portal:invoice_xml": ("invoice_no", "FV/200"),
    "portal:contract_pdf": ("contract_no", "U/200"),
    "portal:letter": ("document_no", "D/200"),
}


def bare(answer, *numbers: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without the reference number and the numbers that were asked for."""
    text = re.sub(r"[0-9a-f]{32}", "REFERENCE", answer.content.decode())
    for number in numbers:
        text = text.replace(number, "NUMBER")
    # Expires is the present second; the length follows from the numbers that were replaced.
    changing = {"X-Request-ID", "Content-Length", "Expires"}
    headers = {name: value for name, value in answer.items() if name not in changing}
    return answer.status_code, text, headers


def questions(town: Town, name: str, persona: str, **changed: object):
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["exchange"]) as shared,
    ):
        answer = town.ask(name, persona, **changed)
    return answer, len(own), len(shared)


@pytest.mark.parametrize("persona", ["outsider", "expired", "clerk", "editor"])
@pytest.mark.parametrize("name", ACCOUNT_URLS)
def test_somebody_elses_account_looks_like_one_that_does_not_exist(
    town: Town, name: str, persona: str
) -> None:
    town.ask(name, persona, account_no="999999")  # warms what is read once
    present, *cost = questions(town, name, persona)
    absent, *cost_of_absent = questions(town, name, persona, account_no="999999")
    assert bare(present, "100245") == bare(absent, "999999", "100245")
    assert cost == cost_of_absent


@pytest.mark.parametrize("name", list(NUMBERED))
def test_somebody_elses_object_looks_like_one_that_does_not_exist(town: Town, name: str) -> None:
    field, foreign = NUMBERED[name]
    town.ask(name, "owner", **{field: "NONE/1"})
    present, *cost = questions(town, name, "owner", **{field: foreign})
    absent, *cost_of_absent = questions(town, name, "owner", **{field: "NONE/1"})
    assert present.status_code == 404
    assert bare(present, foreign) == bare(absent, "NONE/1")
    assert cost == cost_of_absent


def test_every_refusal_of_an_account_stands_in_the_event_log(town: Town) -> None:
    town.ask("portal:dashboard", "outsider")
    entry = AuditEntry.objects.get(action="access.denied")
    assert (entry.account_no, entry.actor_role) == ("100245", "customer")


@pytest.mark.parametrize(
    "number",
    [
        "../200",
        "FV/200/../100245",
        "'; DROP TABLE invoices; --",
        "%2e%2e",
        "FV/100245/",
        "ż" * 64,
        "FV/100245 ",
    ],
)
def test_strange_numbers_find_nothing_and_break_nothing(town: Town, number: str) -> None:
    assert town.ask("portal:invoice", "owner", invoice_no=number).status_code == 404


@pytest.mark.parametrize("tail", ["invoices/%00/", "invoices/FV%0A1/", f"invoices/{'9' * 65}/", "invoices//"])
def test_numbers_that_no_supplier_can_have_reach_no_query(town: Town, tail: str) -> None:
    answer = town.clients["owner"].get(f"/en/portal/accounts/100245/{tail}")
    assert answer.status_code == 404
