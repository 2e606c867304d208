""" "It is known, tell me when it is over": told once, when it is over and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Locale, Page

from cms_pages.models import AnnouncementPage
from ebok.outbox.models import Job
from selfservice.identity.tests.factories import UserFactory
from selfservice.tickets.mails import send_end_of_outage
from selfservice.tickets.models import OutageSubscription
from selfservice.tickets.services import announce_ends, await_end

pytestmark = pytest.mark.django_db


def an_outage(kind: str = "outage", **facts: object) -> AnnouncementPage:
    Locale.objects.get_or_create(language_code="pl")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    hour = timedelta(hours=1)
    times = {"starts_at": timezone.now() - hour, "expected_end_at": timezone.now() + hour, **facts}
    return root.add_child(instance=AnnouncementPage(title="Burst pipe", slug="pipe", kind=kind, **times))


def test_nobody_is_told_while_it_lasts_and_everybody_once_when_it_is_over() -> None:
    outage = an_outage()
    for _press in range(2):
        await_end(user=UserFactory.create(), announcement=outage)
    assert announce_ends() == 0
    outage.resolved_at = timezone.now()
    outage.save()
    assert (announce_ends(), announce_ends()) == (2, 0)
    assert Job.objects.filter(kind="tickets.outage_mail").count() == 2


@pytest.mark.parametrize("how", ["taken off", "expired", "deleted", "planned end"])
def test_an_announcement_that_is_gone_is_over(how: str) -> None:
    outage = an_outage("planned_outage" if how == "planned end" else "outage")
    await_end(user=UserFactory.create(), announcement=outage)
    past = timezone.now() - timedelta(minutes=1)
    if how == "deleted":
        outage.delete()
    else:
        field, value = {
            "taken off": ("live", False),
            "expired": ("expire_at", past),
            "planned end": ("expected_end_at", past),
        }[how]
        AnnouncementPage.objects.filter(pk=outage.pk).update(**{field: value})
    assert announce_ends() == 1


def test_the_mail_is_in_the_language_of_its_reader() -> None:
    row = await_end(user=UserFactory.create(language="en"), announcement=an_outage())
    send_end_of_outage({"subscription": row.pk})
    assert mail.outbox[0].subject == "It is over: Burst pipe"
    assert "This interruption is over" in mail.outbox[0].alternatives[0][0]
    assert "/en/portal/announcements/" in mail.outbox[0].body
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<outage-{row.pk}@")
    send_end_of_outage({"subscription": row.pk + 1})
    assert len(mail.outbox) == 1


def test_asking_twice_changes_nothing() -> None:
    user, outage = UserFactory.create(), an_outage()
    assert await_end(user=user, announcement=outage).pk == await_end(user=user, announcement=outage).pk
    assert OutageSubscription.objects.count() == 1
