"""What is taken, what is refused with which sentence, and what is gone from a file that was taken."""

import io
import sys
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents.formats import DOCX, PDF
from documents.uploads import errors, pictures
from documents.uploads.fields import SafeFileField
from documents.uploads.kinds import JPEG, PNG, WEBP, kind_of
from documents.uploads.rules import PHOTOS_PAPERS_AND_TEXTS, UploadRules
from documents.uploads.scanning import ScanState
from documents.uploads.services import AcceptedUpload, accept
from documents.uploads.tests import files


def take(
    content: bytes, *, name: str = "a file.jpg", rules: UploadRules = PHOTOS_PAPERS_AND_TEXTS
) -> AcceptedUpload:
    return accept(file=io.BytesIO(content), name=name, rules=rules)


def opened(upload: AcceptedUpload) -> Image.Image:
    return Image.open(io.BytesIO(upload.content))


class TestPictures:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_place_time_camera_and_comments_are_gone(self, form: str) -> None:
        sent = files.photo(form=form)
        assert b"SecretCamera" in sent
        kept = take(sent)
        picture = opened(kept)
        assert not picture.getexif()
        assert not set(picture.info) & {"exif", "comment", "icc_profile", "xmp", "photoshop"}
        assert b"Secret" not in kept.content

    def test_text_in_a_drawing_is_gone_and_its_transparency_stays(self) -> None:
        kept = take(files.drawing(), name="d.png")
        assert kept.kind is PNG
        assert b"SecretComment" not in kept.content
        assert opened(kept).getpixel((5, 5)) == (10, 20, 30, 128)

    def test_a_photo_taken_sideways_stands_upright(self) -> None:
        kept = take(files.photo(size=(64, 48), orientation=6))
        assert opened(kept).size == (48, 64)

    @pytest.mark.long
    def test_a_large_photo_becomes_smaller(self) -> None:
        kept = take(files.photo(size=(4000, 3000)))
        assert opened(kept).size == (2400, 1800)

    def test_what_is_glued_behind_a_picture_is_gone(self) -> None:
        kept = take(files.photo() + files.archive({"evil.exe": b"MZ"}) + files.HTML)
        assert not zipfile.is_zipfile(io.BytesIO(kept.content))
        assert b"script" not in kept.content

    def test_too_many_pixels_are_refused_before_they_are_unpacked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pictures, "_drawn", lambda *a, **k: pytest.fail("was unpacked"))
        for width, height in [(50_000, 1001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]:
            with pytest.raises((errors.PictureTooLarge, errors.DamagedFile)):
                take(files.pixel_bomb(width=width, height=height))
        with pytest.raises(errors.PictureTooLarge, match="50 megapixels"):
            take(files.pixel_bomb(width=10_000, height=5_001))

    @pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
    def test_half_a_picture_is_damaged(self, part: float) -> None:
        sent = files.photo(size=(400, 300))
        with pytest.raises(errors.DamagedFile):
            take(sent[: int(len(sent) * part)])

    def test_heic_is_read_and_becomes_jpeg(self) -> None:
        kept = take(files.heic(), name="IMG_0001.HEIC")
        assert (kept.kind, kept.name) == (JPEG, "IMG_0001.jpg")

    def test_heic_is_refused_with_a_way_out_where_it_cannot_be_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pillow_heif", None)
        with pytest.raises(errors.HeicNotReadable, match="Most Compatible"):
            take(b"\0\0\0\x18ftypheic" + b"\0" * 100)

    @pytest.mark.long
    @settings(max_examples=150, deadline=None)
    @given(
        form=st.sampled_from(["JPEG", "PNG", "WEBP"]),
        at=st.floats(0.02, 1),
        junk=st.binary(min_size=1, max_size=40),
    )
    def test_a_damaged_picture_is_refused_or_drawn_and_never_an_error_page(
        self, form: str, at: float, junk: bytes
    ) -> None:
        sent = files.photo(form=form)
        place = int(len(sent) * at)
        with suppress(errors.UploadRefused):
            take(sent[:place] + junk + sent[place + len(junk) :])


class TestPapers:
    def test_a_pdf_is_kept_as_it_is(self) -> None:
        kept = take(files.pdf(), name="Umowa.pdf")
        assert (kept.kind, kept.content) == (PDF, files.pdf())

    @pytest.mark.parametrize(
        "wicked",
        [
            files.pdf(extra=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
            files.pdf(extra=b"/OpenAction<</S/J#61vaScript>>"),
            files.pdf(extra=b"/AA<</O<</S/Launch/F(cmd.exe)>>>>"),
            files.pdf(extra=b"/Names<</EmbeddedFiles 5 0 R>>"),
            files.pdf(extra=b"<script>alert(1)</script>"),
            files.pdf(tail=files.archive({"evil.js": b"alert(1)"}) + b"%%EOF"),
        ],
        ids=["script", "script-escaped", "programme", "embedded", "page", "archive"],
    )
    def test_a_pdf_with_something_in_it_is_refused(self, wicked: bytes) -> None:
        with pytest.raises(errors.HiddenContent):
            take(wicked)

    def test_half_a_pdf_is_damaged(self) -> None:
        with pytest.raises(errors.DamagedFile):
            take(files.pdf()[:40])

    def test_a_text_document_is_taken_where_the_rules_allow_it(self) -> None:
        assert take(files.docx(), name="Pismo.docx").kind is DOCX
        with pytest.raises(errors.KindNotTaken):
            take(files.docx(), rules=files.PHOTOS)

    @pytest.mark.parametrize(
        "wicked",
        [
            files.docx(**{"word__document2.xml": b"\0" * 5_000_000}),
            files.docx(**{f"p{number}": b"" for number in range(2100)}),
            files.docx(**{"..__..__etc__passwd": b"x"}),
            files.docx(__etc__passwd=b"x"),
            files.docx(**{"word__embeddings__oleObject1.bin": b"x"}),
        ],
        ids=["bomb", "many-parts", "climbs", "absolute", "embedded"],
    )
    def test_an_archive_with_something_in_it_is_refused(self, wicked: bytes) -> None:
        with pytest.raises(errors.HiddenContent):
            take(wicked)

    def test_macros_are_refused(self) -> None:
        with pytest.raises(errors.UploadRefused):
            take(files.docx(**{"word__vbaProject.bin": b"x"}))

    def test_a_bomb_is_told_without_unpacking_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bomb = files.docx(**{"word__big.xml": b"\0" * 5_000_000})
        monkeypatch.setattr(zipfile.ZipFile, "open", lambda *a, **k: pytest.fail("was unpacked"))
        with pytest.raises(errors.HiddenContent):
            take(bomb)

    @settings(max_examples=150, deadline=None)
    @given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=20))
    def test_a_damaged_archive_is_refused_or_kept_and_never_an_error_page(
        self, at: float, junk: bytes
    ) -> None:
        sent = files.docx()
        place = int(len(sent) * at)
        with suppress(errors.UploadRefused):
            take(sent[:place] + junk + sent[place + len(junk) :])

    def test_an_archive_of_a_far_future_is_refused(self) -> None:
        sent = files.docx()
        with pytest.raises(errors.UploadRefused):
            take(sent.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xc8"))


class TestRefusals:
    @pytest.mark.parametrize(
        "content", [files.SVG, files.HTML, files.XML, b"MZ\x90\0", b"plain text", b"GIF89a;"]
    )
    @pytest.mark.parametrize("name", ["photo.jpg", "umowa.pdf"])
    def test_the_name_does_not_make_the_kind(self, content: bytes, name: str) -> None:
        with pytest.raises(errors.KindNotTaken, match=r"JPEG, PNG, WEBP, HEIC, PDF"):
            take(content, name=name)

    def test_an_empty_file_is_refused(self) -> None:
        with pytest.raises(errors.EmptyFile):
            take(b"")

    def test_no_more_is_read_than_the_limit_allows(self) -> None:
        endless = io.BytesIO(files.photo() + b"\0" * 20_000_000)
        with pytest.raises(errors.FileTooLarge, match="10 MB"):
            accept(file=endless, name="x.jpg", rules=files.PHOTOS)
        assert endless.tell() == files.PHOTOS.largest + 1

    @given(st.binary(max_size=300))
    def test_any_bytes_have_a_kind_or_none(self, content: bytes) -> None:
        kind_of(content)

    @given(
        st.sampled_from(
            [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04", b"RIFF\0\0\0\0WEBP"]
        ),
        st.binary(max_size=300),
    )
    def test_a_right_beginning_alone_is_not_enough(self, start: bytes, rest: bytes) -> None:
        with pytest.raises(errors.UploadRefused):
            take(start + rest.replace(b"%%EOF", b""))


class TestNames:
    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ("../../etc/passwd", "etc-passwd.jpg"),
            ("photo.php", "photo.jpg"),
            ("photo.jpg.exe", "photo.jpg.jpg"),
            ("\u202egnp.exe", "gnp.jpg"),
            ("zdjęcie licznika.JPEG", "zdjęcie licznika.jpg"),
            ("", "file.jpg"),
            ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie- x.jpg"),
        ],
    )
    def test_a_name_is_made_harmless_and_ends_as_the_content_says(self, sent: str, shown: str) -> None:
        assert take(files.photo(), name=sent).name == shown

    def test_keys_are_random_and_tell_nothing(self) -> None:
        upload = take(files.photo(), name="jan-nowak.jpg")
        keys = {upload.new_key(prefix="tickets") for _time in range(5)}
        assert len(keys) == 5
        assert not [key for key in keys if "nowak" in key]


