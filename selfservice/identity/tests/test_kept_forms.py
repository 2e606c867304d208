"""A long text outlives the session in which it was written."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.drafts.models import DraftFile
from documents.uploads.tests import files
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.kept_forms import LONGEST
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGE = "/en/portal/accounts/100245/tickets/new/question/"
TEXT = "A long story that nobody wants to type twice."


def sign_in(client: Client, user: Any) -> None:
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session


def late_form(client: Client, **more: str) -> Any:
    return client.post(PAGE, {"subject": "Late", "text": TEXT, "keep": PAGE, **more})


@pytest.fixture
def owner() -> Any:
    return AccessFactory.create(user=UserFactory.create(language="en"), account_no="100245").user


def test_a_form_that_comes_after_the_idle_time_stands_there_after_signing_in(
    client: Client, owner: Any
) -> None:
    with time_machine.travel("2030-11-21T10:00:00+01:00", tick=False):
        sign_in(client, owner)
    with time_machine.travel("2030-11-21T10:31:00+01:00", tick=False):
        answer = late_form(client)
        assert answer.status_code == 302 and PAGE in answer["Location"]
        assert "_auth_user_id" not in client.session
        sign_in(client, owner)
        page = client.get(PAGE).content.decode()
        assert TEXT in page and "Your text is kept" in page
        assert TEXT not in client.get(PAGE).content.decode()


def test_nobody_else_who_signs_in_with_the_same_browser_gets_it(client: Client, owner: Any) -> None:
    other = AccessFactory.create(user=UserFactory.create(language="en"), account_no="100245").user
    photo = SimpleUploadedFile("tap.jpg", files.photo())
    with time_machine.travel("2030-11-21T10:00:00+01:00", tick=False):
        sign_in(client, owner)
    with time_machine.travel("2030-11-21T10:31:00+01:00", tick=False):
        client.post(PAGE, {"subject": "Late", "text": TEXT, "keep": PAGE, "files": photo})
        draft = DraftFile.objects.get()
        assert draft.user == owner
        sign_in(client, other)
        page = client.get(PAGE).content.decode()
        assert TEXT not in page and "Your text is kept" not in page and "tap.jpg" not in page
        taken = client.post(PAGE, {"subject": "", "kept_files": str(draft.pk)}).content.decode()
        assert "is no longer here" in taken and "tap.jpg" not in taken
        assert "kept_form" not in client.session


def test_files_come_back_to_whoever_was_signed_in(client: Client, owner: Any) -> None:
    photo = SimpleUploadedFile("tap.jpg", files.photo())
    with time_machine.travel("2030-11-21T10:00:00+01:00", tick=False):
        sign_in(client, owner)
    with time_machine.travel("2030-11-21T10:31:00+01:00", tick=False):
        client.post(PAGE, {"subject": "Late", "text": TEXT, "keep": PAGE, "files": photo})
        sign_in(client, owner)
        assert "tap.jpg" in client.get(PAGE).content.decode()


def test_a_form_without_any_session_is_kept_too_and_only_for_its_page(client: Client, owner: Any) -> None:
    assert "/accounts/login/" in late_form(client)["Location"]
    sign_in(client, owner)
    assert TEXT not in client.get(PAGE.replace("question", "outage")).content.decode()
    assert TEXT in client.get(PAGE).content.decode()


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "/en/portal/other/", ""])
def test_a_form_that_names_another_page_is_not_kept(client: Client, page: str) -> None:
    answer = late_form(client, keep=page)
    assert "evil" not in answer["Location"] and "kept_form" not in client.session


def test_neither_passwords_nor_endless_texts_are_kept(client: Client) -> None:
    late_form(client, password="secret-words")
    assert "password" not in client.session["kept_form"]["texts"]
    other = Client()
    late_form(other, text="x" * (LONGEST + 1))
    assert "kept_form" not in other.session


def test_an_act_that_comes_late_leads_back_to_its_page(client: Client) -> None:
    page = "/en/portal/accounts/100245/tickets/Z-00000-00000/"
    answer = client.post(f"{page}reopen/", {"keep": page})
    assert answer["Location"].endswith(f"next={page}")
