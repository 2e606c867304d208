"""What a person finds in his inbox."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from ebok.core.row_places import RowPage, row_page
from selfservice.access.models import AccountAccess
from selfservice.messaging.models import Message
from selfservice.messaging.querysets import MessageQuerySet


def message_page(
    *,
    user_id: int,
    account_no: str | None = None,
    unread: bool = False,
    before: int | None = None,
    after: int | None = None,
) -> RowPage[Message]:
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
    return row_page(rows, before=before, after=after)


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
