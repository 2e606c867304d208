"""What can go wrong with a file. The texts are fit for whoever asked for it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FileError(Exception):
    """A stored file cannot be given, or kept.

    Parameters:
        key: the file's key in the store, for alarms and logs, never for customers.
        detail: what happened, for the log.
    """

    text: str | Promise = _("This file cannot be given right now.")

    def __init__(self, *, key: str = "", detail: str = "") -> None:
        super().__init__(detail or str(self.text))
        self.key = key
        self.detail = detail


class FileMissing(FileError):
    """The store answers and has no such file."""

    text = _("This file is not here. We have been told and will look for it.")


class StorageUnavailable(FileError):
    """The store does not answer, refuses us, or its circuit is open."""

    text = _("Files cannot be read at the moment. Please try again in a few minutes.")


class StorageFull(StorageUnavailable):
    """The store has no space left; nothing of the new file was kept."""

    text = _("The file could not be kept: there is no space left. Please try again later.")


class FileDamaged(FileError):
    """The stored bytes are not the ones that were handed over (length or SHA-256)."""

    text = _("This file is damaged. We have been told and will restore it.")
