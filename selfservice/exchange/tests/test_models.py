"""The tables hold what the contract says, and only the loader may write to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connections
from django.utils import timezone

from selfservice.exchange import models, queries
from selfservice.exchange.errors import DeliveredFileMissing, NoDelivery, ReadOnlyExchange
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def every_factory() -> list[type[factories.ExchangeFactory]]:
    return factories.ExchangeFactory.__subclasses__()


@pytest.mark.parametrize("factory", every_factory(), ids=lambda factory: factory._meta.model.__name__)
def test_every_table_keeps_what_the_loader_writes(factory):
    row = factory()
    stored = type(row)._default_manager.get(pk=row.pk)
    assert str(stored) == str(row)


def test_every_model_has_a_factory():
    made = {factory._meta.model for factory in every_factory()}
    assert made == set(apps.get_app_config("exchange").get_models())


@pytest.mark.parametrize("factory", every_factory(), ids=lambda factory: factory._meta.model.__name__)
def test_nothing_but_the_loader_writes(factory):
    row = factory()
    model = type(row)
    for act in (
        row.save,
        row.delete,
        lambda: model._default_manager.all().delete(),
        lambda: model._default_manager.bulk_create([row]),
        lambda: model._default_manager.using("exchange").filter(pk=row.pk)._raw_delete("exchange"),
    ):
        with pytest.raises(ReadOnlyExchange):
            act()
    assert model._default_manager.count() >= 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE \"accounts\" SET name = 'x'",
        'DELETE FROM "accounts"',
        'insert into "feed" (supplier) values (1)',
    ],
)
def test_raw_writes_meet_the_second_wall(sql):
    with connections["exchange"].cursor() as cursor, pytest.raises(ReadOnlyExchange):
        cursor.execute(sql)


def test_the_loaders_permission_ends_with_its_block():
    account = factories.AccountFactory()
    with loader_writes():
        account.name = "Anna Zmyślona"
        account.save()
    with pytest.raises(ReadOnlyExchange):
        account.save()


def test_empty_text_is_null_in_the_database_and_empty_in_python():
    account = factories.AccountFactory(nip="", flat="")
    account.refresh_from_db()
    assert (account.nip, account.flat) == ("", "")
    with connections["exchange"].cursor() as cursor:
        cursor.execute("SELECT nip, flat FROM accounts")
        assert cursor.fetchone() == (None, None)


@pytest.mark.parametrize(
    ("begin", "end", "shown"), [(None, None, True), (-1, 1, True), (1, None, False), (None, 0, False)]
)
def test_a_letter_shows_within_its_window_only(begin, end, shown):
    now = timezone.now()
    factories.LetterFactory(
        available_from=begin and now + timedelta(hours=begin),
        available_to=None if end is None else now + timedelta(hours=end),
    )
    assert models.Letter.objects.available(at=now).exists() is shown


def test_the_feed_shows_the_newest_visible_generation():
    factories.FeedFactory(generation=5)
    factories.FeedFactory(generation=6)
    factories.FeedFactory(generation=7, state=models.Feed.State.ROLLED_BACK)
    factories.FeedFactory(generation=8, state=models.Feed.State.REJECTED)
    state = queries.current_feed()
    assert (state.generation, state.stale) == (6, False)


def test_an_old_feed_is_stale_and_no_feed_is_an_error():
    with pytest.raises(NoDelivery):
        queries.current_feed()
    factories.FeedFactory(stale=True)
    assert queries.current_feed().stale


def test_a_file_that_never_came_is_an_error():
    factories.DeliveryFileFactory(path="files/a.pdf", size=3)
    assert queries.delivered_file("files/a.pdf").size == 3
    with pytest.raises(DeliveredFileMissing):
        queries.delivered_file("files/b.pdf")