class PhotoForm(forms.Form):
    photo = SafeFileField(rules=files.PHOTOS, required=False)


class TestField:
    def form(self, content: bytes | None, name: str = "x.jpg") -> PhotoForm:
        sent = {"photo": SimpleUploadedFile(name, content, "image/jpeg")} if content is not None else {}
        return PhotoForm({}, sent)

    def test_it_gives_an_accepted_file(self) -> None:
        form = self.form(files.photo(form="WEBP"))
        assert form.is_valid()
        assert form.cleaned_data["photo"].kind is JPEG
        assert form.cleaned_data["photo"].scan is ScanState.NOT_SCANNED

    def test_it_shows_the_refusal_as_its_own_error(self) -> None:
        form = self.form(files.SVG)
        assert form.errors["photo"] == [
            "Files of this kind are not taken. Please give one of these: JPEG, PNG, WEBP, HEIC."
        ]

    def test_it_may_stay_empty(self) -> None:
        form = self.form(None)
        assert form.is_valid()
        assert form.cleaned_data["photo"] is None

    def test_browsers_offer_the_right_files(self) -> None:
        rendered = str(PhotoForm()["photo"])
        assert 'accept=".jpg,image/jpeg,' in rendered


@pytest.fixture(autouse=True)
def no_scanner(settings: Any) -> None:
    settings.CLAMD_URL = ""


@pytest.fixture(autouse=True)
def english() -> Any:
    from django.utils import translation

    with translation.override("en"):
        yield


def test_webp_stays_recognised() -> None:
    assert kind_of(files.photo(form="WEBP")) is WEBP
