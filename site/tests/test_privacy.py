"""The promise to customers: the portal stores sign-in data, tickets and messages, and no billing data.

A whole journey of a customer is walked, with every page, file and failure on the way; then every
column of every table of the portal's database, every session and every cached value is searched for
what only the exchange may know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connections
from django.test import Client

from ebok.audit.services import record
from ebok.core.periods import today
from ebok.outbox.working import drain
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Meter, ServicePoint
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.devices.models import OpenSession
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person
from selfservice.messaging.models import Message
from selfservice.metering.models import LeakTest, ReadingSubmission
from selfservice.zones.portal.tests.test_files import deliver_file

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])

# What only the exchange may know, each in a form that nothing else could contain by chance.
SECRETS = {
    "name": "Wincentyna Zmyślona-Testowa",
    "postal street": "ul. Nieistniejąca Pierwsza",
    "place of supply": "al. Nieistniejąca Druga",
    "town": "Wymyślin Górny",
    "postcode": "00-987",
    "e-mail known to billing": "billing-address@example.net",
    "phone": "+48 599 987 654",
    "tax number": "1234563218",
    "bank account": "25109010145555000000012345",
    "bank account in groups": "25 1090 1014 5555 0000 0001 2345",
    "invoice line": "Woda zimna, odczyt rozliczeniowy",
    "billed reading": "41234.567",
    "balance": "98765.43",
    "invoice amount": "8642.97",
    "contract": "Umowa o zaopatrzenie Wymyślina",
    "letter": "Wezwanie w sprawie Wymyślina",
}


def everything_kept() -> Iterator[tuple[str, str]]:
    """(where, text) of every value in the portal's database, in its sessions and in the caches."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for values in cursor.fetchall():
                for column, value in zip(columns, values, strict=True):
                    yield f"{table}.{column}", str(value)
    for session in OpenSession.objects.all():
        yield "session", str(session.get_decoded())
    for name in ("default", "pages"):
        for key, value in caches[name]._cache.items():
            yield f"cache {name}", key + value.decode("utf-8", "replace")


def found() -> list[str]:
    # JSON columns may hold Polish letters as \uXXXX.
    spellings = {secret: {text, json.dumps(text)[1:-1]} for secret, text in SECRETS.items()}
    return sorted(
        f"{secret} in {where}"
        for where, text in everything_kept()
        for secret, forms in spellings.items()
        if any(form in text for form in forms)
    )


@pytest.fixture
def account() -> None:
    customer = exchange.AccountFactory(
        account_no="100245",
        name=SECRETS["name"],
        street=SECRETS["postal street"],
        city=SECRETS["town"],
        postcode=SECRETS["postcode"],
        email=SECRETS["e-mail known to billing"],
        phone=SECRETS["phone"],
        nip=SECRETS["tax number"],
        balance=Decimal(SECRETS["balance"]),
        overdue=Decimal(SECRETS["balance"]),
    )
    point = exchange.ServicePointFactory(account=customer, street=SECRETS["place of supply"])
    exchange.ReadingFactory(
        installation=exchange.MeterFactory(point=point), value=Decimal(SECRETS["billed reading"])
    )
    amount = Decimal(SECRETS["invoice amount"])
    deliver_file("files/f.xml")
    for number in range(30):
        invoice = exchange.InvoiceFactory(
            account=customer, invoice_no=f"FV/{number}", gross=amount, xml="files/f.xml"
        )
        exchange.InvoiceLineFactory(
            invoice=invoice, position=1, description=SECRETS["invoice line"], point_no=point.point_no
        )
    exchange.InvoiceFactory(account=customer, invoice_no="FV/gone", document="files/never-sent.pdf")
    deliver_file("files/u.pdf")
    exchange.ContractFactory(
        account=customer, contract_no="U/1", title=SECRETS["contract"], document="files/u.pdf"
    )
    exchange.LetterFactory(account=customer, document_no="D/1", title=SECRETS["letter"], file="files/u.pdf")
    exchange.FeedFactory()


