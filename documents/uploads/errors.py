"""Why a file is not taken. Forms show the texts as they stand."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class UploadRefused(ValidationError):
    """Base of all refusals."""

    text: str | Promise = _("This file cannot be taken.")
    code_name = "upload_refused"

    def __init__(self, **params: Any) -> None:
        super().__init__(cast(Any, self.text), code=self.code_name, params=params or None)


class EmptyFile(UploadRefused):
    """Nothing in it."""

    text = _("This file is empty. Choose another one.")
    code_name = "upload_empty"


class FileTooLarge(UploadRefused):
    """More bytes than the rules allow."""

    text = _("This file is too large: at most %(megabytes)s MB are taken.")
    code_name = "upload_too_large"


class KindNotTaken(UploadRefused):
    """Not one of the kinds that the rules allow, by its content."""

    text = _("Files of this kind are not taken. Please give one of these: %(kinds)s.")
    code_name = "upload_kind"


class PictureTooLarge(UploadRefused):
    """More pixels than we unpack."""

    text = _("This picture is too large: at most %(megapixels)s megapixels are taken.")
    code_name = "upload_pixels"


class HeicNotReadable(UploadRefused):
    """A photo in Apple's format, and this site cannot read it."""

    text = _(
        "Photos in the HEIC format cannot be read here. Send the photo as JPEG: on an iPhone choose "
        "Settings, Camera, Formats, Most Compatible and take it again."
    )
    code_name = "upload_heic"


class DamagedFile(UploadRefused):
    """It begins like a file of its kind and cannot be read to its end."""

    text = _("This file is damaged or incomplete. Save it anew and try again.")
    code_name = "upload_damaged"


class HiddenContent(UploadRefused):
    """Something else is hidden in it: a second file, a script, a programme, far too much data."""

    text = _("This file holds something besides the document (a script, macros or a second file).")
    code_name = "upload_hidden"


class InfectedFile(UploadRefused):
    """The virus scanner knows it."""

    text = _("The virus scanner warns of this file, so it was not kept. Check your computer.")
    code_name = "upload_infected"


class ScannerAway(UploadRefused):
    """The virus scanner is silent, and the file would be public without it."""

    text = _("The virus scanner does not answer now, so the file was not kept. Try again in some minutes.")
    code_name = "upload_scanner_away"
