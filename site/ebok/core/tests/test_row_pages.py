"""Lists by row number: complete, in order, and equally cheap at any depth."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.core.models import Alarm
from ebok.core.row_places import row_page

pytestmark = pytest.mark.django_db


def alarms(number: int) -> list[Alarm]:
    """Rows of any table will do."""
    now = timezone.now()
    return [
        Alarm.objects.create(code="test", key=str(index), raised_at=now, repeated_at=now)
        for index in range(number)
    ]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 10, 11, 23])
def test_walking_the_pages_shows_every_row_once_newest_first(number: int, backwards: bool) -> None:
    made = alarms(number)
    page = row_page(Alarm.objects.all(), size=5)
    pages = [page]
    while page.older:
        page = row_page(Alarm.objects.all(), before=page.older, size=5)
        pages.append(page)
    if backwards:
        pages = [page]
        while page.newer:
            page = row_page(Alarm.objects.all(), after=page.newer, size=5)
            pages.insert(0, page)
    assert [row for page in pages for row in page.rows] == made[::-1]
    assert pages[0].newer is None and pages[-1].older is None


def test_any_page_is_one_query_that_skips_and_counts_no_rows() -> None:
    made = alarms(23)
    for place in ({}, {"before": made[10].pk}, {"after": made[10].pk}):
        with CaptureQueriesContext(connection) as captured:
            row_page(Alarm.objects.all(), **place, size=5)
        assert len(captured) == 1
        assert "OFFSET" not in captured[0]["sql"] and "COUNT(" not in captured[0]["sql"]
