"""How much memory a file may cost before it is refused, and that real photos cost little."""

from __future__ import annotations

import io
import struct
import threading
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from PIL import Image, ImageFile, ImageOps

from documents.formats import PDF
from documents.uploads import errors, pictures
from documents.uploads.kinds import JPEG
from documents.uploads.rules import MEGABYTE, PHOTOS_PAPERS_AND_TEXTS
from documents.uploads.services import AcceptedUpload, accept
from documents.uploads.tests import files


def take(content: bytes) -> AcceptedUpload:
    return accept(file=io.BytesIO(content), name="a file", rules=PHOTOS_PAPERS_AND_TEXTS)


def deep_png(*, side: int) -> bytes:
    """A true PNG of 16 bits a colour with transparency: eight bytes a pixel, packed to nearly nothing."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + 8 * side)
    data = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    chunks = [(b"IHDR", struct.pack("!IIBBBBB", side, side, 16, 6, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")]
    body = b"".join(
        struct.pack("!I", len(part)) + kind + part + struct.pack("!I", zlib.crc32(kind + part))
        for kind, part in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def plain(form: str, size: tuple[int, int], mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **how)
    return out.getvalue()


@pytest.fixture(autouse=True)
def no_scanner(settings: Any) -> None:
    settings.CLAMD_URL = ""


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes of every picture that is unpacked (Pillow keeps four for a coloured pixel)."""
    sizes: list[int] = []
    load = ImageFile.ImageFile.load

    def counted(self: ImageFile.ImageFile) -> Any:
        if self._im is None:
            sizes.append(4 * self.width * self.height)
        return load(self)

    monkeypatch.setattr(ImageFile.ImageFile, "load", counted)
    return sizes


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "made",
    [
        lambda: deep_png(side=3700),
        lambda: plain("PNG", (5200, 5200)),
        lambda: plain("WEBP", (3700, 3700)),
        lambda: plain("JPEG", (6000, 6000), progressive=True),
        lambda: plain("JPEG", (4200, 4200), progressive=True, subsampling=0),
    ],
    ids=["png-16-bit", "png", "webp", "scans", "scans-444"],
)
def test_a_picture_that_unpacks_to_very_much_is_refused_before(
    made: Callable[[], bytes], unpacked: list[int]
) -> None:
    content = made()
    assert len(content) < 2 * MEGABYTE
    with pytest.raises(errors.PictureTooLarge):
        take(content)
    assert not unpacked


@pytest.mark.long
def test_the_refusal_says_how_much_is_taken_of_this_kind() -> None:
    with translation.override("en"), pytest.raises(errors.PictureTooLarge, match="13 megapixels"):
        take(deep_png(side=3700))


@pytest.mark.few(1)
@pytest.mark.parametrize("size", [(8160, 6120), (6120, 8160), (24_000, 2_000), (4799, 4799)])
def test_a_photo_of_a_telephone_is_unpacked_at_a_fraction_and_turned_when_small(
    size: tuple[int, int], unpacked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    turned: list[int] = []
    transpose = ImageOps.exif_transpose

    def counted(picture: Image.Image) -> Any:
        turned.append(max(picture.size))
        return transpose(picture)

    monkeypatch.setattr(ImageOps, "exif_transpose", counted)
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = take(plain("JPEG", size, exif=exif))
    assert kept.kind is JPEG
    width, height = Image.open(io.BytesIO(kept.content)).size
    assert max(width, height) == files.PHOTOS.longest_side and (height > width) == (size[0] > size[1])
    assert turned == [files.PHOTOS.longest_side]
    assert max(unpacked) <= files.PHOTOS.most_unpacked


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "made",
    [
        lambda: plain("PNG", (7000, 7000), mode="L"),
        lambda: plain("PNG", (5000, 5000)),
        lambda: plain("JPEG", (5000, 4000), progressive=True),
    ],
    ids=["grey-scan", "drawing", "scans"],
)
def test_large_pictures_that_cost_little_enough_are_taken(made: Callable[[], bytes]) -> None:
    assert take(made()).kind is JPEG


@pytest.mark.long
def test_one_picture_is_unpacked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most = threading.Semaphore(0), []
    drawn = pictures._drawn

    def watched(*args: Any, **kwargs: Any) -> Any:
        most.append(pictures.DECODER.locked())
        at_work.acquire(timeout=0.05)  # time for a rival to come in
        most.append(len(most) % 2 == 1)
        return drawn(*args, **kwargs)

    monkeypatch.setattr(pictures, "_drawn", watched)
    rivals = [threading.Thread(target=take, args=[files.photo()]) for _rival in range(3)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert most == [True] * 6


def test_a_paper_full_of_numbers_for_letters_is_read_without_a_copy_of_it() -> None:
    sent = files.pdf(extra=b"#4a" * (3 * MEGABYTE))
    tracemalloc.start()
    try:
        kept = accept(file=io.BytesIO(sent), name="x.pdf", rules=PHOTOS_PAPERS_AND_TEXTS)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert kept.kind is PDF
    assert peak < len(sent) + MEGABYTE  # what is read itself


@pytest.mark.parametrize(
    "name", [b"/#4aava#53cript", b"/J#53", b"/#58#46#41", b"/Embedded#46ile", b"/EmbeddedFile#73 "]
)
def test_acts_with_numbers_for_letters_are_found(name: bytes) -> None:
    with pytest.raises(errors.HiddenContent):
        take(files.pdf(extra=b"<<" + name + b" 5 0 R>>"))


@pytest.mark.parametrize("text", [b"/JSON", b"JavaScript", b"/#4aava", b"/jS#63"])
def test_other_names_and_plain_words_are_no_acts(text: bytes) -> None:
    assert take(files.pdf(extra=b"<<" + text + b" 5 0 R>>")).kind is PDF
