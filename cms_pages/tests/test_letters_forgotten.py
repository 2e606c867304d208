"""Letters of the contact form are kept as long as the office says, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms_pages.models import ContactMessage
from cms_pages.tasks import forget_old_letters
from ebok.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def a_letter(*, days_ago: int) -> ContactMessage:
    return ContactMessage.objects.create(
        token=str(days_ago), sent_at=timezone.now() - timedelta(days=days_ago), name="Ewa", text="Dzień dobry"
    )


def test_old_letters_are_deleted_and_newer_ones_stay(settings) -> None:
    settings.CONTACT_LETTERS_KEEP_DAYS = 30
    a_letter(days_ago=31)
    kept = a_letter(days_ago=29)
    forget_old_letters()
    assert list(ContactMessage.objects.all()) == [kept]
    assert AuditEntry.objects.get(action="content.letters_forgotten").details == {"letters": 1}


def test_nothing_old_leaves_no_trace_in_the_event_log() -> None:
    a_letter(days_ago=1)
    forget_old_letters()
    assert not AuditEntry.objects.exists()
