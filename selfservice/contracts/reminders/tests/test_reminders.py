"""Reminders: at one's own hour, once, and never on stale or foreign data."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from ebok.outbox.models import Job
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.contracts.reminders import services
from selfservice.contracts.reminders.mail import remind
from selfservice.contracts.reminders.models import CollectionReminder
from selfservice.exchange.tests.factories import (
    AccountFactory,
    CollectionFactory,
    FeedFactory,
    ServicePointFactory,
)

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
NOW = "2026-11-30T19:05:00+01:00"


@pytest.fixture
def access():
    with time_machine.travel(NOW, tick=False):
        AccountFactory(account_no="100245")
        FeedFactory()
        area = ServicePointFactory(account_id="100245").area
        CollectionFactory(area=area, on_date=date(2026, 12, 1), fraction="papier")
        access = AccessFactory(account_no="100245")
        services.set_reminder(user=access.user, access=access, hour=19, days_before=1)
        yield access


def work() -> None:
    for job in Job.objects.filter(kind=services.REMIND):
        remind(job.payload)


def test_the_letter_goes_at_the_own_hour_the_day_before(access) -> None:
    assert services.ask_for_due(at=timezone.now()) == 1
    work()
    (letter,) = mail.outbox
    assert letter.to == [access.user.email]
    assert "1 grudnia 2026" in letter.subject or "1 December 2026" in letter.subject
    assert "papier" in letter.body


def test_asking_again_asks_for_nothing_new(access) -> None:
    for _time in range(3):
        services.ask_for_due(at=timezone.now())
    assert Job.objects.filter(kind=services.REMIND).count() == 1


def test_a_scheduler_that_was_silent_makes_up_for_it(access) -> None:
    with time_machine.travel("2026-11-30T20:30:00+01:00", tick=False):
        assert services.ask_for_due(at=timezone.now()) == 1


@pytest.mark.parametrize("hour", ["18:59", "21:00"])
def test_at_other_hours_nothing_is_asked_for(access, hour: str) -> None:
    with time_machine.travel(f"2026-11-30T{hour}:00+01:00", tick=False):
        assert services.ask_for_due(at=timezone.now()) == 0


def test_without_access_nothing_goes(access) -> None:
    services.ask_for_due(at=timezone.now())
    revoke_access(access=access, actor=None)
    work()
    assert mail.outbox == []


def test_a_stale_feed_reminds_nobody(access) -> None:
    services.ask_for_due(at=timezone.now())
    FeedFactory(stale=True)
    work()
    assert mail.outbox == []


def test_a_day_without_collection_brings_no_letter(access) -> None:
    services.set_reminder(user=access.user, access=access, hour=19, days_before=0)
    services.ask_for_due(at=timezone.now())
    work()
    assert mail.outbox == []


def test_a_reminder_that_comes_too_late_is_not_sent(access) -> None:
    services.ask_for_due(at=timezone.now())
    with time_machine.travel("2026-12-02T06:00:00+01:00", tick=False):
        work()
    assert mail.outbox == []


def test_setting_it_again_changes_the_one_reminder_and_it_can_be_ended(access) -> None:
    services.set_reminder(user=access.user, access=access, hour=6, days_before=0)
    assert CollectionReminder.objects.get().hour == 6
    assert services.end_reminder(user=access.user, access=access)
    assert not services.end_reminder(user=access.user, access=access)


def test_the_database_itself_knows_24_hours(access) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.set_reminder(user=access.user, access=access, hour=24, days_before=0)
