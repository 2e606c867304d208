"""Readings and leak tests that a person sent."""

from __future__ import annotations

from django.db.models import Q

from ebok.core.own_data import KeptFiles, PersonalTable, personal
from selfservice.metering.models import LeakTest, ReadingSubmission

personal(
    PersonalTable(
        model=ReadingSubmission,
        of=lambda user: Q(sent_by=user),
        told=(
            "receipt_no",
            "account_no",
            "point_no",
            "installation_no",
            "meter_no",
            "unit",
            "read_on",
            "value",
            "final_value",
            "doubts",
            "explanation",
            "channel",
            "state",
            "reason",
            "sent_at",
            "checked_at",
        ),
        withheld={
            "technical": (
                "id",
                "request_key",
                "first_of_day",
                "sent_by",
                "entry_seq",
                "photo_key",
                "photo_media_type",
                "photo_size",
                "photo_sha256",
            ),
            "people of the office": ("checked_by",),
        },
        files=KeptFiles(
            key="photo_key",
            size="photo_size",
            sha256="photo_sha256",
            named=("receipt_no",),
            media_type="photo_media_type",
            endings={"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"},
        ),
        on_closing="kept: invoices rest on them",
    ),
    PersonalTable(
        model=LeakTest,
        of=lambda user: Q(started_by=user),
        told=(
            "account_no",
            "installation_no",
            "meter_no",
            "unit",
            "evening_value",
            "evening_at",
            "morning_value",
            "morning_at",
        ),
        withheld={"technical": ("id", "started_by")},
        on_closing="deleted",
        forget=lambda user: LeakTest.objects.filter(started_by=user).delete(),
    ),
)
