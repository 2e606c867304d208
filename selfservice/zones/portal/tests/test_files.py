"""Downloads of the portal: the right bytes, an entry in the event log, an honest answer when it fails."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from cms_pages import generation
from cms_pages.models import OfficeSettings
from documents.storage import private_storage
from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ContractFactory,
    DeliveryFileFactory,
    FeedFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    LetterFactory,
)
from selfservice.zones.portal.tests.test_pages import office_site

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
BYTES = b"%PDF-1.7 plainly invented"
NUMBER = "FV/2026/11/ż 00412"


def deliver_file(path: str, *, stored: bool = True, content: bytes = BYTES) -> None:
    digest = hashlib.sha256(content).hexdigest()
    key = f"exchange/{digest[:2]}/{digest}"
    if stored:
        private_storage().save(key=key, stream=BytesIO(content), media_type="application/pdf")
    DeliveryFileFactory(path=path, storage_key=key, sha256=digest, size=len(content))


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def owner(client: Client) -> Client:
    AccountFactory(account_no="100245")
    FeedFactory()
    client.force_login(AccessFactory(account_no="100245").user)
    return client


def test_the_suppliers_own_pdf_is_given_unchanged(owner: Client) -> None:
    deliver_file("files/f.pdf")
    InvoiceFactory(account_id="100245", invoice_no=NUMBER, document="files/f.pdf")
    answer = owner.get(f"{HOME}invoice-files/{NUMBER}.pdf")
    assert body(answer) == BYTES
    assert answer["Content-Disposition"].startswith('attachment; filename="FV-2026-11-z 00412.pdf"')
    assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


def test_without_a_file_the_invoice_is_rendered_from_its_data(owner: Client) -> None:
    invoice = InvoiceFactory(account_id="100245", invoice_no="FV/1")
    InvoiceLineFactory(invoice=invoice)
    answer = owner.get(f"{HOME}invoice-files/FV/1.pdf")
    assert body(answer).startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"


def test_the_xml_of_ksef_is_given_as_delivered(owner: Client) -> None:
    deliver_file("files/f.xml", content=b"<Faktura/>")
    InvoiceFactory(account_id="100245", invoice_no="FV/1", xml="files/f.xml")
    assert body(owner.get(f"{HOME}invoice-files/FV/1.xml")) == b"<Faktura/>"


def test_an_invoice_without_xml_has_no_such_file(owner: Client) -> None:
    InvoiceFactory(account_id="100245", invoice_no="FV/1")
    assert owner.get(f"{HOME}invoice-files/FV/1.xml").status_code == 404
    assert "invoice-files/FV/1.xml" not in owner.get(f"{HOME}invoices/FV/1/").content.decode()


def test_an_invoice_known_to_ksef_shows_the_code_to_check_it_and_its_address(owner: Client) -> None:
    """The hash of nothing, as in `documents.tests.test_qr`; without the office's tax number no address."""
    digest = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
    InvoiceFactory(account_id="100245", invoice_no="FV/1", ksef_hash=digest)
    InvoiceFactory(account_id="100245", invoice_no="FV/2", ksef_hash="")
    assert "qr-code" not in owner.get(f"{HOME}invoices/FV/1/").content.decode()
    OfficeSettings.objects.update_or_create(site=office_site(), defaults={"nip": "1111111111"})
    generation.forget()
    page = owner.get(f"{HOME}invoices/FV/1/").content.decode()
    [address] = re.findall(r'href="(https://[^"]+/invoice/1111111111/[^"]+)"', page)
    assert address.endswith(f"/{digest}")
    [code] = re.findall(r'<div class="qr-code">(<svg .*?</svg>)</div>', page, flags=re.DOTALL)
    assert 'role="img"' in code and "style=" not in code and "<title" not in code
    assert "qr-code" not in owner.get(f"{HOME}invoices/FV/2/").content.decode()


def test_a_contract_is_given_and_named_by_its_number(owner: Client) -> None:
    deliver_file("files/u.pdf")
    ContractFactory(account_id="100245", contract_no="U/1", document="files/u.pdf")
    answer = owner.get(f"{HOME}contract-files/U/1.pdf")
    assert body(answer) == BYTES and "U-1.pdf" in answer["Content-Disposition"]


def test_an_invoice_may_have_a_number_as_long_as_ksef_allows(owner: Client) -> None:
    number = f"FV/{'ż' * 250}/42"
    invoice = InvoiceFactory(account_id="100245", invoice_no=number)
    InvoiceLineFactory(invoice=invoice)
    assert number in owner.get(f"{HOME}invoices/?q={number}").content.decode()
    assert number in owner.get(f"{HOME}invoices/{number}/").content.decode()
    answer = owner.get(f"{HOME}invoice-files/{number}.pdf")
    assert answer.content.startswith(b"%PDF") and "-42.pdf" in answer["Content-Disposition"]
    assert AuditEntry.objects.get(action="documents.downloaded").object_id == invoice.pk
    assert number in body(owner.get(f"{HOME}tables/invoices/{number}.csv")).decode()


def test_a_letter_is_given_only_inside_its_window(owner: Client) -> None:
    deliver_file("files/d.pdf")
    now = timezone.now()
    for number, until in {"D/1": now + timedelta(days=1), "D/2": now - timedelta(seconds=1)}.items():
        LetterFactory(account_id="100245", document_no=number, file="files/d.pdf", available_to=until)
    assert body(owner.get(f"{HOME}document-files/D/1")) == BYTES
    assert owner.get(f"{HOME}document-files/D/2").status_code == 404


def test_a_download_stands_in_the_event_log_and_asking_for_headers_does_not(owner: Client) -> None:
    deliver_file("files/f.pdf")
    InvoiceFactory(account_id="100245", invoice_no="FV/1", document="files/f.pdf")
    owner.head(f"{HOME}invoice-files/FV/1.pdf")
    assert not AuditEntry.objects.filter(action="documents.downloaded").exists()
    owner.get(f"{HOME}invoice-files/FV/1.pdf")
    entry = AuditEntry.objects.get(action="documents.downloaded")
    assert (entry.object_type, entry.object_id, entry.account_no) == ("invoice", "FV/1", "100245")
    assert (entry.actor_id, entry.actor_role) == (owner.session["_auth_user_id"], "customer")


@pytest.mark.parametrize("row_exists", [True, False])
def test_a_file_that_is_not_there_is_an_honest_404_with_an_alarm(owner: Client, row_exists: bool) -> None:
    if row_exists:
        deliver_file("files/gone.pdf", stored=False, content=b"bytes that were lost")
    InvoiceFactory(account_id="100245", invoice_no="FV/1", document="files/gone.pdf")
    answer = owner.get(f"{HOME}invoice-files/FV/1.pdf")
    assert answer.status_code == 404
    assert Alarm.objects.filter(code="documents.file_missing").exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert "documents.download_failed" in actions and "documents.downloaded" not in actions


def test_a_download_reads_only_what_its_decision_needs(owner: Client, django_assert_max_num_queries) -> None:
    deliver_file("files/f.pdf")
    InvoiceFactory(account_id="100245", invoice_no="FV/1", document="files/f.pdf")
    with django_assert_max_num_queries(2, using="exchange"):
        owner.get(f"{HOME}invoice-files/FV/1.pdf")
