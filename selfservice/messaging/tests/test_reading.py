"""Who reads which messages, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.models import User
from selfservice.messaging import tasks
from selfservice.messaging.models import Message
from selfservice.messaging.own_data import _readable
from selfservice.messaging.queries import find_message, message_page, unread_count
from selfservice.messaging.services import mark_all_read, mark_read, mark_unread
from selfservice.messaging.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    user: User = AccessFactory.create(account_no="100245").user
    return user


def test_a_lost_access_hides_what_was_told_of_the_account(reader: User) -> None:
    told, own = MessageFactory(user=reader, account_no="100245"), MessageFactory(user=reader)
    assert [row.pk for row in message_page(user_id=reader.pk).rows] == [own.pk, told.pk]
    assert unread_count(user_id=reader.pk) == 2
    revoke_access(access=reader.accesses.get(), actor=reader)
    assert [row.pk for row in message_page(user_id=reader.pk).rows] == [own.pk]
    assert unread_count(user_id=reader.pk) == 1
    assert find_message(user_id=reader.pk, pk=told.pk) is None
    assert list(Message.objects.filter(_readable(reader))) == [own]


def test_nobody_reads_messages_to_others_of_the_same_account(reader: User) -> None:
    helper = AccessFactory.create(account_no="100245", delegate=True).user
    theirs = MessageFactory(user=helper, account_no="100245")
    assert message_page(user_id=reader.pk).rows == []
    assert find_message(user_id=reader.pk, pk=theirs.pk) is None


def test_the_inbox_is_paged_both_ways_without_a_gap(reader: User) -> None:
    numbers = [MessageFactory(user=reader).pk for _number in range(45)][::-1]
    seen: list[int] = []
    page = message_page(user_id=reader.pk)
    assert page.newer is None
    while True:
        seen += [row.pk for row in page.rows]
        if page.older is None:
            break
        page = message_page(user_id=reader.pk, before=page.older)
    assert seen == numbers
    back = message_page(user_id=reader.pk, after=page.newer)
    assert [row.pk for row in back.rows] == numbers[20:40]


def test_filters_narrow_the_inbox(reader: User) -> None:
    read = MessageFactory(user=reader, account_no="100245", read_at=timezone.now())
    unread, own = MessageFactory(user=reader, account_no="100245"), MessageFactory(user=reader)

    def shown(**filters: Any) -> list[int]:
        return [row.pk for row in message_page(user_id=reader.pk, **filters).rows]

    assert shown(unread=True) == [own.pk, unread.pk]
    assert shown(account_no="100245") == [unread.pk, read.pk]
    assert shown(account_no="") == [own.pk]
    assert shown(account_no="100245", unread=True) == [unread.pk]


def test_the_first_reading_counts_and_can_be_taken_back(reader: User) -> None:
    message = MessageFactory.create(user=reader)
    mark_read(message=message)
    first = Message.objects.get().read_at
    mark_read(message=message)
    assert Message.objects.get().read_at == first
    mark_unread(message=message)
    assert Message.objects.get().is_unread


def test_all_is_marked_that_was_seen_and_may_be_read(reader: User) -> None:
    seen = MessageFactory.create(user=reader)
    later = MessageFactory.create(user=reader)
    hidden = MessageFactory.create(user=reader, account_no="not mine")
    others = MessageFactory.create()
    assert mark_all_read(user=reader, until=seen.pk) == 1
    assert set(Message.objects.unread()) == {later, hidden, others}
    assert mark_all_read(user=reader, until=others.pk) == 1


def test_old_messages_are_forgotten(reader: User, settings: Any) -> None:
    settings.MESSAGES_KEEP_DAYS = 30
    MessageFactory(user=reader, created_at=timezone.now() - timedelta(days=31))
    kept = MessageFactory(user=reader, created_at=timezone.now() - timedelta(days=29))
    tasks.tidy()
    assert list(Message.objects.all()) == [kept]
