"""A form field whose value is an accepted file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from documents.uploads.rules import UploadRules
from documents.uploads.services import AcceptedUpload, accept


class SafeFileField(forms.FileField):
    """Gives an `AcceptedUpload`, or None when it is optional and empty."""

    def __init__(self, *, rules: UploadRules, **kwargs: Any) -> None:
        self.rules = rules
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": self.rules.accept}

    def clean(self, data: Any, initial: Any = None) -> AcceptedUpload | None:
        """Judge the file (see `accept`)."""
        upload: UploadedFile[bytes] | None = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        upload.seek(0)
        return accept(file=upload, name=upload.name or "", rules=self.rules)
