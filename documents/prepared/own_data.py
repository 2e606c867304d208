"""Packages that a person asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from documents.prepared.models import PreparedDownload
from documents.storage import private_storage
from ebok.core.own_data import PersonalTable, personal


def _forget(user: Any) -> None:
    for download in PreparedDownload.objects.filter(user=user):
        private_storage().delete(download.storage_key)
        download.delete()


personal(
    PersonalTable(
        model=PreparedDownload,
        of=lambda user: Q(user=user),
        told=("kind", "account_no", "state", "filename", "size", "created_at", "finished_at", "expires_at"),
        withheld={
            "technical": (
                "id",
                "user",
                "parameters",
                "done",
                "total",
                "left_out",
                "storage_key",
                "sha256",
                "fault",
            )
        },
        on_closing="deleted with its file",
        forget=_forget,
    )
)
