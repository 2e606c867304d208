"""Photos of counters: wicked files and broken ones are refused, and what was typed is not lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from documents.storage import private_storage
from documents.uploads.tests import files
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    MeterFactory,
    ServicePointFactory,
)
from selfservice.metering.models import ReadingSubmission

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SEND = "/en/portal/accounts/100245/readings/new/"
REFUSED = {
    "a drawing with a script": files.SVG,
    "a web page": files.HTML,
    "XML that reads a file": files.XML,
    "a program": b"MZ\x90\0\x03" + b"\0" * 60,
    "a script that calls itself a picture": b"GIF89a/*" + files.HTML,
    "more than 20 MB": b"\xff\xd8\xff\xe0" + b"\0" * (20 * 1024 * 1024),
    "a picture of 10,000 megapixels": files.pixel_bomb(width=100_000, height=100_000),
    "half a photo": files.photo(size=(400, 300))[:2000],
    "half a photo of an iPhone": files.heic()[:400],
    "a paper": files.pdf(),
    "a document": files.docx(),
    "an archive": files.archive({"../../etc/cron.d/x": b"x"}),
}


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        point = ServicePointFactory(account=AccountFactory(account_no="100245"))
        MeterFactory(point=point, installation_no="Z1", installed_on=date(2026, 8, 31))
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


def send(client: Client, content: bytes, name: str = "counter.jpg"):
    photo = SimpleUploadedFile(name, content, content_type="image/jpeg")
    typed = {"token": "form-1", "read_on": "2026-11-21", "value-Z1": "417", "step": "send"}
    return client.post(SEND, {**typed, "m-Z1-photo": photo})


@pytest.mark.few(4)
@pytest.mark.parametrize("what", REFUSED)
def test_no_wicked_file_is_kept_and_the_state_is_not_lost(owner: Client, what: str) -> None:
    answer = send(owner, REFUSED[what])
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="417"' in page and "m-Z1-photo" in page
    assert ReadingSubmission.objects.count() == 0


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "counter.jpg"])
def test_a_photo_of_an_iphone_is_kept_as_a_jpeg_without_its_secrets(owner: Client, name: str) -> None:
    assert send(owner, files.heic(), name).status_code == 302
    sent = ReadingSubmission.objects.get()
    with private_storage().open(sent.photo_key) as stream:
        content = stream.read()
    assert sent.photo_media_type == "image/jpeg" and b"SecretCamera" not in content
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (64, 48), {})
