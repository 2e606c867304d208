"""Whoever closes his sign-in leaves nothing behind but what the page names and the law has kept.

A person does what leaves traces, closes his sign-in, and then every column of every table, every file
and every cached value is searched.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from test_privacy import everything_kept
from traces import PERSONAL, STAYS, correspond, invite

from documents.prepared.models import PreparedDownload
from ebok.audit.models import AuditEntry
from ebok.core import own_data
from ebok.outbox.working import drain
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.access.data_changes.services import approve
from selfservice.access.leaving import work
from selfservice.access.leaving.errors import NotByOneself
from selfservice.access.leaving.services import close_sign_in
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import answer
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.devices.models import OpenSession
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.devices import has_factor
from selfservice.identity.second_factor.enrolment import enrol
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]


@pytest.fixture(autouse=True)
def store_of_its_own(settings, tmp_path: Path) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"


def files_kept() -> Iterator[tuple[str, str]]:
    """(where, text) of every file that the portal stores, and of every file inside a package."""
    for path in Path(settings.STORAGE_URL.removeprefix("file://")).rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        yield f"file {path.name}", content.decode("utf-8", "replace")
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    yield f"file {path.name}!{name}", archive.read(name).decode("utf-8", "replace")


def found() -> set[str]:
    """What of `PERSONAL` and `STAYS` stands anywhere, in whatever spelling."""
    sought = PERSONAL | {what: text for what, (text, _told) in STAYS.items()}
    spellings = {what: {text, json.dumps(text)[1:-1]} for what, text in sought.items()}
    return {
        what
        for _where, text in [*everything_kept(), *files_kept()]
        for what, forms in spellings.items()
        if any(form in text for form in forms)
    }


@pytest.fixture
def client() -> Client:
    """Somebody who has left traces everywhere."""
    exchange.AccountFactory(account_no="100245")
    exchange.FeedFactory()
    user = AccessFactory(account_no="100245", user=UserFactory(email=PERSONAL["address"])).user
    AccessFactory(account_no="100245", delegate=True, granted_by=user)
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/password/reset/", {"email": user.email})
    profile = {"display_name": PERSONAL["name"], "phone": "+" + PERSONAL["phone"], "language": "pl"}
    client.post("/portal/my-data/profile/", profile)
    contact = {"phone": PERSONAL["new phone"], "email": ""}
    client.post("/portal/accounts/100245/contact-data/contact/", contact)
    change = DataChange.objects.get()
    answer(seq=approve(change=change, clerk=person(Role.CLERK)).seq, state="accepted")
    address = {"street": PERSONAL["new street"], "building": "1", "postcode": "00-999", "city": "Wymyślin"}
    client.post("/portal/accounts/100245/contact-data/address/", address)
    client.post("/portal/accounts/100245/consents/", {"consent": "marketing", "act": "give"})
    invite(user)
    correspond(user)
    client.post("/portal/my-data/export/")
    drain()
    assert PreparedDownload.objects.get().state == "ready"
    return client


def close(client: Client) -> User:
    user = User.objects.get(email=PERSONAL["address"])
    client.post("/portal/my-data/close/", {"email": PERSONAL["address"]})
    return user


def test_the_search_sees_everything_before_the_end(client: Client) -> None:
    assert found() == set(PERSONAL) | set(STAYS)


def test_what_stays_is_named_on_the_page(client: Client) -> None:
    text = client.get("/en/portal/my-data/close/").content.decode()
    stays = text[text.index("What stays, and why") :]
    assert [words for _text, words in STAYS.values() if words not in stays] == []


def test_nothing_personal_is_left_in_database_files_and_cache(client: Client) -> None:
    close(client)
    drain()
    assert found() == set(STAYS)
    assert AuditEntry.objects.filter(action__in=["leaving.closed", "leaving.erased"]).count() == 2


@pytest.mark.parametrize(
    ("table", "left"),
    [
        ("identity_user", {"address", "name", "phone"}),
        ("account_emailaddress", {"address"}),
        ("invitations_invitation", {"address of the invited"}),
        ("data_changes_datachange", {"new phone", "new street"}),
        ("messaging_message", {"message"}),
        (
            "tickets_ticket",
            {
                "name in a ticket",
                "phone in a ticket",
                "place of a ticket",
                "pin of a ticket",
                "answer to a question",
            },
        ),
        ("prepared_prepareddownload", {"address", "name", "phone", "new phone", "new street"}),
    ],
)
def test_a_table_that_forgets_to_forget_is_seen(
    client: Client, monkeypatch, table: str, left: set[str]
) -> None:
    kept = [one for one in own_data.tables() if one.name != table]
    monkeypatch.setattr(work, "tables", lambda: kept)
    close(client)
    drain()
    assert found() >= left


def test_the_sign_in_opens_nothing_from_the_first_moment(client: Client) -> None:
    user = close(client)
    assert not OpenSession.objects.filter(user=user).exists()
    assert client.get("/portal/").status_code == 302
    fresh = Client()
    fresh.post("/accounts/login/", {"login": PERSONAL["address"], "password": PASSWORD})
    assert not OpenSession.objects.filter(user=user).exists()


def test_accesses_end_also_those_of_people_he_had_let_in_and_consents_are_withdrawn(client: Client) -> None:
    user = close(client)
    drain()
    assert not customer_accounts(user)
    assert not AccountAccess.objects.filter(account_no="100245", revoked_at__isnull=True).exists()
    assert not ConsentEntry.objects.first().is_given
    assert Entry.objects.filter(kind="consent.withdrawn").count() == 1
    assert list(DataChange.objects.values_list("state", flat=True)) == ["taken_back", "done"]


def test_the_last_letter_goes_to_the_address_before_it_is_forgotten(client: Client) -> None:
    mail.outbox.clear()
    close(client)
    drain()
    assert [message.to for message in mail.outbox][-1] == [PERSONAL["address"]]
    letters = len(mail.outbox)
    work.erase(
        {"user_id": User.objects.get(email__startswith="closed-").pk, "asked_at": "2026-11-21T10:00:00+00:00"}
    )
    assert len(mail.outbox) == letters


def test_a_mail_server_that_is_away_delays_the_end_but_never_prevents_it(client: Client, monkeypatch) -> None:
    def away(self: object, *args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    close(client)
    drain()
    assert "address" in found()
    with time_machine.travel(timezone.now() + work.PATIENCE + timedelta(minutes=1)):
        drain()
    assert found() == set(STAYS)


def test_another_address_or_none_closes_nothing(client: Client) -> None:
    for typed in ("", "somebody@else.example"):
        answer_page = client.post("/portal/my-data/close/", {"email": typed})
        assert answer_page.status_code == 200
    assert User.objects.get(email=PERSONAL["address"]).is_active


def test_a_code_is_asked_for_first_where_there_is_a_second_factor() -> None:
    user = UserFactory(email="with.factor@example.net")
    client = Client()
    client.force_login(user)
    enrol(user=user, secret=b"0" * 20)
    assert has_factor(user)
    answer_page = client.post("/portal/my-data/close/", {"email": user.email})
    assert answer_page["Location"].startswith(reverse("second_factor_confirm"))
    assert User.objects.get(pk=user.pk).is_active


def test_people_of_the_office_do_not_close_their_own_sign_in() -> None:
    clerk = person(Role.CLERK)
    with pytest.raises(NotByOneself):
        close_sign_in(user=clerk)
    assert User.objects.get(pk=clerk.pk).is_active
