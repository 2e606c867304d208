"""The tables of papers, events and people as files: whole, in the reader's language, and noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from ebok.audit.models import AuditEntry
from selfservice.access.consents.tests.factories import consent_given
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.messaging.tests.factories import MessageFactory
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.exports import events

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
ACCOUNT = "accounts/100245/tables/"
# Address below the portal -> name in the event log, and what must stand in so many rows.
TABLES = {
    f"{ACCOUNT}documents.csv": ("documents_csv", ["D/1", "'=D/2"]),
    f"{ACCOUNT}service-points.csv": ("service-points_csv", ["P/1;Water"]),
    f"{ACCOUNT}invoices/FV/1.csv": ("invoice-lines_csv", ["FV/1;1;", "FV/1;2;"]),
    f"{ACCOUNT}schedule.csv": ("schedule_csv", ["2026-11-23"]),
    f"{ACCOUNT}consents.csv": ("consents_csv", ["yes"]),
    f"{ACCOUNT}people.csv": ("people_csv", ["owner;", "delegate;"]),
    f"{ACCOUNT}history.csv": ("history_csv", ["FV/1", "D/1", "D/2", "Consent given"]),
    f"{ACCOUNT}who-looked.csv": ("who-looked_csv", ["You"]),
    "messages.csv": ("messages_csv", ["About the account", "About nobody"]),
    "accounts.csv": ("accounts_csv", ["100245;", "100300;"]),
}


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        exchange.FeedFactory()
        access = AccessFactory(account_no="100245")
        for account_no in ("100245", "100300", "200"):
            exchange.AccountFactory(account_no=account_no)
        AccessFactory(account_no="100300", user=access.user)
        AccessFactory(account_no="100245", delegate=True)
        exchange.LetterFactory(document_no="D/1", title="D/1", account_id="100245")
        exchange.LetterFactory(document_no="=D/2", title="=D/2", account_id="100245")
        exchange.LetterFactory(document_no="FOREIGN", account_id="200")
        exchange.InvoiceFactory(invoice_no="FV/1", account_id="100245")
        for position in (1, 2):
            exchange.InvoiceLineFactory(invoice_id="FV/1", position=position)
        point = exchange.ServicePointFactory(point_no="P/1", account_id="100245")
        exchange.CollectionFactory(area=point.area, on_date=date(2026, 11, 23))
        consent_given(user=access.user)
        MessageFactory.create(user=access.user, account_no="100245", subject="About the account")
        MessageFactory.create(user=access.user, subject="About nobody")
        MessageFactory.create(account_no="100245", subject="FOREIGN")
        client.force_login(access.user)
        client.get("/en/portal/accounts/100245/")
        yield client


def lines(client: Client, address: str, *, language: str = "en/") -> list[str]:
    answer = client.get(f"/{language}portal/{address}")
    assert answer.status_code == 200, answer.status_code
    assert answer.streaming and "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content).decode().splitlines()


@pytest.mark.few(2)
@pytest.mark.parametrize("address", TABLES)
def test_every_table_is_whole_harmless_and_noted(owner: Client, address: str) -> None:
    kind, wanted = TABLES[address]
    _header, *rows = lines(owner, address)
    for words in wanted:
        assert any(words in row for row in rows), words
    assert "FOREIGN" not in "".join(rows)
    assert not any(cell.strip('"').startswith("=") for row in rows for cell in row.split(";"))
    account_no = "100245" if address.startswith(ACCOUNT) else ""
    assert AuditEntry.objects.filter(object_type=kind, account_no=account_no).count() == 1


@pytest.mark.few(2)
@pytest.mark.parametrize("address", TABLES)
def test_a_stranger_gets_nothing_of_an_account(client: Client, owner: Client, address: str) -> None:
    stranger = Client()
    stranger.force_login(AccessFactory(account_no="200").user)
    answer = stranger.get(f"/en/portal/{address}")
    if address.startswith(ACCOUNT):
        assert answer.status_code == 404
        return
    text = b"".join(answer.streaming_content).decode()
    assert "100245" not in text and "About nobody" not in text


@pytest.mark.long
def test_long_tables_are_read_bit_by_bit_without_loss(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(20):
        a_ticket(account_no="100245", actor=AccountAccess.objects.get(account_no="100300").user)
    history, looks = (lines(owner, f"{ACCOUNT}{name}.csv") for name in ("history", "who-looked"))
    monkeypatch.setattr(events, "AT_ONCE", 3)
    assert lines(owner, f"{ACCOUNT}history.csv") == history and len(history) > 20
    later = lines(owner, f"{ACCOUNT}who-looked.csv")  # begins with the downloads of this test
    assert later[1 - len(looks) :] == looks[1:]


def test_words_are_in_the_language_of_the_reader_to_the_last_row(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str | None] = []

    def listening(told: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **facts: (spoken.append(translation.get_language()), told(*args, **facts))[1]

    monkeypatch.setattr(events, "AT_ONCE", 3)
    monkeypatch.setattr(events, "merged", listening(events.merged))
    monkeypatch.setattr(events, "_look_cells", listening(events._look_cells))
    for name in ("history", "who-looked"):
        answer = owner.get(f"/en/portal/{ACCOUNT}{name}.csv")
        with translation.override("pl"):
            b"".join(answer.streaming_content)
    assert len(spoken) > 4 and set(spoken) == {"en"}
