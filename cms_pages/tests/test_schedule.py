"""Publication on time: once, never early, without waiting for a broken neighbour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page
from wagtail.signals import page_published

from cms_pages import roles
from cms_pages.calendar_of_publications import events_of_month, month_after, month_before
from cms_pages.form_fields import OfficeDateTimeField
from cms_pages.schedule import HEARTBEAT, MISSED, Outcome, overdue, publication_probe, publish_due
from cms_pages.tests.factories import Town, announcement, member_of
from ebok.audit.models import AuditEntry
from ebok.core.alarms import open_alarms
from ebok.core.heartbeats import last_beat

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def published() -> list[int]:
    """Keys of pages that were published while the test ran."""
    seen: list[int] = []

    def note(sender: Any, instance: Page, **kwargs: Any) -> None:
        seen.append(instance.pk)

    page_published.connect(note, weak=False, dispatch_uid="test.published")
    yield seen
    page_published.disconnect(dispatch_uid="test.published")


def at(moment: datetime, seconds: float = 0) -> Any:
    return time_machine.travel(moment + timedelta(seconds=seconds), tick=False)


def typed(text: str) -> datetime:
    """What an editor means by a time typed into the CMS."""
    instant = OfficeDateTimeField().to_python(text)
    assert instant is not None
    return instant


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2027-03-28 02:30", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2026-11-25 08:00", datetime(2026, 11, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_page_goes_live_once_at_its_instant_and_ends_alike(
    client: Client, town: Town, published: list[int], text: str, instant: datetime
) -> None:
    goes_live = typed(text)
    assert goes_live == instant
    ends = goes_live + timedelta(hours=3)
    with at(goes_live, -3600):
        page = announcement(town, "nocna", go_live_at=goes_live, expire_at=ends)
        published.clear()
    seen = []
    for seconds in (-1, 0, 15, 3600, 7200, 3 * 3600 - 1, 3 * 3600, 3 * 3600 + 15):
        with at(goes_live, seconds):
            publish_due()
            seen.append(client.get("/komunikaty/nocna/").status_code)
    assert seen == [404, 200, 200, 200, 200, 200, 404, 404]
    assert published == [page.pk]
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_after_a_night_without_scheduler_everything_happens_at_once_and_is_told(
    town: Town, published: list[int]
) -> None:
    with at(NOON):
        page = announcement(town, "rano", go_live_at=NOON + timedelta(hours=1))
        published.clear()
    with at(NOON, 3600 + 61):
        probe = publication_probe()
        assert (probe.ok, probe.seconds) == (False, 61)
        assert publish_due() == Outcome(published=1, ended=0, failed=0)
        assert published == [page.pk]
        assert open_alarms().get(code=MISSED).details == {"publications": 1, "seconds": 61}
        assert last_beat(HEARTBEAT) == NOON + timedelta(seconds=3661)
        publish_due()
        assert not open_alarms().filter(code=MISSED).exists()
        assert publication_probe().ok
    assert published == [page.pk]


def test_a_minute_of_delay_is_no_alarm(town: Town) -> None:
    with at(NOON):
        announcement(town, "rano", go_live_at=NOON + timedelta(hours=1))
    with at(NOON, 3600 + 60):
        assert overdue(at=NOON + timedelta(seconds=3660)) == []
        publish_due()
        assert not open_alarms().filter(code=MISSED).exists()


def test_one_broken_page_does_not_hold_up_the_others(
    town: Town, published: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with at(NOON):
        broken = announcement(town, "zepsuta", go_live_at=NOON + timedelta(seconds=10))
        sound = announcement(town, "dobra", go_live_at=NOON + timedelta(seconds=20))
        published.clear()
    execute = PublishRevisionAction.execute

    def failing(self: Any, **kwargs: Any) -> Any:
        if self.object.pk == broken.pk:
            raise ValueError("broken")
        return execute(self, **kwargs)

    monkeypatch.setattr(PublishRevisionAction, "execute", failing)
    with at(NOON, 30):
        assert publish_due() == Outcome(published=1, ended=0, failed=1)
    assert published == [sound.pk]
    assert open_alarms().filter(code=f"{MISSED}.failed").count() == 1
    monkeypatch.undo()
    with at(NOON, 45):
        assert publish_due() == Outcome(published=1, ended=0, failed=0)


def test_two_workers_at_once_publish_once(
    town: Town, published: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second worker took the same list and reaches the revision after the first is done."""
    from cms_pages import schedule

    with at(NOON):
        announcement(town, "raz", go_live_at=NOON + timedelta(seconds=10))
        published.clear()
    real = schedule._publish

    def overtaken(pk: int) -> bool:
        assert real(pk)
        return real(pk)

    monkeypatch.setattr(schedule, "_publish", overtaken)
    with at(NOON, 15):
        assert publish_due() == Outcome(published=0, ended=0, failed=0)
    assert len(published) == 1


def test_the_command_of_the_scheduler_is_ours_and_the_acts_are_in_the_event_log(town: Town) -> None:
    with at(NOON):
        page = announcement(
            town, "rano", go_live_at=NOON + timedelta(seconds=5), expire_at=NOON + timedelta(60)
        )
        assert AuditEntry.objects.filter(action="content.scheduled", object_id=str(page.pk)).count() == 1
    with at(NOON, 10):
        call_command("publish_scheduled")
    with at(NOON + timedelta(60)):
        call_command("publish_scheduled")
    acts = AuditEntry.objects.filter(object_id=str(page.pk), actor_role="system").order_by("id")
    assert [act.action for act in acts][-2:] == ["content.published", "content.unpublished"]


class TestCalendar:
    def test_lists_starts_and_ends_of_the_month_in_order(self, town: Town) -> None:
        with at(NOON), translation.override("en"):
            announcement(town, "a", title="Scheduled", go_live_at=NOON + timedelta(days=4))
            announcement(town, "b", title="Ending", expire_at=NOON + timedelta(days=2))
            draft = announcement(town, "c", title="Draft", publish=False)
            type(draft).objects.filter(pk=draft.pk).update(go_live_at=NOON + timedelta(days=1))
            announcement(town, "d", title="Next month", go_live_at=NOON + timedelta(days=30))
            month, editor = NOON.date().replace(day=1), member_of(roles.EDITORS)
            events = events_of_month(month, user=editor)
            assert [(event.title, event.goes_live, event.state) for event in events] == [
                ("Draft", True, "draft, not approved yet"),
                ("Ending", False, "scheduled"),
                ("Scheduled", True, "scheduled"),
            ]
            following = events_of_month(month_after(month), user=editor)
            assert [event.title for event in following] == ["Next month"]

    def test_months_follow_each_other_over_the_year(self) -> None:
        december = datetime(2026, 12, 1).date()
        assert month_before(month_after(december)) == december
        assert month_after(december).isoformat() == "2027-01-01"
