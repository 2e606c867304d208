"""Pictures and documents of the CMS: in each way to upload them, the same judgement."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from cms_pages import roles
from cms_pages.tests.factories import Town, member_of, signed_in
from documents import cms_uploads
from documents.uploads.scanning import ScannerFailed
from documents.uploads.tests import files

pytestmark = pytest.mark.django_db
Image, Document = get_image_model(), get_document_model()
APPS = {"image": "wagtailimages", "document": "wagtaildocs"}
CAMERA, PLACE = 271, 34853
TIFF_INSIDE = files.HTML + files.photo()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(town: Town) -> Client:
    return signed_in(member_of(roles.EDITORS))


def root() -> int:
    return int(Collection.get_first_root_node().pk)


def add_one(client: Client, kind: str, file: Any) -> Any:
    url = reverse(f"{APPS[kind]}:add")
    return client.post(url, {"title": "x", "file": file, "collection": root()})


def add_several(client: Client, kind: str, file: Any) -> Any:
    url = reverse(f"{APPS[kind]}:add_multiple")
    return client.post(url, {"title": "x", "files[]": file, "collection": root()})


def add_in_chooser(client: Client, kind: str, file: Any) -> Any:
    url = reverse(f"{APPS[kind]}_chooser:create")
    name = f"{kind}-chooser-upload"
    return client.post(url, {f"{name}-title": "x", f"{name}-file": file, f"{name}-collection": root()})


def replace(client: Client, kind: str, file: Any) -> Any:
    model, sound = (Image, files.photo()) if kind == "image" else (Document, files.pdf())
    stored = model(title="old", file=SimpleUploadedFile(f"old.{'jpg' if kind == 'image' else 'pdf'}", sound))
    if kind == "image":
        stored.width, stored.height = 64, 48
    stored.save()
    answer = client.post(
        reverse(f"{APPS[kind]}:edit", args=[stored.pk]), {"title": "x", "file": file, "collection": root()}
    )
    if answer.status_code != 302:
        stored.delete()
    return answer


WAYS = [add_one, add_several, add_in_chooser, replace]
Way = Callable[[Client, str, Any], Any]


@pytest.mark.few(2)
@pytest.mark.parametrize("way", WAYS)
def test_a_photo_is_stored_without_place_and_camera(editor: Client, way: Way) -> None:
    assert {CAMERA, PLACE} <= set(Picture.open(io.BytesIO(files.photo())).getexif())
    way(editor, "image", SimpleUploadedFile("me.jpg", files.photo(), "image/jpeg"))
    image = Image.objects.get(title="x")
    for stored in (image.file, image.get_rendition("width-40").file):
        with stored.open() as opened:
            content = opened.read()
        assert not dict(Picture.open(io.BytesIO(content)).getexif())
        assert b"Secret" not in content


@pytest.mark.few(2)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", files.SVG),
        ("a.jpg", files.SVG),
        ("a.png", files.HTML),
        ("a.gif", b"GIF89a/*" + files.HTML),
        ("a.jpg", TIFF_INSIDE),
        ("a.png", files.pixel_bomb(width=100_000, height=100_000)),
    ],
)
def test_what_is_no_plain_picture_is_refused(editor: Client, way: Way, name: str, content: bytes) -> None:
    assert way(editor, "image", SimpleUploadedFile(name, content, "image/jpeg")).status_code == 200
    assert not Image.objects.exists() and not UploadedFile.objects.exists()


@pytest.mark.few(2)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", files.SVG),
        ("a.html", files.HTML),
        ("a.pdf", files.SVG),
        ("a.pdf", files.HTML),
        ("a.pdf", files.pdf(tail=files.archive({"x": b"x"}))),
        ("a.pdf", files.pdf(extra=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
        ("a.docx", files.docx(**{"word__vbaProject.bin": b"x"})),
        ("a.exe", b"MZ\x90\0\x03" + b"\0" * 60),
    ],
)
def test_what_is_no_plain_document_is_refused(editor: Client, way: Way, name: str, content: bytes) -> None:
    assert way(editor, "document", SimpleUploadedFile(name, content, "application/pdf")).status_code == 200
    assert not Document.objects.exists() and not UploadedFile.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_paper_is_stored_as_it_is(editor: Client, way: Way) -> None:
    way(editor, "document", SimpleUploadedFile("cennik.pdf", files.pdf(), "application/pdf"))
    assert Document.objects.get().file.read() == files.pdf()


def test_an_upload_put_aside_because_of_another_field_is_clean_too(editor: Client) -> None:
    photo = SimpleUploadedFile("me.jpg", files.photo(), "image/jpeg")
    url = reverse("wagtailimages:add_multiple")
    editor.post(url, {"title": "x" * 300, "files[]": photo, "collection": root()})
    assert b"Secret" not in UploadedFile.objects.get().file.read()


def test_a_large_upload_that_lies_in_a_file_is_rewritten_too(editor: Client, settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    add_one(editor, "document", SimpleUploadedFile("cennik.pdf", files.pdf(), "application/pdf"))
    add_several(editor, "image", SimpleUploadedFile("me.jpg", files.photo(), "image/jpeg"))
    assert Document.objects.get().file.read() == files.pdf()
    assert b"Secret" not in Image.objects.get().file.read()


@pytest.mark.few(2)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["image", "document"])
def test_the_virus_scanner_decides_where_there_is_one(
    editor: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, way: Way, kind: str
) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    model, name, content = (
        (Image, "a.jpg", files.photo()) if kind == "image" else (Document, "a.pdf", files.pdf())
    )

    def answer(word: str) -> Callable[..., str]:
        def ask(content: bytes, **_kwargs: Any) -> str:
            if word == "away":
                raise ScannerFailed
            return word

        return ask

    for word in ("Eicar-Test-Signature", "away"):
        monkeypatch.setattr("documents.uploads.scanning.ask", answer(word))
        way(editor, kind, SimpleUploadedFile(name, content, "x/y"))
        assert not model.objects.exists(), word
    monkeypatch.setattr("documents.uploads.scanning.ask", answer("OK"))
    way(editor, kind, SimpleUploadedFile(name, content, "x/y"))
    assert model.objects.count() == 1


def test_our_server_asks_no_other_site_for_an_editor(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("another site was asked")

    monkeypatch.setattr("wagtail.embeds.finders.oembed.OEmbedFinder.find_embed", asked)
    url = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    answer = editor.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": url})
    assert answer.context["form"].errors


def test_the_endings_told_beforehand_are_those_of_the_rules(settings: Any) -> None:
    pictures = {kind.ending for kind in cms_uploads.PICTURES.kinds} | {"jpeg"}
    assert set(settings.WAGTAILIMAGES_EXTENSIONS) == pictures
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == {kind.ending for kind in cms_uploads.PAPERS.kinds}
    assert cms_uploads.PICTURES.most_pixels == settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
