"""Photos and files in forms: judged one by one, and kept while the rest of the form is corrected.

Judging costs time and memory, so it comes last: when all else in the form has passed, or when the form is
to be shown again and the hourly limit on kept files allows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from documents.drafts.models import DraftFile
from documents.drafts.services import as_upload, found, keep
from documents.errors import FileError, StorageUnavailable
from documents.uploads.errors import UploadRefused
from documents.uploads.services import AcceptedUpload, accept
from selfservice.identity.kept_files import may_keep
from selfservice.tickets.attachments import MOST_FILES, RULES

KEPT, LEFT_OUT = "kept_files", "left_out"


class SeveralFiles(forms.ClearableFileInput):
    """A control for several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Gives the list of files chosen, not judged yet."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """A list, also of one or none."""
        return [each for each in (data if isinstance(data, list | tuple) else [data]) if each]


class FilesForm(forms.Form):
    """A form with files. Once it is valid, `cleaned_data["files"]` lists accepted uploads, those kept first.

    Whoever shows it again calls `keep_files` before. `drafts` are the files kept so far.

    Parameters:
        request: whose form it is.
    """

    files = SeveralFilesField(  # type: ignore[assignment]  # forms keep fields apart from attributes
        label=_("Photos and files"),
        help_text=_("JPEG, PNG, HEIC, PDF and the like, up to 10 MB each."),
        required=False,
        widget=SeveralFiles(attrs={"accept": RULES.accept}),
    )
    kept_files = forms.CharField(required=False, max_length=40 * MOST_FILES, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reader = request
        self._unjudged: list[Any] = []
        self._accepted: list[AcceptedUpload] = []
        wanted = self._wanted()
        self.drafts: list[DraftFile] = found(request=request, ids=wanted)
        self._is_one_gone = len(self.drafts) < len(wanted)

    def clean_files(self) -> list[Any]:
        """Count them; they are judged when everything else has passed."""
        chosen, problems = self.cleaned_data["files"], []
        self._unjudged = chosen[: max(MOST_FILES - len(self.drafts), 0)]
        if self._is_one_gone:
            problems.append(
                forms.ValidationError(_("A file that was kept is no longer here. Choose it again."))
            )
        if len(chosen) + len(self.drafts) > MOST_FILES:
            text = _("Send at most %(count)d files at once; more can follow in the ticket.")
            problems.append(forms.ValidationError(text, params={"count": MOST_FILES}))
        if problems:
            raise forms.ValidationError(problems)
        return list(self._unjudged)

    def full_clean(self) -> None:
        """All checks of the form, and only then the work of judging its files."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        self._judge()
        if not self.errors:
            self._put_together()

    def keep_files(self) -> None:
        """Keep what passes the checks: the form is to be shown once more."""
        if not self.is_bound:
            return
        count = len(self._unjudged) + len(self._new())
        if count and may_keep(request=self._reader, count=count):
            self._judge()
            self._keep()
        elif count:
            self._tell_loss()
        self._unjudged, self._accepted = [], []
        data: Any = self.data  # a QueryDict, or the dict that a view made of one
        self.data = data = data.copy()
        data[self.add_prefix(KEPT)] = ",".join(str(draft.pk) for draft in self.drafts)

    def _judge(self) -> None:
        """Judge each file; what fails names itself, and the others are not lost with it."""
        unjudged, self._unjudged = self._unjudged, []
        for file in unjudged:
            try:
                self._accepted.append(accept(file=file, name=file.name or "", rules=RULES))
            except UploadRefused as error:
                self.add_error("files", _refusal(file.name, error))

    def _keep(self) -> None:
        try:
            self.drafts = [*self.drafts, *keep(request=self._reader, uploads=self._new())]
        except StorageUnavailable:
            self._tell_loss()

    def _tell_loss(self) -> None:
        self.add_error("files", now_text("The files could not be kept. Choose them again."))

    def _wanted(self) -> list[str]:
        """Ids of files kept before, without those that the sender leaves out now."""
        if not self.is_bound:
            return _ids(self.initial.get(KEPT, ""))
        left_out = self.data.getlist(LEFT_OUT) if hasattr(self.data, "getlist") else []
        return [each for each in _ids(self.data.get(self.add_prefix(KEPT), "")) if each not in left_out]

    def _new(self) -> list[AcceptedUpload]:
        """Without those that are there already: chosen again, or twice at once."""
        known = {draft.sha256 for draft in self.drafts}
        fresh = {upload.sha256: upload for upload in self._accepted if upload.sha256 not in known}
        return list(fresh.values())

    def _put_together(self) -> None:
        try:
            kept = [as_upload(draft=draft, rules=RULES) for draft in self.drafts]
        except FileError as error:
            self.add_error("files", str(error.text))
        else:
            self.cleaned_data["files"] = [*kept, *self._new()]


def _ids(text: str) -> list[str]:
    return list(dict.fromkeys(each for each in str(text).split(",")[: MOST_FILES + 1] if each))


def _refusal(name: str | None, error: UploadRefused) -> forms.ValidationError:
    text = _("%(name)s: %(reason)s This file is left out; your text and the other files are kept.")
    params = {"name": str(name)[:80], "reason": error.messages[0]}
    return forms.ValidationError(text, code=error.code, params=params)


def show_again(forms_shown: Iterable[forms.BaseForm]) -> None:
    """Keep the files of those forms that have any."""
    for form in forms_shown:
        if isinstance(form, FilesForm):
            form.keep_files()
