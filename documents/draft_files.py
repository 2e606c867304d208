"""The file of a version that stands in a draft only, while its form goes to a browser and comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

SALT = "documents.draft_file"


class DraftFileInput(forms.FileInput):
    """A file field that remembers the file of a draft: browsers never send a file chosen before.

    A row of a draft has no number by which its file could be found again, so the form carries the key
    of the file. It is signed: nobody can make another private file public by naming its key.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chooser = super().render(name, value, attrs, renderer)
        if not value or not getattr(value, "_committed", False):
            return chooser
        kept = "" if value.instance.pk else signing.dumps(value.name, salt=SALT)
        return format_html(
            '{}<input type="hidden" name="{}" value="{}"><p class="help">{}</p>',
            chooser,
            _kept_name(name),
            kept,
            _("A file is here already; choose another one only to replace it."),
        )

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was chosen now, or the file of the draft. A key that is not ours counts as none."""
        chosen = super().value_from_datadict(data, files, name)
        if chosen or not data.get(_kept_name(name)):
            return chosen
        from documents.models import DocumentVersion

        try:
            key = signing.loads(data[_kept_name(name)], salt=SALT)
        except signing.BadSignature:
            return None
        return DocumentVersion(file=key).file


def _kept_name(name: str) -> str:
    return f"{name}-kept"
