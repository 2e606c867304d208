"""Files that a person chose and has not sent."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from documents.drafts.models import DraftFile
from documents.drafts.services import forget
from ebok.core.own_data import PersonalTable, personal


def _forget(user: Any) -> None:
    for draft in DraftFile.objects.filter(user=user):
        forget(draft)


personal(
    PersonalTable(
        model=DraftFile,
        of=lambda user: Q(user=user),
        told=("name", "media_type", "size", "created_at"),
        withheld={"technical": ("id", "user", "holder", "storage_key", "sha256", "scan")},
        on_closing="deleted with its file",
        forget=_forget,
    )
)
