"""Many documents as one ZIP: chosen, packed, fetched by its owner while the access holds."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from django.test import Client

from documents.prepared import work
from documents.prepared.models import PreparedDownload
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ContractFactory,
    FeedFactory,
    InvoiceFactory,
    LetterFactory,
)
from selfservice.identity.second_factor.tests.factories import note_password
from selfservice.zones.portal.packages import making
from selfservice.zones.portal.tests.test_files import deliver_file
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
URL = "/en/portal/accounts/100245/packages/"
ALL = {"kinds": ["invoices", "contracts", "documents"], "year": ""}


@pytest.fixture
def access(client: Client, monkeypatch):
    FeedFactory()
    account = AccountFactory(account_no="100245")
    deliver_file("files/a.pdf", content=b"paper")
    for number, year in (("FV/25", 2025), ("FV/26", 2026)):
        InvoiceFactory(account=account, invoice_no=number, issued_on=date(year, 5, 5), document="files/a.pdf")
    InvoiceFactory(account=account, invoice_no="FV/DATA", issued_on=date(2026, 6, 6))
    InvoiceFactory(invoice_no="FOREIGN", document="files/a.pdf")
    ContractFactory(account=account, contract_no="U/1", document="files/a.pdf")
    LetterFactory(account=account, title="Pismo", issued_on=date(2026, 7, 7), file="files/never.pdf")
    monkeypatch.setattr(making, "rendered_invoice", lambda **facts: b"%PDF-made")
    access = AccessFactory(account_no="100245")
    client.force_login(access.user)
    note_password(client, access.user)
    return access


def packed() -> None:
    for download in PreparedDownload.objects.all():
        work.prepare({"download": str(download.pk)})


def fetch_url(client: Client) -> str:
    return re.search(r'href="([^"]*/packages/[^"/]+/)"', client.get(URL).content.decode())[1]


def names(answer) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist())


def test_everything_chosen_is_in_it_and_what_was_never_delivered_is_named(client: Client, access) -> None:
    client.post(URL, ALL)
    assert "It is being made" in client.get(URL).content.decode()
    packed()
    answer = client.get(fetch_url(client))
    assert names(answer) == {
        "invoices/FV-25.pdf",
        "invoices/FV-26.pdf",
        "invoices/FV-DATA.pdf",
        "contracts/U-1.pdf",
        "BRAK-MISSING.txt",
    }


def test_a_year_leaves_the_others_out(client: Client, access) -> None:
    client.post(URL, {"kinds": ["invoices"], "year": "2026"})
    packed()
    assert names(client.get(fetch_url(client))) == {"invoices/FV-26.pdf", "invoices/FV-DATA.pdf"}


def test_nothing_chosen_is_explained(client: Client, access) -> None:
    assert client.post(URL, {"year": ""}).status_code == 200
    assert not PreparedDownload.objects.exists()


def test_whoever_lost_the_access_meanwhile_gets_nothing(client: Client, access) -> None:
    client.post(URL, ALL)
    packed()
    url = fetch_url(client)
    revoke_access(access=access, actor=None)
    assert client.get(url).status_code == 404
    AccessFactory(account_no="100245", user=access.user, delegate=True)
    assert client.get(url).status_code == 200


def test_a_link_of_one_account_opens_nothing_at_another(client: Client, access) -> None:
    client.post(URL, ALL)
    packed()
    AccountFactory(account_no="200")
    AccessFactory(account_no="200", user=access.user)
    assert client.get(fetch_url(client).replace("100245", "200")).status_code == 404


def test_an_access_that_ends_before_the_work_packs_nothing(client: Client, access) -> None:
    client.post(URL, ALL)
    revoke_access(access=access, actor=None)
    packed()
    assert PreparedDownload.objects.get().state == "failed"


@pytest.mark.long
def test_a_module_switched_off_is_neither_offered_nor_packed(client: Client, access) -> None:
    client.post(URL, ALL)
    switch_off("contracts")
    packed()
    assert 'value="contracts"' not in client.get(URL).content.decode()
    assert not any("contracts" in name for name in names(client.get(fetch_url(client))))
