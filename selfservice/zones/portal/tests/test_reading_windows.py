"""Windows of the office and the form: main meters and sub-meters follow rows of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from cms_pages import generation
from cms_pages.models import ReadingSettings, ReadingWindow
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    MeterFactory,
    ServicePointFactory,
)
from selfservice.metering.models import ReadingSubmission
from selfservice.zones.portal.tests.test_pages import office_site

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
SEND = "/en/portal/accounts/100245/readings/new/"
MAY = 5
TYPED = {"token": "form-1", "read_on": "2026-11-21", "value-MAIN": "5", "value-SUB": "2"}
CLOSED = "Readings of this meter are taken at another time of the year."


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
        point = ServicePointFactory(account=AccountFactory(account_no="100245"))
        main = MeterFactory(point=point, installation_no="MAIN", installed_on=date(2026, 8, 31))
        MeterFactory(
            point=point, installation_no="SUB", parent_installation=main, installed_on=date(2026, 8, 31)
        )
        client.force_login(AccessFactory(account_no="100245").user)
        yield client
    generation.forget()


def windows(*, main: int | None, sub: int | None) -> None:
    """Months in which they are read; None: all the year round."""
    office = ReadingSettings.objects.create(site=office_site())
    for of_subs, month in ((False, main), (True, sub)):
        ReadingWindow.objects.create(settings=office, service="water", sub_meters=of_subs, month=month)
    generation.forget()


@pytest.mark.parametrize(
    ("months", "closed"), [({"main": None, "sub": MAY}, "SUB"), ({"main": MAY, "sub": None}, "MAIN")]
)
def test_a_closed_window_of_one_doubts_that_one_alone(
    owner: Client, months: dict[str, int | None], closed: str
) -> None:
    windows(**months)
    look = owner.post(SEND, TYPED | {"step": "check"}).content.decode()
    assert look.count(CLOSED) == 1
    explained = TYPED | {"step": "send", f"m-{closed}-why": "I move out."}
    assert owner.post(SEND, explained).status_code == 302
    doubts = dict(ReadingSubmission.objects.values_list("installation_no", "doubts"))
    assert doubts == {"MAIN": [], "SUB": []} | {closed: ["outside_window"]}


def test_while_both_windows_are_open_nothing_is_doubted(owner: Client) -> None:
    windows(main=11, sub=11)
    owner.post(SEND, TYPED | {"step": "send"})
    assert {tuple(one.doubts) for one in ReadingSubmission.objects.all()} == {()}
