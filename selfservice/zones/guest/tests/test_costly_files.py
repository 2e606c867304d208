"""Files cost work to judge: nobody has it done by sending forms that are refused anyway."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.drafts.models import DraftFile
from documents.uploads.services import accept
from documents.uploads.tests.files import photo
from selfservice.identity import kept_files
from selfservice.tickets.models import Attachment, Ticket
from selfservice.zones.guest import limits

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
FORM = "/en/zgloszenia/nowe/outage/"
STORY = {"subject": "No water", "text": "None at all", "token": "one"}
PERSON = {"name": "Anna Zmyślona", "email": "anna@example.org"}


def files(count: int = 2) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.jpg", photo(size=(40 + n, 30))) for n in range(count)]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []

    def counted(**call: Any) -> Any:
        names.append(call["name"])
        return accept(**call)

    monkeypatch.setattr("selfservice.tickets.files.accept", counted)
    return names


@pytest.fixture(params=["an empty form", "a robot", "too many tickets"])
def refused(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[str, Any]:
    """What comes in a form that is refused."""
    if request.param == "an empty form":
        return {}
    if request.param == "a robot":
        settings.ROBOT_CHECK = "always"
    else:
        monkeypatch.setattr(limits, "TICKETS_AN_HOUR", 0)
    return {**STORY, **PERSON}


def test_files_of_refused_forms_are_judged_and_kept_within_the_limit_on_kept_files_alone(
    client: Client, judged: list[str], refused: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "FILES_AN_HOUR", 3)
    first = client.post(FORM, {**refused, "files": files()})
    assert first.status_code in {422, 429}
    assert judged == ["0.jpg", "1.jpg"] and DraftFile.objects.count() == 2
    second = client.post(FORM, {**refused, "files": files()})
    assert judged == ["0.jpg", "1.jpg"] and "could not be kept" in second.content.decode()
    assert not Ticket.objects.exists()


def test_files_of_a_form_that_is_taken_are_judged_once(client: Client, judged: list[str]) -> None:
    answer = client.post(FORM, {**STORY, **PERSON, "files": files()})
    assert answer.status_code == 302 and judged == ["0.jpg", "1.jpg"]
    assert Attachment.objects.count() == 2


def test_a_bad_file_in_a_good_form_is_named_and_the_good_one_is_judged_once(
    client: Client, judged: list[str]
) -> None:
    sent = [*files(1), SimpleUploadedFile("page.jpg", b"<html>")]
    page = client.post(FORM, {**STORY, **PERSON, "files": sent}).content.decode()
    assert "page.jpg: " in page and judged == ["0.jpg", "page.jpg"]
    assert DraftFile.objects.get().name == "0.jpg"
