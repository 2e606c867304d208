"""A stale or missing feed is shown as such, never as an empty list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from ebok.core.alarms import open_alarms
from selfservice.exchange import models, queries
from selfservice.exchange.errors import ExchangeUnavailable, NoDelivery
from selfservice.exchange.probes import feed_is_fresh
from selfservice.exchange.services import load_delivery
from selfservice.exchange.tasks import STALE, watch_feed
from selfservice.exchange.tests.deliveries import town, write
from selfservice.exchange.tests.factories import FeedFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.mark.parametrize(("hours", "stale"), [(35, False), (37, True)])
def test_a_feed_is_stale_after_its_budget(hours: int, stale: bool) -> None:
    FeedFactory(as_of=timezone.now() - timedelta(hours=hours))
    assert queries.current_feed().stale is stale
    probe = feed_is_fresh()
    assert (probe.ok, probe.detail) == (not stale, "stale" if stale else "fresh")
    assert probe.seconds == pytest.approx(hours * 3600, abs=5)


def test_a_table_may_have_a_budget_and_an_age_of_its_own(settings) -> None:
    settings.EXCHANGE_FRESHNESS_TABLES = {"assets": 1}
    old = timezone.now() - timedelta(hours=20)
    FeedFactory(as_of_tables={"assets": old.isoformat(), "invoices": old.isoformat()})
    assert queries.current_feed(table="assets").stale
    assert queries.current_feed(table="assets").as_of == old
    assert not queries.current_feed(table="invoices").stale
    assert not queries.current_feed().stale


def test_each_table_remembers_the_delivery_that_had_it(tmp_path: Path) -> None:
    load_delivery(path=write(tmp_path / "a", town(), as_of="2026-11-19T00:00:00Z"))
    only = {"assets": town()["assets"]}
    load_delivery(path=write(tmp_path / "b", only, generation=2, as_of="2026-11-20T00:00:00Z"))
    assert queries.current_feed(table="invoices").as_of.day == 19
    assert queries.current_feed(table="assets").as_of.day == 20


def test_the_watch_raises_and_clears_its_alarm(settings) -> None:
    settings.EXCHANGE_FRESHNESS_TABLES = {"assets": 1}
    watch_feed()
    assert {alarm.key for alarm in open_alarms().filter(code=STALE)} == {"", "assets"}
    FeedFactory(as_of=timezone.now() - timedelta(hours=2))
    watch_feed()
    assert {alarm.key for alarm in open_alarms().filter(code=STALE)} == {"assets"}


def test_no_delivery_and_no_database_are_errors(monkeypatch) -> None:
    with pytest.raises(NoDelivery):
        queries.current_feed()
    assert feed_is_fresh().detail == "NoDelivery"

    def down(self):
        raise OperationalError("gone")

    monkeypatch.setattr(type(models.Feed.objects.all()), "visible", down)
    with pytest.raises(ExchangeUnavailable) as caught:
        queries.current_feed()
    assert not isinstance(caught.value, NoDelivery)
    assert feed_is_fresh().detail == "ExchangeUnavailable"


def test_a_question_about_the_feed_costs_one_query(django_assert_num_queries) -> None:
    FeedFactory()
    with django_assert_num_queries(1, using="exchange"):
        queries.current_feed()
