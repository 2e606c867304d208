"""Every place where files are taken, asked by a walk over all pages, gets the same wicked files."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser
from typing import Any

import pytest
from access_matrix.expecting import IN
from access_matrix.town import MATRIX, Town
from django.test import Client

from documents.storage import private_storage
from documents.uploads.tests import files
from selfservice.exchange.models import Meter
from selfservice.metering.models import ReadingSubmission
from selfservice.tickets.models import Attachment

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
BOUNDARY = "----a-form-of-a-browser"
STORY = {"subject": "Water", "text": "There is none.", "token": "fresh", "state": "open", "version": "1"}
GUEST = {"name": "Jan", "email": "guest@example.org", "caller_name": "Jan"}
# Where files are taken: the page with the form, who sends it, and where to.
DOORS: dict[str, tuple[str, str]] = {
    "portal:ticket_form": ("owner", "portal:ticket_form"),
    "portal:ticket": ("owner", "portal:ticket"),
    "portal:own_ticket": ("owner", "portal:own_ticket"),
    "portal:reading_send": ("owner", "portal:reading_send"),
    "staff:ticket": ("clerk", "staff:ticket_answer"),
    "staff:ticket_form": ("clerk", "staff:ticket_form"),
    "guest:form": ("anonymous", "guest:form"),
    "guest:page_form": ("anonymous", "guest:page_form"),
    "guest:case": ("anonymous", "guest:case"),
}
# Shows its file fields only after a first step, or to somebody who proved that the case is his.
ASKED_LATER = {"portal:reading_send", "guest:case"}
BOMB = b"0" * 30_000_000
REFUSED = {
    "a drawing with a script": files.SVG,
    "a web page": files.HTML,
    "XML that reads a file": files.XML,
    "a program": b"MZ\x90\0\x03" + b"\0" * 60,
    "a script that calls itself a picture": b"GIF89a/*" + files.HTML,
    "more than 20 MB": b"\xff\xd8\xff\xe0" + b"\0" * (20 * 1024 * 1024),
    "a picture of 10,000 megapixels": files.pixel_bomb(width=100_000, height=100_000),
    "an archive that unpacks to very much": files.docx(**{"word__media.xml": BOMB}),
    "a document with a program": files.docx(**{"word__vbaProject.bin": b"x"}),
    "a paper with a script": files.pdf(extra=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "an archive": files.archive({"../../etc/cron.d/x": b"x"}),
    "nothing": b"",
}
NAMES = {
    "../../../etc/passwd": "passwd.jpg",
    "..\\..\\windows\\win.ini": "win.jpg",
    "a\u202egpj.exe": "agpj.jpg",
    "a\x1b[31m\x07.jpg": "a[31m.jpg",
    "<img src=x onerror=alert(1)>.jpg": "img src=x onerror=alert(1)-.jpg",
    "ż" * 300 + ".html": "",
}


class FileFields(HTMLParser):
    """Is there a control for files?"""

    found = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = self.found or (tag == "input" and ("type", "file") in attrs)


@pytest.fixture
def browsers(town: Town) -> dict[str, Client]:
    guest = town.clients["anonymous"]
    number = town.arguments["guest:case"]["signature"]
    guest.post(town.url("guest:track"), {"number": number, "email": "guest@example.org"})
    return town.clients


def send(town: Town, client: Client, door: str, *, content: bytes, name: str = "tap.jpg") -> Any:
    """A form as a browser sends it, with whatever name; Django's test client would tidy the name up."""
    facts = {**STORY, **GUEST, "channel": "phone", "read_on": "2026-01-05", "step": "send"}
    field = "files"
    if door == "portal:reading_send":
        number = Meter.objects.filter(point__account="100245").values_list("pk", flat=True)[0]
        field, facts = f"m-{number}-photo", {**facts, f"value-{number}": "500", f"m-{number}-why": "leak"}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in facts.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    body = b"".join(parts) + head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + content
    url = town.url(DOORS[door][1])
    ending = f"\r\n--{BOUNDARY}--\r\n".encode()
    return client.post(url, body + ending, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def kept() -> list[tuple[str, str]]:
    """Keys and names of all files that were handed in."""
    attachments = Attachment.objects.order_by("pk").values_list("key", "name")
    photos = (
        ReadingSubmission.objects.exclude(photo_key="").order_by("pk").values_list("photo_key", flat=True)
    )
    return [*attachments, *((key, "") for key in photos)]


def test_every_place_that_takes_files_is_attacked_here(town: Town, browsers: dict[str, Client]) -> None:
    found = set()
    for name, row in MATRIX.items():
        reader = next((person for person in ("anonymous", "owner", "clerk") if row.get[person] == IN), "")
        page = browsers[reader].get(town.url(name)) if reader else None
        if page and page.get("Content-Type", "").startswith("text/html"):
            fields = FileFields()
            fields.feed(page.content.decode())
            found |= {name} if fields.found else set()
    assert found | ASKED_LATER == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_keeps_a_wicked_file(town: Town, browsers: dict[str, Client], door: str) -> None:
    client, before = browsers[DOORS[door][0]], kept()
    for what, content in REFUSED.items():
        answer = send(town, client, door, content=content)
        assert answer.status_code == 422 or what == "nothing", f"{what}: {answer.status_code}"
        assert kept() == before, what


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_with_something_behind_it_is_kept_without_that(
    town: Town, browsers: dict[str, Client], door: str
) -> None:
    before = kept()
    glued = files.photo() + files.HTML + files.archive({"x.js": b"alert(1)"})
    answer = send(town, browsers[DOORS[door][0]], door, content=glued)
    assert answer.status_code == 302
    [(key, _name)] = [row for row in kept() if row not in before]
    with private_storage().open(key) as stream:
        content = stream.read()
    assert content.startswith(b"\xff\xd8\xff") and b"<script" not in content and b"PK\x03\x04" not in content
    assert b"SecretCamera" not in content


@pytest.mark.parametrize("door", DOORS)
def test_a_photo_of_an_iphone_is_kept_as_a_jpeg_without_where_it_was_taken(
    town: Town, browsers: dict[str, Client], door: str
) -> None:
    before = kept()
    answer = send(town, browsers[DOORS[door][0]], door, content=files.heic(), name="IMG_0001.HEIC")
    assert answer.status_code == 302
    [(key, _name)] = [row for row in kept() if row not in before]
    with private_storage().open(key) as stream:
        content = stream.read()
    assert content.startswith(b"\xff\xd8\xff") and b"SecretCamera" not in content


@pytest.mark.parametrize(("sent", "shown"), NAMES.items())
def test_a_name_is_harmless_wherever_it_is_kept_shown_and_given_back(
    town: Town, browsers: dict[str, Client], sent: str, shown: str
) -> None:
    before = kept()
    send(town, browsers["owner"], "portal:ticket", content=files.photo(), name=sent)
    [(key, name)] = [row for row in kept() if row not in before]
    assert name == shown or (not shown and name.endswith(".jpg") and len(name) <= 120)
    assert hashlib.sha256(sent.encode()).hexdigest() not in key and ".." not in key and "etc" not in key
    attachment = Attachment.objects.get(key=key)
    thread = browsers["owner"].get(town.url("portal:ticket")).content.decode()
    assert "<img src=x" not in thread and "\u202e" not in thread
    file = browsers["owner"].get(town.url("portal:ticket_file", pk=attachment.pk))
    assert "\r" not in file["Content-Disposition"] and "/" not in file["Content-Disposition"].split(";")[1]


@pytest.mark.parametrize(
    "route", [name for name in MATRIX if name.split("_")[-1].split(":")[-1] in {"file", "photo"}]
)
def test_what_somebody_handed_in_is_never_run_by_a_browser(
    town: Town, browsers: dict[str, Client], route: str
) -> None:
    row = MATRIX[route].get
    reader = next((person for person in ("owner", "clerk") if row[person] == IN), "anonymous")
    answer = browsers[reader].get(town.url(route))
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    if route.endswith("_photo"):
        assert answer["Content-Type"] in {"image/jpeg", "image/png"}
    else:
        assert answer["Content-Disposition"].startswith("attachment")
