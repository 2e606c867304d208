"""Keeping messages, and marking them as read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from selfservice.identity.mail import Letter
from selfservice.messaging.models import Message

if TYPE_CHECKING:
    from selfservice.identity.models import User

FORGET_BATCH = 5000


def keep(*, user: User, letter: Letter, kind: str, key: str, account_no: str = "") -> Message:
    """Put a letter into the inbox of its reader; the same key again changes nothing.

    The active language is that of the letter. Only what may lie there is taken: `letter.secret_path` opens
    something and stays in the mail.

    Parameters:
        kind: a `LetterKind`.
        key: the same for the same cause and reader, at most 200 signs.
        account_no: the customer account it is about; "" for none.

    Raises:
        django.db.IntegrityError: the database knows no such kind, or the path is not one of ours.
    """
    message, _fresh = Message.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "account_no": account_no,
            "kind": kind,
            "language": (get_language() or settings.LANGUAGE_CODE)[:2],
            "subject": " ".join(letter.subject.split())[:255],
            "body": letter.text,
            "path": letter.path,
            "link_text": letter.link_text if letter.path else "",
            "created_at": timezone.now(),
        },
    )
    return message


def mark_read(*, message: Message) -> None:
    """Its reader has opened it; the first time counts."""
    Message.objects.unread().filter(pk=message.pk).update(read_at=timezone.now())


def mark_unread(*, message: Message) -> None:
    """Its reader wants to come back to it."""
    Message.objects.filter(pk=message.pk).update(read_at=None)


def mark_all_read(*, user: User, until: int, account_no: str | None = None) -> int:
    """Mark what a person may read and has seen in his list; returns how many.

    Parameters:
        until: the newest message that the list showed; what came since stays unread.
        account_no: only about this customer account, or "" for those about none; None for all.
    """
    now = timezone.now()
    mine = Message.objects.readable_by(user.pk, at=now).unread().filter(pk__lte=until)
    if account_no is not None:
        mine = mine.filter(account_no=account_no)
    return mine.update(read_at=now)


def forget_old(*, before: datetime) -> int:
    """Delete a batch of messages that came before an instant; returns how many."""
    old = Message.objects.filter(created_at__lt=before).order_by("created_at").values_list("pk", flat=True)
    removed, _by_model = Message.objects.filter(pk__in=list(old[:FORGET_BATCH])).delete()
    return removed
