"""Every day the new seals are compared and their head goes where the database's owner cannot reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ebok.audit.anchoring import TOUCHED_ALARM, UNSENT_ALARM, VERIFIED, anchor
from ebok.audit.models import AuditEntry, AuditSeal
from ebok.audit.sealing import head, seal_new_entries
from ebok.audit.tasks import anchor as anchor_task
from ebok.audit.tests.factories import AuditEntryFactory, a_burglar
from ebok.audit.verifying import verify
from ebok.core.models import Alarm

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(settings: Any) -> list[AuditEntry]:
    settings.AUDIT_ANCHOR_EMAIL = "auditor@example.org"
    entries = AuditEntryFactory.create_batch(6)
    seal_new_entries(batch=3)
    return entries


def newest() -> str:
    last = head()
    assert last is not None
    return f"{last.number}:{last.hash}"


def is_raised(code: str) -> bool:
    return Alarm.objects.filter(code=code, cleared_at=None).exists()


@pytest.mark.long
def test_the_head_goes_to_log_mail_and_event_log(
    entries: list[AuditEntry], caplog: pytest.LogCaptureFixture
) -> None:
    anchor_task()
    assert newest() in caplog.text
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["auditor@example.org"], "eBOK event log: intact")
    assert newest() in letter.body
    assert AuditEntry.objects.get(action=VERIFIED).object_id == newest()
    assert verify(expected_head=newest()).intact


def test_only_seals_since_the_last_round_are_compared(entries: list[AuditEntry]) -> None:
    assert anchor().seals == 2
    AuditEntryFactory.create_batch(2)
    seal_new_entries()
    report = anchor()
    assert (report.seals, report.entries, report.head) == (1, 3, newest())


def test_a_day_without_events_anchors_the_same_head_and_writes_none(entries: list[AuditEntry]) -> None:
    anchor()
    seal_new_entries()
    anchor()
    seal_new_entries()
    with CaptureQueriesContext(connection) as captured:
        report = anchor()
    assert report.seals == 1, "the note of the round before"
    assert len(captured) < 15


def test_a_changed_entry_raises_an_alarm_every_day_until_it_is_settled(entries: list[AuditEntry]) -> None:
    with a_burglar():
        AuditEntry.objects.filter(pk=entries[4].pk).update(reason="forged")
    for _day in range(2):
        assert not anchor().intact
    assert is_raised(TOUCHED_ALARM) and not AuditEntry.objects.filter(action=VERIFIED).exists()
    assert "touched: 1 faults" in mail.outbox[-1].subject and f"entry {entries[4].pk}" in mail.outbox[-1].body
    with a_burglar():
        AuditEntry.objects.filter(pk=entries[4].pk).update(reason="")
    assert anchor().intact and not is_raised(TOUCHED_ALARM)


@pytest.mark.parametrize("how", ["removed", "rewritten"])
def test_a_seal_that_was_noted_and_is_no_longer_so_is_a_fault(entries: list[AuditEntry], how: str) -> None:
    anchor()
    with a_burglar():
        last = AuditSeal.objects.filter(number=2)
        last.delete() if how == "removed" else last.update(hash="0" * 64)
    report = anchor()
    assert any("differs from the noted hash" in fault.sentence for fault in report.faults)
    assert is_raised(TOUCHED_ALARM)


def test_without_an_address_nothing_is_mailed(entries: list[AuditEntry], settings: Any) -> None:
    settings.AUDIT_ANCHOR_EMAIL = ""
    anchor()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_an_alarm(
    entries: list[AuditEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: object, *args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", away)
        anchor()
    assert is_raised(UNSENT_ALARM)
    anchor()
    assert not is_raised(UNSENT_ALARM)


def test_it_is_done_daily() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["anchor-audit"]["task"] == "audit.anchor"
    assert settings.CELERY_BEAT_SCHEDULE["anchor-audit"]["schedule"] == 24 * 3600
