"""The page cache: one render a generation, nothing personal, nothing stale."""

from __future__ import annotations

import multiprocessing
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published

from cms_pages import generation
from cms_pages.file_cache import AtomicFileCache
from cms_pages.models import HomePage, OfficeSettings
from cms_pages.tests.factories import Town, announcement, outage

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the pages rendered so far."""
    seen: list[str] = []
    original = HomePage.get_context

    def counted(self: HomePage, request: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(request.path)
        return original(self, request, *args, **kwargs)

    monkeypatch.setattr(HomePage, "get_context", counted)
    return seen


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change counts as committed at once, although the test's transaction never is."""
    at_once = SimpleNamespace(on_commit=lambda after_commit: after_commit())
    monkeypatch.setattr(generation, "transaction", at_once)


@pytest.fixture
def town(committed: None, town: Town) -> Town:
    return town


class TestHit:
    def test_costs_no_query_and_no_render_and_gives_the_same_bytes(
        self, client: Client, town: Town, renders: list[str]
    ) -> None:
        outage(town)
        fresh = client.get("/")
        with CaptureQueriesContext(connection) as queries:
            cached = client.get("/")
        assert len(queries) == 0
        assert renders == ["/"]
        assert cached.content == fresh.content
        assert cached.headers["Content-Type"] == fresh.headers["Content-Type"]
        assert cached["Content-Security-Policy"]
        assert cached["X-Request-ID"] != fresh["X-Request-ID"]

    def test_allows_shared_caches_one_second_and_a_day_of_failure(self, client: Client, town: Town) -> None:
        for _again in range(2):
            control = client.get("/")["Cache-Control"]
            assert "public" in control and "s-maxage=1" in control and "stale-if-error=86400" in control

    def test_answers_304_to_somebody_who_has_it(self, client: Client, town: Town) -> None:
        first = client.get("/")
        again = client.get("/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_is_the_same_for_head_as_for_get(self, client: Client, town: Town) -> None:
        assert client.head("/")["ETag"] == client.get("/")["ETag"]

    def test_keeps_the_languages_apart(self, client: Client, town: Town) -> None:
        for _again in range(2):
            assert 'lang="pl"' in client.get("/").content.decode()
            assert 'lang="en"' in client.get("/en/").content.decode()


class TestChange:
    def test_publishing_shows_at_once_and_costs_one_render(
        self, client: Client, town: Town, renders: list[str]
    ) -> None:
        for number in range(3):
            announcement(town, f"nowe-{number}", title=f"Nowe {number}")
            for _reader in range(5):
                assert f"Nowe {number}" in client.get("/").content.decode()
        assert len(renders) == 3

    @pytest.mark.long
    def test_unpublishing_moving_and_deleting_show_at_once(self, client: Client, town: Town) -> None:
        page = announcement(town, "znika", title="Znika")
        assert client.get("/komunikaty/znika/").status_code == 200
        page.unpublish()
        assert client.get("/komunikaty/znika/").status_code == 404
        other = announcement(town, "przenoszona", title="Przenoszona")
        assert client.get("/komunikaty/przenoszona/").status_code == 200
        other.move(
            type(town.english_announcements).objects.get(pk=town.english_announcements.pk), pos="last-child"
        )
        assert client.get("/komunikaty/przenoszona/").status_code == 301  # Wagtail leaves a redirect
        type(other).objects.get(pk=other.pk).delete()
        assert client.get("/en/announcements/przenoszona/").status_code == 404

    def test_settings_of_the_office_show_at_once(self, client: Client, town: Town) -> None:
        assert "Nowa Nazwa" not in client.get("/").content.decode()
        OfficeSettings.objects.create(site=Site.objects.get(), name="Nowa Nazwa", short_name="Nowa Nazwa")
        assert "Nowa Nazwa" in client.get("/").content.decode()

    def test_a_new_restriction_closes_the_page_at_once(self, client: Client, town: Town) -> None:
        page = announcement(town, "zamykana")
        assert client.get("/komunikaty/zamykana/").status_code == 200
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert client.get("/komunikaty/zamykana/").status_code == 302

    def test_saving_a_draft_renders_nothing_anew(
        self, client: Client, town: Town, renders: list[str]
    ) -> None:
        page = announcement(town, "szkic", title="Stary")
        client.get("/")
        page.title = "Nowy szkic"
        page.save_revision()
        assert "Nowy szkic" not in client.get("/").content.decode()
        assert len(renders) == 1

    def test_a_lost_copy_of_the_generation_heals_within_two_seconds(self, town: Town) -> None:
        with time_machine.travel(NOON, tick=False):
            caches["pages"].set(generation.COPY_KEY, (1, time.time()), timeout=None)
            assert generation.current() == 1
        with time_machine.travel(NOON + timedelta(seconds=2), tick=False):
            assert generation.current() > 1


class TestClock:
    def test_an_end_holds_to_the_second_with_a_dead_scheduler(self, client: Client, town: Town) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            announcement(town, "krotka", title="Krótka", expire_at=NOON + timedelta(seconds=30))
            for url in ("/", "/komunikaty/", "/komunikaty/krotka/"):
                assert "Krótka" in client.get(url).content.decode()
            clock.move_to(NOON + timedelta(seconds=29))
            assert "Krótka" in client.get("/").content.decode()
            clock.move_to(NOON + timedelta(seconds=30))
            for url in ("/", "/komunikaty/", "/komunikaty/krotka/"):
                assert "Krótka" not in client.get(url).content.decode()

    def test_an_interruption_begins_and_ends_on_cached_pages(self, client: Client, town: Town) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            starts, ends = NOON + timedelta(minutes=10), NOON + timedelta(minutes=20)
            outage(town, "prace", title="Prace", starts_at=starts, expected_end_at=ends)
            assert "We know of no outage" in client.get("/en/").content.decode()
            page = client.get("/").content.decode()
            clock.move_to(starts)
            assert client.get("/").content.decode() != page


class TestStorage:
    def test_query_noise_shares_one_entry_and_never_reaches_the_page(
        self, client: Client, town: Town, renders: list[str]
    ) -> None:
        plain = client.get("/").content
        assert client.get("/?utm_source=mail&fbclid=1").content == plain
        assert client.get("/?kind=outage&page=7").content == plain  # not understood by this page
        assert len(renders) <= 2

    def test_free_text_is_answered_but_not_stored(self, client: Client, town: Town) -> None:
        client.get("/komunikaty/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/komunikaty/?from=2026-01-01")
        with CaptureQueriesContext(connection) as again:
            client.get("/komunikaty/?from=2026-01-01")
        assert len(queries) and len(again)

    def test_unknown_choices_answer_404_so_that_nobody_can_fill_the_cache(
        self, client: Client, town: Town
    ) -> None:
        for query in ("kind=nonsense", "area=nowhere", "page=999", "page=x", "archive=maybe"):
            assert client.get(f"/komunikaty/?{query}").status_code == 404, query

    def test_missing_pages_are_not_stored(
        self, client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stored = Mock()
        monkeypatch.setattr("cms_pages.page_cache._page_from", stored)
        for path in ("/nie-ma/", "/komunikaty/nie-ma.css", "/en/nothing/"):
            assert client.get(path).status_code == 404
        assert not stored.called

    def test_pages_carry_no_cookie_no_token_and_do_not_vary(self, client: Client, town: Town) -> None:
        announcement(town, "a")
        for url in ("/", "/komunikaty/", "/komunikaty/a/", "/komunikaty/atom/"):
            answer = client.get(url, headers={"Cookie": "sessionid=abc; csrftoken=def"})
            assert answer.status_code == 200
            assert not answer.cookies
            assert "csrfmiddlewaretoken" not in answer.content.decode()
            assert "Cookie" not in answer.get("Vary", "")


class TestStampede:
    @pytest.mark.long
    def test_a_lock_is_won_by_one_process_only(self, tmp_path: Path) -> None:
        assert wins_of_eight(AtomicFileCache, tmp_path) == [1] * 20

    @pytest.mark.long
    def test_without_the_atomic_add_several_processes_win(self, tmp_path: Path) -> None:
        rounds = (wins_of_eight(FileBasedCache, tmp_path / str(number)) for number in range(50))
        assert any(max(wins) > 1 for wins in rounds)


def wins_of_eight(backend: type[Any], folder: Path) -> list[int]:
    """How many of eight processes, let loose together, win each of twenty locks."""
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(8), context.Queue()

    def compete() -> None:
        cache = backend(str(folder / "cache"), {})
        won = []
        for number in range(20):
            start.wait()
            won.append(cache.add(f"lock{number}", True, timeout=30))
        results.put(won)

    racers = [context.Process(target=compete) for _ in range(8)]
    for racer in racers:
        racer.start()
    rows = [results.get(timeout=30) for _ in racers]
    for racer in racers:
        racer.join()
    return [sum(column) for column in zip(*rows, strict=True)]


def test_publication_through_the_signal_counts_too(town: Town) -> None:
    before = generation.current()
    page_published.send(sender=HomePage, instance=town.home, revision=None)
    assert generation.current() == before + 1