JOURNEY = [
    "/portal/",
    "/portal/accounts/100245/",
    "/en/portal/accounts/100245/",
    "/portal/accounts/100245/invoices/",
    "/portal/accounts/100245/invoices/?q=FV&state=open&kind=invoice&year=2026",
    "/portal/accounts/100245/invoices/?after=2026-11-05_FV/20",
    "/portal/accounts/100245/consents/",
    "/portal/accounts/100245/contact-data/",
    "/portal/my-data/",
    "/portal/accounts/100245/invoices/FV/1/",
    "/portal/accounts/100245/invoice-files/FV/1.pdf",
    "/portal/accounts/100245/invoice-files/FV/1.xml",
    "/portal/accounts/100245/invoice-files/FV/gone.pdf",
    "/portal/accounts/100245/contracts/",
    "/portal/accounts/100245/contract-files/U/1.pdf",
    "/portal/accounts/100245/documents/",
    "/portal/accounts/100245/document-files/D/1",
    "/portal/accounts/100245/customer/",
    "/portal/accounts/100245/consumption/",
    "/portal/accounts/100245/consumption/?span=years",
    "/portal/accounts/100245/consumption.csv",
    "/portal/accounts/100245/readings/",
    "/portal/accounts/100245/readings/new/",
    "/portal/accounts/100245/leak-test/",
    "/portal/accounts/100245/settlements/",
    "/portal/accounts/100245/settlements/ledger/?q=FV",
    "/portal/accounts/100245/settlements/ledger.csv",
    "/portal/accounts/100245/settlements/amounts/",
    "/portal/accounts/100245/bill-comparison/FV/1/",
    "/portal/accounts/100245/tables/invoices.csv",
    "/portal/accounts/100245/tables/contracts.csv",
    "/portal/accounts/100245/history/",
    "/portal/messages/",
    "/portal/accounts/100245/schedule/",
    "/portal/accounts/100245/packages/",
    "/portal/accounts/100245/calendar-links/",
    "/portal/tokens/",
    "/portal/accounts/100245/tickets/",
    "/portal/accounts/100245/tickets/new/",
    "/portal/accounts/100245/tickets/new/outage/",
    "/portal/accounts/100245/people/",
    "/portal/accounts/?q=ul",
    "/portal/link/",
    "/portal/announcements/",
    "/portal/accounts/999/",
]


def link_with_paper(user: Any) -> None:
    """One wrong try and a right one; the holder is told by the address that billing knows."""
    client = Client()
    client.force_login(user)
    paper = {"account_no": "100245", "invoice_no": "FV/1", "gross": SECRETS["invoice amount"]}
    client.post("/portal/link/invoice/", {**paper, "invoice_no": "FV/wrong"})
    assert client.post("/portal/link/invoice/", paper).status_code == 302
    drain()
    assert SECRETS["e-mail known to billing"] in [address for letter in mail.outbox for address in letter.to]


def walk() -> str:
    """Everything that a customer, a delegate and the office can do so far; returns all that was shown."""
    owner = AccessFactory(user=UserFactory(email="owner@example.org")).user
    helper = AccessFactory(user=UserFactory(email="helper@example.org"), delegate=True).user
    office = person(Role.ADMINISTRATOR, email="office@example.org")
    seen = []
    for user in (owner, helper):
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": "a wrong word 1"})
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert "_auth_user_id" in client.session
        for path in JOURNEY:
            answer = client.get(path)
            seen.append(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        ticket = {"subject": "x", "text": "y", "point_no": ServicePoint.objects.get().point_no}
        client.post("/portal/accounts/100245/tickets/new/outage/", ticket)
        _send_a_reading(client, token=user.email)
        client.post("/accounts/password/reset/", {"email": user.email})
        client.get("/portal/accounts/100245/")
    link_with_paper(UserFactory(email="wife@example.org"))
    staff = Client()
    staff.force_login(office)
    staff.post("/staff/accounts/100245/reason/", {"why": "call"})
    for path in ("/staff/", "/staff/log/", "/staff/loads/", "/staff/accounts/100245/access/"):
        staff.get(path)
    return b"".join(seen).decode("utf-8", "replace")


def _send_a_reading(client: Client, *, token: str) -> None:
    """What the customer himself reads is kept; what billing has booked before is only looked at."""
    meter = Meter.objects.get().pk
    typed = {"token": token, "read_on": str(today()), f"value-{meter}": "41240"}
    for step in ("check", "send"):
        client.post("/portal/accounts/100245/readings/new/", {**typed, "step": step})
    client.post("/portal/accounts/100245/leak-test/", {"meter": meter, "value": "41240.5"})
    client.get("/portal/accounts/100245/readings/")


@pytest.mark.long
@pytest.mark.usefixtures("account")
def test_a_whole_journey_leaves_no_billing_data_in_the_portals_database() -> None:
    shown = walk()
    for secret in ("name", "postal street", "place of supply", "invoice line", "contract", "letter"):
        assert SECRETS[secret] in shown, f"the journey never showed the {secret}, so it proves nothing"
    assert found() == []
    assert ReadingSubmission.objects.count() == LeakTest.objects.count() == 1
    assert set(Message.objects.values_list("kind", flat=True)) >= {"access", "cases"}


@pytest.mark.few(4)
@pytest.mark.parametrize("secret", list(SECRETS))
def test_the_search_finds_a_planted_row(secret: str) -> None:
    record(action="access.denied", details={"planted": SECRETS[secret]})
    assert [f"{secret} in audit_auditentry.details"] == [
        line for line in found() if line.startswith(f"{secret} in")
    ]


def test_the_search_looks_into_sessions_and_caches(client: Client) -> None:
    session = client.session
    session["planted"] = SECRETS["name"]
    session.save()
    caches["default"].set("planted", SECRETS["phone"])
    assert found() == ["name in session", "phone in cache default"]


def test_no_table_of_the_exchange_stands_in_the_portals_database() -> None:
    from django.apps import apps

    shared = {model._meta.db_table for model in apps.get_app_config("exchange").get_models()}
    kept = set(connections["default"].introspection.table_names())
    assert not shared & kept
