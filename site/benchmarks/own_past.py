"""Runs inside the office: what a customer wrote, was told and sent, kept in the portal's own database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from portal_probe import owner

from ebok.core.periods import today
from selfservice.messaging.models import Message
from selfservice.metering.models import ReadingSubmission
from selfservice.tickets.models import Category, Ticket


def make(*, account_no: str, count: int) -> None:
    """So many tickets, messages and readings sent of one account, one of each a day."""
    user, category, now = owner(), Category.objects.earliest("pk"), timezone.now()
    instants = [now - timedelta(days=count - number) for number in range(count)]
    Ticket.objects.bulk_create(
        Ticket(
            signature=f"S{account_no}-{number}", request_key=f"{account_no}-{number}", category=category,
            subject="Invented", account_no=account_no, state="done", created_at=at, changed_at=at, done_at=at,
        )
        for number, at in enumerate(instants)
    )  # fmt: skip
    Message.objects.bulk_create(
        Message(
            user=user, account_no=account_no, kind="cases", subject="Invented", body="Invented",
            key=f"bench:{account_no}:{number}", created_at=at, read_at=at,
        )
        for number, at in enumerate(instants)
    )  # fmt: skip
    ReadingSubmission.objects.bulk_create(
        ReadingSubmission(
            receipt_no=f"OD{account_no}{number:05}", request_key=f"{account_no}-{number}",
            account_no=account_no, point_no=f"P{account_no}", installation_no=f"Z{account_no}-0",
            meter_no="WM", unit="m3", read_on=today() - timedelta(days=count - number),
            value=Decimal(number), state="checked", sent_by=user, sent_at=at,
        )
        for number, at in enumerate(instants)
    )  # fmt: skip
