"""A version of a document template: its file, what to do with it, and when it is shown."""

from __future__ import annotations

import hashlib
import io
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from documents.draft_files import DraftFileInput
from documents.formats import FORMATS, format_of
from documents.models.library import DocumentTemplate
from documents.panels import ScheduleInWordsPanel
from documents.querysets import DocumentVersionQuerySet
from documents.storage import CHUNK, new_key
from documents.storage.fields import PrivateFiles

LARGEST = 20 * 2**20
"""Bytes of the largest file that may stand in the library."""


def _new_name(version: DocumentVersion, filename: str) -> str:
    return new_key(prefix="templates")


class DocumentVersion(models.Model):
    """One version with a publication window of its own.

    Size, format and checksum are read from the file when it is saved. The file lies in the private
    store, so before its first and after its last minute nobody can reach it.
    """

    template = ParentalKey(DocumentTemplate, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(_("title"), max_length=200)
    version = models.CharField(_("version"), max_length=40, help_text=_("As printed on it, such as 2/2026."))
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    file = models.FileField(_("file"), storage=PrivateFiles(), upload_to=_new_name, max_length=240)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False, default=0)
    sha256 = models.CharField(max_length=64, editable=False, default="")
    format = models.CharField(
        _("format"), max_length=8, editable=False, choices=[(kind.ending, kind.name) for kind in FORMATS]
    )
    procedure = RichTextField(
        _("what to do"), blank=True, features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
    )
    fee = models.CharField(
        _("fee"), max_length=200, blank=True, help_text=_("Leave empty when free of charge.")
    )
    deadline = models.CharField(_("time the office needs"), max_length=200, blank=True)
    form_url = models.URLField(_("address of the online form"), blank=True)
    go_live_at = models.DateTimeField(_("shown from"), null=True, blank=True, db_index=True)
    expire_at = models.DateTimeField(_("shown until"), null=True, blank=True, db_index=True)

    objects = DocumentVersionQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("version"), FieldPanel("language")]),
        FieldPanel("file", widget=DraftFileInput),
        FieldPanel("procedure"),
        FieldRowPanel([FieldPanel("fee"), FieldPanel("deadline")]),
        FieldPanel("form_url"),
        MultiFieldPanel(
            [ScheduleInWordsPanel(), FieldRowPanel([FieldPanel("go_live_at"), FieldPanel("expire_at")])],
            heading=_("Publication window"),
        ),
    ]

    class Meta:
        verbose_name = _("version of a document template")
        verbose_name_plural = _("versions of document templates")
        ordering = ["-go_live_at", "-pk"]  # plain names: the editor's form sorts rows in memory by them
        constraints = [
            models.CheckConstraint(
                condition=Q(go_live_at=None) | Q(expire_at=None) | Q(expire_at__gt=F("go_live_at")),
                name="documents_version_window",
                violation_error_message=_("The end of the window must come after its start."),
            ),
            models.UniqueConstraint(
                fields=["template", "version", "language"],
                name="documents_version_once",
                violation_error_message=_("This template has such a version in this language already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row; a new file is measured first. Raises ValidationError for an unknown format."""
        if self.file and not self._kept:
            self._measure(self.file.file)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a file of another kind than its content allows, or one that is too large.

        A draft keeps its versions without saving their rows, so a new file is measured here already.
        """
        super().clean()
        if not self.file or (self._kept and self.sha256):
            return
        if self.file.size > LARGEST:
            raise ValidationError({"file": _("The file is larger than 20 MB.")})
        try:
            self._measure(self._content())
        except ValidationError as error:
            raise ValidationError({"file": error}) from error

    @property
    def url(self) -> str:
        """Where the file can be fetched while the window is open."""
        return reverse("document_version_file", args=[self.pk])

    @property
    def filename(self) -> str:
        """What the reader's copy is called."""
        return f"{self.title} {self.version}.{self.format}"

    @property
    def media_type(self) -> str:
        """Media type of the file."""
        return next(kind.media_type for kind in FORMATS if kind.ending == self.format)

    @property
    def _kept(self) -> bool:
        # Django's own mark of a file that stands in its storage already.
        return bool(getattr(self.file, "_committed", True))

    def _content(self) -> BinaryIO:
        if not self._kept:
            chosen: BinaryIO = self.file.file
            return chosen
        with self.file.open() as stored:  # of a draft; our stores read forward only
            return io.BytesIO(stored.read())

    def _measure(self, content: BinaryIO) -> None:
        self.format = format_of(content).ending
        digest = hashlib.sha256()
        self.size = 0
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            self.size += len(chunk)
        self.sha256 = digest.hexdigest()
        content.seek(0)
