"""Cases of a person, and what he waits for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from ebok.core.own_data import KeptFiles, PersonalTable, impersonal, personal
from selfservice.access.models import AccountAccess
from selfservice.tickets.models import Attachment, Entry, OutageSubscription, Side, Ticket

KEPT = "kept until claims are out of time (Civil Code, article 118)"
# What the correspondence does not need to be understood, but a person may be known by.
FORGOTTEN: dict[str, Any] = {
    "guest_name": "",
    "guest_email": "",
    "guest_phone": "",
    "place": "",
    "latitude": None,
    "longitude": None,
    "answers": [],
}


def _readable(user: Any, ticket: str) -> Q:
    """Whole threads of his own cases; of accounts only while he has access: others write there, too."""
    accesses = AccountAccess.objects.of_user(user.pk).active(at=timezone.now())
    numbers = ["", *accesses.values_list("account_no", flat=True)]
    return Q(**{f"{ticket}__user": user, f"{ticket}__account_no__in": numbers})


personal(
    PersonalTable(
        model=Ticket,
        of=lambda user: Q(user=user),
        told=(
            "signature",
            "subject",
            "answers",
            "account_no",
            "point_no",
            "place",
            "latitude",
            "longitude",
            "guest_name",
            "guest_email",
            "guest_phone",
            "language",
            "channel",
            "state",
            "due_on",
            "rating",
            "rated_at",
            "created_at",
            "changed_at",
            "done_at",
        ),
        withheld={
            "technical": (
                "id",
                "request_key",
                "category",
                "category_version",
                "account_unverified",
                "user",
                "merged_into",
                "version",
            ),
            "people of the office": ("assignee",),
        },
        on_closing=f"{KEPT}; without name, address, phone, place and answers to questions",
        forget=lambda user: Ticket.objects.filter(user=user).update(**FORGOTTEN),
    ),
    PersonalTable(
        model=Entry,
        of=lambda user: Q(author=user, side=Side.CUSTOMER) | _readable(user, "ticket"),
        told=("ticket__signature", "kind", "side", "text", "state", "at"),
        withheld={
            "technical": ("id", "ticket", "request_key", "version"),
            "people of the office": ("author",),
        },
        on_closing=KEPT,
    ),
    PersonalTable(
        model=Attachment,
        of=lambda user: Q(entry__author=user, entry__side=Side.CUSTOMER) | _readable(user, "entry__ticket"),
        told=("entry__ticket__signature", "name", "media_type", "size"),
        withheld={"technical": ("id", "entry", "key", "sha256")},
        files=KeptFiles(
            key="key", size="size", sha256="sha256", named=("entry__ticket__signature", "pk", "name")
        ),
        on_closing=KEPT,
    ),
    PersonalTable(
        model=OutageSubscription,
        of=lambda user: Q(user=user),
        told=("announcement_id", "title", "created_at", "told_at"),
        withheld={"technical": ("id", "user")},
        on_closing="deleted",
        forget=lambda user: OutageSubscription.objects.filter(user=user).delete(),
    ),
)
impersonal("work of the office: kinds of cases and prepared answers", "tickets.Category")
impersonal(
    "work of the office: kinds of cases and prepared answers", "tickets.CategoryField", "tickets.CannedReply"
)
impersonal("notes among people of the office, told when asked for at the office", "tickets.Note")
