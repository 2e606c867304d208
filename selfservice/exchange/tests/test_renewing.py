"""A demonstration that runs for days keeps fresh figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from ebok.core.running.steps import all_steps
from selfservice.exchange.demo.renewing import renew_demo_town
from selfservice.exchange.demo.supplier import write_delivery
from selfservice.exchange.models import Account, Feed
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.queries import current_feed
from selfservice.exchange.services import load_delivery
from selfservice.exchange.tasks import deliver_as_demo

MADE = datetime.fromisoformat("2026-11-21T12:00:00+01:00")

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def town(tmp_path: Path, settings) -> None:
    settings.DEMO, settings.VAR_DIR = True, tmp_path / "var"
    settings.DEMO_ACCOUNTS, settings.DEMO_SEED = 8, 3
    write_delivery(folder=tmp_path / "first", accounts=8, seed=3, as_of=MADE)
    load_delivery(path=tmp_path / "first")


@pytest.mark.long
def test_figures_of_yesterday_are_delivered_anew(town: None) -> None:
    accounts = Account.objects.count()
    with time_machine.travel(MADE + timedelta(hours=30), tick=False):
        deliver_as_demo()
        feed = current_feed()
        assert feed.as_of == timezone.now()
        assert feed.generation == 2
        assert not feed.stale
        assert Account.objects.count() == accounts
        assert renew_demo_town() is None


def test_fresh_figures_stay(town: None) -> None:
    with time_machine.travel(MADE + timedelta(hours=19), tick=False):
        assert renew_demo_town() is None


def test_what_another_supplier_delivered_stays(town: None) -> None:
    with loader_writes():
        Feed.objects.update(supplier="gw-max")
    with time_machine.travel(MADE + timedelta(hours=30), tick=False):
        assert renew_demo_town() is None


def test_an_office_that_is_no_demonstration_delivers_nothing_to_itself(town: None, settings) -> None:
    settings.DEMO = False
    with time_machine.travel(MADE + timedelta(hours=30), tick=False):
        deliver_as_demo()
        assert current_feed().generation == 1


def prepare_the_town() -> None:
    next(step for step in all_steps() if step.name == "demo-town").act()


@pytest.mark.long
def test_a_start_loads_the_town_once(town: None) -> None:
    with loader_writes():
        Feed.objects.all().delete()
    for _ in range(2):  # the second as after a start that was cut off before it was noted
        prepare_the_town()
        assert Feed.objects.get().generation == 1


def test_a_town_that_was_loaded_by_hand_is_no_obstacle_to_a_start(town: None) -> None:
    before = current_feed()
    prepare_the_town()
    assert current_feed() == before
