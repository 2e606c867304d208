"""What may be handed in where."""

from __future__ import annotations

from dataclasses import dataclass

from documents.formats import DOCX, ODT, PDF, Format
from documents.uploads.kinds import HEIC, JPEG, PNG, WEBP

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UploadRules:
    """Limits of one place where files are taken.

    Parameters:
        kinds: allowed kinds, in the order in which people are told of them.
        largest: greatest length in bytes.
        most_pixels: greatest width times height of a picture before it is unpacked.
        most_unpacked: greatest number of bytes that unpacking a picture takes.
        longest_side: pictures are made smaller to this many pixels.
    """

    kinds: tuple[Format, ...]
    largest: int = 10 * MEGABYTE
    most_pixels: int = 50_000_000
    most_unpacked: int = 100 * MEGABYTE
    longest_side: int = 2400

    @property
    def names(self) -> str:
        """The kinds for a sentence: "JPEG, PNG, PDF"."""
        return ", ".join(kind.name for kind in self.kinds)

    @property
    def accept(self) -> str:
        """The kinds for the `accept` attribute of a file field."""
        return ",".join(f".{kind.ending},{kind.media_type}" for kind in self.kinds)


PHOTOS_PAPERS_AND_TEXTS = UploadRules(kinds=(JPEG, PNG, WEBP, HEIC, PDF, DOCX, ODT))
