"""What can go wrong with a file. The texts are fit for whoever asked for it."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Seconds after which it makes sense to ask again: a store comes back by itself, a file does not.
_SOON, _LATER = 30, 3600


class FileError(Exception):
    """A stored file cannot be given, or kept.

    Parameters:
        key: the file's key in the store, for alarms and logs, never for customers.
        detail: what happened, for the log.

    Each class says what is shown (`text`, `template`, `status`, `retry_after` in seconds) and which
    alarm is raised (`alarm`; one for each file when `about_one_file`, else one for the store).
    """

    text: ClassVar[str | Promise] = _("This file cannot be given right now.")
    template: ClassVar[str] = "documents/storage_unavailable.html"
    status: ClassVar[HTTPStatus] = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after: ClassVar[int | None] = _SOON
    alarm: ClassVar[str] = "documents.file_not_given"
    about_one_file: ClassVar[bool] = True

    def __init__(self, *, key: str = "", detail: str = "") -> None:
        super().__init__(detail or str(self.text))
        self.key = key
        self.detail = detail


class FileMissing(FileError):
    """The store answers and has no such file."""

    text = _("This file is not here. We have been told and will look for it.")
    template = "documents/file_missing.html"
    status = HTTPStatus.NOT_FOUND
    retry_after = None
    alarm = "documents.file_missing"


class FileDamaged(FileError):
    """The stored bytes are not the ones that were handed over (length or SHA-256)."""

    text = _("This file is damaged. We have been told and will restore it.")
    template = "documents/file_damaged.html"
    retry_after = _LATER
    alarm = "documents.file_damaged"


class FileNotMade(FileError):
    """A document that is made from data could not be made."""

    text = _("This document cannot be made at the moment. We have been told and will see to it.")
    template = "documents/file_not_made.html"
    retry_after = _LATER
    alarm = "documents.file_not_made"


class StorageUnavailable(FileError):
    """The store does not answer, refuses us, or its circuit is open."""

    text = _("Files cannot be read at the moment. Please try again in a few minutes.")
    alarm = "documents.storage_unavailable"
    about_one_file = False


class StorageFull(StorageUnavailable):
    """The store has no space left; nothing of the new file was kept."""

    text = _("The file could not be kept: there is no space left. Please try again later.")
    status = HTTPStatus.INSUFFICIENT_STORAGE
    retry_after = _LATER
    alarm = "documents.storage_full"
