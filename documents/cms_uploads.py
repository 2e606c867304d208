"""Forms by which the CMS takes pictures and documents: the same judgement as for files of customers.

Wagtail builds every one of its upload forms (single, several at once, in a chooser, replacing) on these.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from documents.formats import DOCX, ODS, ODT, PDF, XLSX
from documents.uploads.errors import ScannerAway
from documents.uploads.kinds import JPEG, PNG, WEBP
from documents.uploads.rules import MEGABYTE, UploadRules
from documents.uploads.scanning import ScanState
from documents.uploads.services import accept

PICTURES = UploadRules(kinds=(JPEG, PNG, WEBP))
PAPERS = UploadRules(kinds=(PDF, DOCX, XLSX, ODT, ODS), largest=20 * MEGABYTE)


class SafeUpload:
    """Stands before the form class in the list of bases."""

    rules: ClassVar[UploadRules]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._actor = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        """Judge what was chosen now (see `accept`)."""
        return _made_safe(self.cleaned_data["file"], rules=self.rules, actor=self._actor)


class SafeImageForm(SafeUpload, BaseImageForm):
    """A picture: drawn anew, so place, time and camera are gone."""

    rules = PICTURES


class SafeDocumentForm(SafeUpload, BaseDocumentForm):
    """A document that visitors of the site may fetch."""

    rules = PAPERS


def _made_safe(upload: Any, *, rules: UploadRules, actor: Any) -> Any:
    """Rewrite an upload in place: Wagtail may put the very object aside when another field is wrong.

    Raises:
        UploadRefused: one of its subclasses says why.
        ScannerAway: it could not be scanned; what is public at once cannot wait for the scanner.
    """
    if not isinstance(upload, UploadedFile):
        return upload
    upload.seek(0)
    accepted = accept(file=upload, name=upload.name or "", rules=rules, actor=actor)
    if accepted.scan is ScanState.PENDING:
        raise ScannerAway
    kept: Any = upload.file
    kept.seek(0)
    kept.truncate()
    kept.write(accepted.content)
    kept.flush()
    kept.seek(0)
    upload.name, upload.size = accepted.name, accepted.size
    upload.content_type = accepted.kind.media_type
    return upload
