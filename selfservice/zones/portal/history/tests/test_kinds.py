"""Every kind of the history: told in words, of this account alone, in its currency and on its day."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.wordings import current_wording
from selfservice.access.data_changes.models import DataChange
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    LedgerEntryFactory,
    LetterFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.identity.models import User
from selfservice.messaging.tests.factories import MessageFactory
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import Category, Ticket
from selfservice.zones.portal.history.sources import KINDS

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
OWN, FOREIGN = "100245", "200"
URL = f"/en/portal/accounts/{OWN}/history/"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
Teller = Callable[[str, User], object]


def ticket(account_no: str, user: User) -> object:
    category = Category.objects.get(code="outage")
    return Ticket.objects.create(
        signature=f"S-{account_no}", request_key=account_no, category=category,
        subject=f"Mark {account_no}", account_no=account_no, created_at=NOW, changed_at=NOW,
    )  # fmt: skip


def consent(account_no: str, user: User) -> object:
    """Of the account itself; the words of the two accounts differ by what was said."""
    return ConsentEntry.objects.create(
        consent="e_invoice",
        account_no=account_no,
        is_given=account_no == OWN,
        wording=current_wording("e_invoice").version,
        channel="portal",
        at=NOW,
    )


def reading(account_no: str, user: User) -> object:
    point = ServicePointFactory(account_id=account_no)
    return ReadingFactory(installation=MeterFactory(point=point, meter_no=f"Mark {account_no}"))


def change(account_no: str, user: User) -> object:
    what = "contact" if account_no == OWN else "address"
    return DataChange.objects.create(account_no=account_no, field_set=what, asked_by=user, asked_at=NOW)


TELLERS: dict[str, tuple[Teller, str, str]] = {
    "invoices": (
        lambda no, user: InvoiceFactory(account_id=no, invoice_no=f"Mark {no}"),
        "Invoice Mark 100245",
        "PLN 187.45",
    ),
    "payments": (
        lambda no, user: LedgerEntryFactory(
            account_id=no, kind="payment" if no == OWN else "refund", amount=Decimal(-90), title=f"Mark {no}"
        ),
        "Payment",
        "PLN 90.00 Mark 100245",
    ),
    "readings": (reading, "Reading of meter Mark 100245", "412.5 m³"),
    "documents": (lambda no, user: LetterFactory(account_id=no, title=f"Mark {no}"), "Mark 100245", ""),
    "tickets": (ticket, "Ticket sent: Mark 100245", ""),
    "consents": (consent, "Consent given: electronic invoices", "in the portal"),
    "changes": (
        change,
        "Change of data asked for: phone and e-mail for the office",
        "waiting for the office",
    ),
    "messages": (
        lambda no, user: MessageFactory(user=user, account_no=no, subject=f"Mark {no}"),
        "Message: Mark 100245",
        "Unread",
    ),
    "readings-sent": (
        lambda no, user: SubmissionFactory(account_no=no, meter_no=f"Mark {no}", installation_no=no),
        "Reading sent for meter Mark 100245",
        "420 m³, received",
    ),
}


@pytest.fixture
def owner(client: Client) -> Iterator[User]:
    with time_machine.travel(NOW, tick=False):
        for account_no in (OWN, FOREIGN):
            AccountFactory(account_no=account_no)
        FeedFactory()
        user = AccessFactory(account_no=OWN).user
        client.force_login(user)
        yield user


def told(client: Client, kind: str) -> list[tuple[str, str]]:
    """Titles of the events with the words below them."""
    answer = client.get(URL, {"kind": kind})
    page = html.unescape(answer.content.decode()).replace("\xa0", " ")
    return re.findall(r'<p class="strong"><a href="[^"]*">([^<]*)</a></p>(?:<p>([^<]*)</p>)?', page)


@pytest.mark.few(4)
@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_each_kind_tells_of_its_own_account_alone(client: Client, owner: User, kind: str) -> None:
    teller, title, text = TELLERS[kind]
    for account_no in (OWN, FOREIGN):
        teller(account_no, owner)
    [(shown, below)] = told(client, kind)
    assert shown == title and text in below


@pytest.mark.long
def test_links_of_events_lead_somewhere(client: Client, owner: User) -> None:
    for teller, _title, _text in TELLERS.values():
        teller(OWN, owner)
    page = client.get(URL).content.decode()
    links = re.findall(r'<p class="strong"><a href="([^"]*)">', page)
    assert len(links) == len(KINDS)
    assert {client.get(html.unescape(link)).status_code for link in links} == {200}


def test_a_consent_of_another_person_about_the_account_is_his_own(client: Client, owner: User) -> None:
    helper = AccessFactory(account_no=OWN, delegate=True).user
    for person, given in ((owner, True), (helper, False)):
        ConsentEntry.objects.create(
            consent="marketing",
            account_no=OWN,
            person=person,
            is_given=given,
            wording=current_wording("marketing").version,
            channel="portal",
        )
    assert [title for title, _text in told(client, "consents")] == ["Consent given: marketing"]


def test_payments_of_an_account_in_euro_are_told_in_euro(client: Client, owner: User) -> None:
    AccountFactory(account_no="300", currency="EUR")
    AccessFactory(account_no="300", user=owner)
    LedgerEntryFactory(account_id="300", kind="payment", amount=Decimal(-90), title="Transfer")
    page = client.get(URL.replace(OWN, "300"), {"kind": "payments"}).content.decode()
    assert "EUR\xa090.00" in page and "PLN" not in page


def test_a_letter_without_a_day_of_issue_stands_where_it_began_to_be_shown(
    client: Client, owner: User
) -> None:
    # Half past eleven in the evening of the third in London is the fourth in Warsaw.
    undated = {"issued_on": None, "available_from": datetime(2026, 11, 3, 23, 30, tzinfo=UTC)}
    for title, facts in (
        ("Day 3", {"issued_on": date(2026, 11, 3)}),
        ("Day 4", undated),
        ("Day 5", {"issued_on": date(2026, 11, 5), "available_from": datetime(2026, 11, 1, tzinfo=UTC)}),
        ("No day at all", {"issued_on": None}),
    ):
        LetterFactory(account_id=OWN, title=title, **facts)
    assert [title for title, _text in told(client, "documents")] == ["Day 5", "Day 4", "Day 3"]
    page = client.get(URL, {"kind": "documents"}).content.decode()
    assert '<time datetime="2026-11-04">' in page


def test_undated_letters_are_paged_like_the_others(client: Client, owner: User) -> None:
    for number in range(40):
        LetterFactory(
            account_id=OWN, issued_on=None, available_from=datetime(2026, 11, 3, number % 20, tzinfo=UTC)
        )
    seen, url = [], f"{URL}?kind=documents"
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r'<p class="strong"><a href="([^"]*)">', page)
        older = re.search(r'rel="next" href="([^"]*)"', page)
        url = f"{URL}{html.unescape(older[1])}" if older else ""
    assert len(seen) == 40


def test_a_rejected_reading_is_told_with_the_reason(client: Client, owner: User) -> None:
    SubmissionFactory(account_no=OWN, state="rejected", reason="The photo shows another meter.")
    [(_title, text)] = told(client, "readings-sent")
    assert text == "420 m³, rejected, The photo shows another meter."
