"""The package with all of a person's data: complete, only his own, and for him alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from documents.errors import FileMissing
from documents.names import safe_name
from documents.prepared.models import PreparedDownload
from documents.prepared.tasks import tidy
from documents.storage import new_key, private_storage
from documents.uploads.kinds import PNG
from documents.uploads.scanning import ScanState
from documents.uploads.services import AcceptedUpload
from ebok.audit.models import AuditEntry
from ebok.core.own_data import tables
from ebok.outbox.working import drain
from selfservice.access.consents.tests.factories import consent_given
from selfservice.access.ending import end_access
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.models import User
from selfservice.identity.tests.factories import PASSWORD, UserFactory
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import Attachment
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.tests.test_files import deliver_file

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGE = "/en/portal/my-data/export/"


def an_account(number: str, *, name: str) -> None:
    account = exchange.AccountFactory(account_no=number, name=name, registration_code="pbkdf2$code")
    deliver_file(f"files/f-{number}.pdf", content=f"%PDF invoice of {number}".encode())
    exchange.InvoiceFactory(account=account, invoice_no=f"FV/{number}", document=f"files/f-{number}.pdf")
    exchange.InvoiceFactory(account=account, invoice_no=f"FV/{number}/2", document="files/lost.pdf")


@pytest.fixture
def user() -> User:
    an_account("100245", name="=Anna Zmyślona")
    an_account("200", name="Somebody Else")
    user = AccessFactory(account_no="100245", user=UserFactory(email="anna@example.com", language="en")).user
    AccessFactory(account_no="200", delegate=True, user=user)
    consent_given(user=user)
    consent_given(user=UserFactory(email="other@example.com"), account_no="200")
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def fetched(client: Client) -> bytes:
    answer = client.get(client.get(PAGE).context["fetch_url"])
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def package(user: User) -> zipfile.ZipFile:
    client = signed_in(user)
    client.post(PAGE)
    drain()
    return zipfile.ZipFile(io.BytesIO(fetched(client)))


def test_without_a_fresh_proof_nobody_gets_near(user: User) -> None:
    client = Client()
    client.force_login(user)
    for answer in (client.get(PAGE), client.post(PAGE)):
        assert "/accounts/reauthenticate/" in answer["Location"]
    assert not PreparedDownload.objects.exists()


def test_every_personal_table_is_in_it_in_both_forms(package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    for table in tables():
        assert {f"portal/{table.name}.json", f"portal/{table.name}.csv"} <= names
    assert json.loads(package.read("portal/identity_user.json"))[0]["email"] == "anna@example.com"
    consents = json.loads(package.read("portal/consents_consententry.json"))
    assert [(row["account_no"], row["is_given"]) for row in consents] == [("100245", True)]
    assert any(
        row["action"] == "consents.given" for row in json.loads(package.read("portal/audit_auditentry.json"))
    )


def test_own_accounts_come_with_bills_and_files_and_missing_files_are_named(package: zipfile.ZipFile) -> None:
    invoices = json.loads(package.read("accounts/100245/invoices.json"))
    assert [row["invoice_no"] for row in invoices] == ["FV/100245", "FV/100245/2"]
    assert package.read("accounts/100245/files/invoices/FV-100245.pdf") == b"%PDF invoice of 100245"
    assert "FV-100245-2.pdf" in package.read("BRAK-MISSING.txt").decode()


@pytest.mark.long
def test_files_handed_in_with_tickets_and_readings_are_in_it_and_nobody_elses(user: User) -> None:
    photo = private_storage().save(
        key=new_key(prefix="readings"), stream=io.BytesIO(b"photo of a counter"), media_type="image/jpeg"
    )
    reading = SubmissionFactory(
        account_no="100245",
        sent_by=user,
        photo_key=photo.key,
        photo_media_type="image/jpeg",
        photo_size=photo.size,
        photo_sha256=photo.sha256,
    )
    ticket = a_ticket(actor=user, uploads=[an_upload(b"my picture", name="przeciek.png")])
    a_ticket(account_no="200", uploads=[an_upload(b"a stranger's picture", name="other.png")])
    SubmissionFactory(account_no="200", installation_no="Z2", sent_by=UserFactory(), photo_key="not/his")
    client = signed_in(user)
    client.post(PAGE)
    drain()
    archive = zipfile.ZipFile(io.BytesIO(fetched(client)))
    files = {name: archive.read(name) for name in archive.namelist() if name.startswith("portal/files/")}
    number = Attachment.objects.get(name="przeciek.png").pk
    attached = safe_name(f"{ticket.signature}-{number}-przeciek.png")
    assert files == {
        f"portal/files/tickets_attachment/{attached}": b"my picture",
        f"portal/files/metering_readingsubmission/{safe_name(reading.receipt_no)}.jpg": b"photo of a counter",
    }


def an_upload(content: bytes, *, name: str) -> AcceptedUpload:
    digest = hashlib.sha256(content).hexdigest()
    return AcceptedUpload(content=content, kind=PNG, sha256=digest, name=name, scan=ScanState.CLEAN)


def test_a_text_says_what_is_withheld_and_why(package: zipfile.ZipFile) -> None:
    text = package.read("READ-ME.txt").decode()
    assert "password: opens the sign-in" in text
    assert "&#" not in text


def test_nothing_of_anybody_else_is_in_it(package: zipfile.ZipFile) -> None:
    for name in package.namelist():
        content = package.read(name)
        assert b"Somebody Else" not in content and b"other@example.com" not in content, name
        assert b"pbkdf2" not in content and b"FV/200" not in content, name
        assert not name.startswith("accounts/200")


@pytest.mark.long
def test_csv_runs_in_no_spreadsheet(package: zipfile.ZipFile) -> None:
    text = package.read("accounts/100245/accounts.csv").decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text), delimiter=";"))["name"] == "'=Anna Zmyślona"


@pytest.mark.long
def test_the_person_hears_of_it_and_it_stands_in_the_event_log(package: zipfile.ZipFile, user: User) -> None:
    drain()
    assert [message.to for message in mail.outbox if "ready" in message.subject] == [[user.email]]
    actions = list(AuditEntry.objects.filter(object_id="portal.own_data").values_list("action", flat=True))
    assert sorted(actions) == ["prepared.downloaded", "prepared.requested"]


@pytest.mark.long
def test_the_link_is_for_one_person_and_one_minute(user: User) -> None:
    client = signed_in(user)
    client.post(PAGE)
    drain()
    link = client.get(PAGE).context["fetch_url"]
    assert signed_in(UserFactory(email="thief@example.com")).get(link).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(seconds=90)):
        assert client.get(link).status_code == 404


def test_a_double_click_makes_one_package(user: User) -> None:
    client = signed_in(user)
    client.post(PAGE)
    client.post(PAGE)
    assert PreparedDownload.objects.count() == 1
    assert client.get(PAGE).context["is_waiting"]


def test_the_package_is_deleted_after_some_days(user: User, settings) -> None:
    client = signed_in(user)
    client.post(PAGE)
    drain()
    download = PreparedDownload.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=settings.PREPARED_KEEP_DAYS, seconds=1)):
        tidy()
    with pytest.raises(FileMissing):
        private_storage().open(download.storage_key)
    assert client.get(PAGE).context["fetch_url"] == ""


def test_a_sign_in_that_was_closed_meanwhile_gets_nothing(user: User) -> None:
    signed_in(user).post(PAGE)
    User.objects.filter(pk=user.pk).update(is_active=False)
    drain()
    assert PreparedDownload.objects.get().fault == "not_allowed"


def test_with_an_account_goes_the_package_that_holds_its_bills(user: User) -> None:
    client = signed_in(user)
    client.post(PAGE)
    drain()
    link = client.get(PAGE).context["fetch_url"]
    access = AccountAccess.objects.get(user=user, role="owner")
    end_access(access=access, actor=user, reason="was never his")
    assert client.get(link).status_code == 404
    page = client.get(PAGE)
    assert page.context["fetch_url"] == "" and "Make the package" in page.content.decode()
    client.post(PAGE)
    drain()
    assert not [name for name in zipfile.ZipFile(io.BytesIO(fetched(client))).namelist() if "100245" in name]
