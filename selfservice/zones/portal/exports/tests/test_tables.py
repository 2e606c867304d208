"""Tables as files: complete, harmless, streamed, and only one's own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.models import AuditEntry
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ContractFactory,
    FeedFactory,
    InvoiceFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.tickets.models import Category, Ticket
from selfservice.tickets.tests.factories import a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/tables/"
FORMULA = '=HYPERLINK("http://x")'
TABLES = ["invoices", "readings", "contracts", "tickets"]


@pytest.fixture
def owner(client: Client) -> Client:
    account = AccountFactory(account_no="100245")
    FeedFactory()
    InvoiceFactory(account=account, invoice_no=f"{FORMULA}1")
    meter = MeterFactory(point=ServicePointFactory(account=account), meter_no=FORMULA)
    ReadingFactory(installation=meter)
    ContractFactory(account=account, contract_no="U/1", title=FORMULA)
    ContractFactory(account=account, contract_no="U/1/A", kind="annex", parent_id="U/1", title="@annex")
    category, _new = Category.objects.get_or_create(
        code="question", defaults={"title_pl": "Pytanie", "title_en": "Question"}
    )
    Ticket.objects.create(
        signature="S1", request_key="1", category=category, subject=FORMULA, account_no="100245",
        created_at=timezone.now(), changed_at=timezone.now(),
    )  # fmt: skip
    InvoiceFactory(invoice_no="FOREIGN")
    client.force_login(AccessFactory(account_no="100245").user)
    return client


def lines(owner: Client, table: str) -> list[str]:
    answer = owner.get(f"{URL}{table}.csv")
    assert answer.streaming and "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content).decode().splitlines()


@pytest.mark.parametrize(("table", "rows"), list(zip(TABLES, [1, 1, 2, 1], strict=True)))
def test_every_table_is_whole_and_runs_no_formula(owner: Client, table: str, rows: int) -> None:
    found = lines(owner, table)
    assert len(found) == rows + 1
    assert "'=HYPERLINK" in "".join(found) and "FOREIGN" not in "".join(found)
    assert not any(cell.strip('"').startswith("=") for line in found[1:] for cell in line.split(";"))
    assert AuditEntry.objects.filter(object_type=f"{table}_csv", account_no="100245").count() == 1


@pytest.mark.long
def test_a_long_table_costs_as_many_queries_as_a_short_one(owner: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connections["exchange"]) as captured:
            lines(owner, "invoices")
        return len(captured)

    few = cost()
    InvoiceFactory.create_batch(200, account_id="100245", issued_on=date(2026, 1, 1))
    assert cost() == few


def test_the_table_of_tickets_holds_what_the_list_shows(owner: Client) -> None:
    reader = AccountAccess.objects.get(account_no="100245").user
    own = a_ticket(actor=reader, account_no="", subject="My own case")
    a_ticket(account_no="200", subject="Of another account")
    a_ticket(account_no="", subject="Of another person")
    page = owner.get("/en/portal/accounts/100245/tickets/").content.decode()
    found = lines(owner, "tickets")
    assert len(found) == 3 and own.signature in found[1] and "S1" in found[2]
    assert page.count('data-label="Number"') == 2 and own.signature in page
    assert "Of another" not in page + "".join(found)
