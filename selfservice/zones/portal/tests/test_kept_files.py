"""Files of a ticket form survive its errors and a session that has ended; nobody else ever gets them."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from documents.drafts.models import DraftFile
from documents.drafts.services import sweep
from documents.errors import FileMissing, StorageUnavailable
from documents.storage import private_storage
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.identity import kept_files
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person
from selfservice.tickets.models import Attachment, Ticket
from selfservice.tickets.tests.factories import a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
FORM = "/en/portal/accounts/100245/tickets/new/outage/"
GUEST_FORM = "/en/zgloszenia/nowe/outage/"


@pytest.fixture
def owner(client: Client) -> Any:
    account = exchange.AccountFactory(account_no="100245")
    exchange.ServicePointFactory(account=account)
    exchange.FeedFactory()
    user = AccessFactory.create(user=UserFactory.create(language="en"), account_no="100245").user
    client.force_login(user)
    return user


def photo(name: str = "tap.jpg", colour: str = "navy") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "PNG")
    return SimpleUploadedFile(name, stream.getvalue())


def facts(**more: object) -> dict[str, object]:
    return {"subject": "No water", "text": "Since this morning.", "token": "one-form", **more}


def kept(page: str) -> str:
    found = re.search(r'name="kept_files" value="([^"]*)"', page)
    return found.group(1) if found else ""


def after_an_error(client: Client, url: str = FORM, **files: object) -> str:
    answer = client.post(url, facts(subject="", **(files or {"files": photo()})))
    assert answer.status_code == 422
    page: str = answer.content.decode()
    return page


def names() -> list[str]:
    return sorted(Attachment.objects.values_list("name", flat=True))


@pytest.mark.usefixtures("owner")
def test_a_file_is_kept_over_an_error_shown_and_sent_once_with_the_ticket(client: Client) -> None:
    page = after_an_error(client)
    assert re.search("tap.jpg \\([0-9]+\u00a0bytes\\)", page) and "Leave it out" in page
    again = client.post(FORM, facts(subject="", kept_files=kept(page))).content.decode()
    assert kept(again) == kept(page) and DraftFile.objects.count() == 1
    for _press in range(2):
        client.post(FORM, facts(kept_files=kept(page), files=photo("other.jpg", "red")))
    assert Ticket.objects.count() == 1 and names() == ["other.jpg", "tap.jpg"]
    with private_storage().open(Attachment.objects.get(name="tap.jpg").key) as stream:
        assert stream.read(3) == b"\xff\xd8\xff"


@pytest.mark.usefixtures("owner")
def test_the_same_file_chosen_again_is_not_doubled(client: Client) -> None:
    client.post(FORM, facts(kept_files=kept(after_an_error(client)), files=photo()))
    assert names() == ["tap.jpg"]


@pytest.mark.usefixtures("owner")
def test_a_bad_file_does_not_take_the_good_ones_with_it(client: Client) -> None:
    bad = SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script></html>")
    answer = client.post(FORM, facts(files=[photo(), bad]))
    page = answer.content.decode()
    assert answer.status_code == 422 and "page.jpg: " in page and "the other files are kept" in page
    client.post(FORM, facts(kept_files=kept(page)))
    assert names() == ["tap.jpg"]


@pytest.mark.usefixtures("owner")
def test_a_kept_file_can_be_left_out(client: Client) -> None:
    page = after_an_error(client, files=[photo(), photo("other.jpg", "red")])
    first = kept(page).split(",")[0]
    client.post(FORM, facts(kept_files=kept(page), left_out=first))
    assert names() == ["other.jpg"]


def test_nobody_else_gets_a_kept_file(client: Client, owner: Any) -> None:
    ids = kept(after_an_error(client))
    other = Client()
    other.force_login(AccessFactory(account_no="100245", delegate=True, level="act").user)
    for thief in (other, Client()):
        url = FORM if thief is other else GUEST_FORM
        answer = thief.post(url, facts(kept_files=ids, name="X", email="x@example.org"))
        page = answer.content.decode()
        assert answer.status_code == 422 and "is no longer here" in page and "tap.jpg" not in page
    assert not Ticket.objects.exists()


def test_files_of_a_late_form_stand_there_after_signing_in_again(client: Client, owner: Any) -> None:
    before = kept(after_an_error(client))
    client.logout()
    late = client.post(
        FORM, facts(keep=FORM, kept_files=before, files=photo("late.jpg", "green"), token="late")
    )
    assert FORM in late["Location"]
    client.post("/en/accounts/login/", {"login": owner.email, "password": PASSWORD})
    page = client.get(FORM).content.decode()
    assert "tap.jpg" in page and "late.jpg" in page and "Files have to be chosen again" not in page
    client.post(FORM, facts(kept_files=kept(page)))
    assert names() == ["late.jpg", "tap.jpg"]


def test_one_network_keeps_so_many_files_an_hour_and_is_told(
    client: Client, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "FILES_AN_HOUR", 1)
    client.logout()
    for _time in range(2):
        client.post(FORM, facts(keep=FORM, files=photo()))
    assert DraftFile.objects.count() == 1
    client.post("/en/accounts/login/", {"login": owner.email, "password": PASSWORD})
    page = client.get(FORM).content.decode()
    assert "Since this morning." in page and "Files have to be chosen again" in page


@pytest.mark.usefixtures("owner")
def test_without_a_store_the_text_stays_and_the_loss_is_told(client: Client) -> None:
    with mock.patch("documents.storage.local.LocalStorage.save", side_effect=StorageUnavailable):
        page = after_an_error(client)
    assert "The files could not be kept" in page and "Since this morning." in page and not kept(page)


def test_a_guest_keeps_his_files_in_his_session(client: Client) -> None:
    person_ = {"name": "Anna Zmyślona", "email": "guest@example.org"}
    page = client.post(GUEST_FORM, facts(subject="", files=photo(), **person_)).content.decode()
    assert DraftFile.objects.get().user is None
    client.post(GUEST_FORM, facts(kept_files=kept(page), **person_))
    assert names() == ["tap.jpg"]


def test_the_office_keeps_them_too_when_a_colleague_was_faster(client: Client) -> None:
    client.force_login(person(Role.CLERK))
    ticket = a_ticket()
    url = f"/en/staff/tickets/{ticket.signature}/answer/"
    answer = {"text": "We are on our way.", "state": "open", "version": ticket.version, "files": photo()}
    Ticket.objects.filter(pk=ticket.pk).update(version=ticket.version + 1)
    page = client.post(url, answer)
    assert page.status_code == 409 and "tap.jpg" in page.content.decode()
    again = {**answer, "version": ticket.version + 1, "kept_files": kept(page.content.decode())}
    del again["files"]
    client.post(url, again)
    assert names() == ["tap.jpg"]


@pytest.mark.usefixtures("owner")
def test_after_a_day_file_and_row_are_gone_and_the_form_says_so(client: Client) -> None:
    page = after_an_error(client)
    key = DraftFile.objects.get().storage_key
    now = timezone.now()
    assert sweep(at=now) == 0
    assert sweep(at=now + timedelta(days=1, minutes=1)) == 1
    assert not DraftFile.objects.exists()
    with pytest.raises(FileMissing):
        private_storage().open(key)
    answer = client.post(FORM, facts(kept_files=kept(page)))
    assert answer.status_code == 422 and "is no longer here" in answer.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("ids", ["x", "0" * 32, ",", "\x00", "1," * 50])
def test_ids_that_are_none_break_nothing(client: Client, ids: str) -> None:
    assert client.post(FORM, facts(kept_files=ids)).status_code in {302, 422}
