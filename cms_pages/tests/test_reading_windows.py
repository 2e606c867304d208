"""When readings are taken: rows of a site setting, by service and season."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError
from wagtail.models import Site

from cms_pages.models import ReadingSettings, ReadingWindow
from cms_pages.reading_windows import windows_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> ReadingSettings:
    from wagtail.models import Locale, Page

    Locale.objects.get_or_create(language_code="pl")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    site = Site.objects.filter(is_default_site=True).first() or Site.objects.create(
        hostname="localhost", root_page=root, is_default_site=True
    )
    return ReadingSettings.objects.create(site=site)


def add(office: ReadingSettings, **facts: object) -> ReadingWindow:
    return ReadingWindow.objects.create(settings=office, **{"service": "water", **facts})


def test_a_service_without_rows_is_read_at_any_time(office: ReadingSettings) -> None:
    add(office, service="heat", first_day=20, last_day=25)
    windows = windows_for(service="water", sub_meter=False)
    assert windows.is_open(date(2026, 11, 1)) and windows.open_until(date(2026, 11, 1)) is None


def test_a_window_of_every_month_says_when_it_closes_and_opens(office: ReadingSettings) -> None:
    add(office, first_day=20, last_day=31)
    windows = windows_for(service="water", sub_meter=False)
    assert not windows.is_open(date(2026, 11, 19))
    assert windows.opens_on(date(2026, 11, 19)) == date(2026, 11, 20)
    assert windows.open_until(date(2026, 11, 21)) == date(2026, 11, 30)


def test_sub_meters_have_their_yearly_window_if_there_is_one(office: ReadingSettings) -> None:
    add(office, first_day=20, last_day=31)
    assert windows_for(service="water", sub_meter=True).is_open(date(2026, 11, 25))
    add(office, sub_meters=True, month=12, first_day=1, last_day=15)
    windows = windows_for(service="water", sub_meter=True)
    assert not windows.is_open(date(2026, 11, 25))
    assert windows.opens_on(date(2026, 12, 16)) == date(2027, 12, 1)
    assert windows_for(service="water", sub_meter=False).is_open(date(2026, 11, 25))


@pytest.mark.parametrize(
    "facts", [{"first_day": 0}, {"last_day": 32}, {"first_day": 9, "last_day": 3}, {"month": 13}]
)
def test_windows_that_make_no_sense_are_refused(office: ReadingSettings, facts: dict[str, int]) -> None:
    with pytest.raises(IntegrityError):
        add(office, **facts)
