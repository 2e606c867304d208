"""The event log about a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ebok.audit.models import AuditEntry
from ebok.core.own_data import PersonalTable, impersonal, personal


def _of(user: Any) -> Q:
    return Q(actor_id=str(user.pk)) | Q(object_type="user", object_id=str(user.pk))


def _own_address_only(row: dict[str, Any], user: Any) -> dict[str, Any]:
    """The network address of a clerk is the clerk's."""
    is_own = row.pop("actor_id") in {"", str(user.pk)}
    return row | {"by_me": is_own, "address": row["address"] if is_own else ""}


personal(
    PersonalTable(
        model=AuditEntry,
        of=_of,
        told=(
            "at",
            "action",
            "actor_id",
            "actor_role",
            "address",
            "object_type",
            "object_id",
            "account_no",
        ),
        withheld={
            "technical": ("id", "request_id"),
            "may speak of others; the office tells it when asked": ("reason", "details"),
        },
        on_closing="kept: the log proves who did what and cannot be changed; it holds a number, no name",
        shape=_own_address_only,
    )
)
impersonal("hashes of the log", "audit.AuditSeal")
