"""What a person finds in his inbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from selfservice.access.models import AccountAccess
from selfservice.messaging.models import Message
from selfservice.messaging.querysets import MessageQuerySet

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of the inbox, newest first. `newer` and `older` are places beside which others begin."""

    rows: list[Message]
    newer: int | None
    older: int | None


def message_page(
    *,
    user_id: int,
    account_no: str | None = None,
    unread: bool = False,
    before: int | None = None,
    after: int | None = None,
) -> MessagePage:
    """Messages that a person may read, by keyset on their row numbers, in one query.

    Parameters:
        account_no: only about this customer account, or "" for those about none; None for all.
        unread: only those not opened yet.
        before: only older ones than this row; after: only newer ones (nearest first, then turned).
    """
    rows = Message.objects.readable_by(user_id, at=timezone.now())
    if account_no is not None:
        rows = rows.filter(account_no=account_no)
    if unread:
        rows = rows.unread()
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
        shown = found[:PAGE_SIZE][::-1]
        newer = shown[0].pk if len(found) > PAGE_SIZE else None
        return MessagePage(rows=shown, newer=newer, older=shown[-1].pk if shown else None)
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    older = shown[-1].pk if len(found) > PAGE_SIZE else None
    return MessagePage(rows=shown, newer=shown[0].pk if before and shown else None, older=older)


def find_message(*, user_id: int, pk: int) -> Message | None:
    """One message that a person may read; None for anybody else's."""
    found: Message | None = Message.objects.readable_by(user_id, at=timezone.now()).filter(pk=pk).first()
    return found


def all_messages(*, user_id: int) -> Iterator[Message]:
    """Every message that a person may read, newest first, read while it is used; for files."""
    rows = Message.objects.readable_by(user_id, at=timezone.now()).defer("body").order_by("-pk")
    return rows.iterator()


def messages_about(*, access: AccountAccess) -> MessageQuerySet:
    """What a person was told about the customer account of an access of his, in no particular order."""
    return Message.objects.filter(user_id=access.user_id, account_no=access.account_no)


def unread_count(*, user_id: int) -> int:
    """How many messages wait for a person."""
    return Message.objects.readable_by(user_id, at=timezone.now()).unread().count()
