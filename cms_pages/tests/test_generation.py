"""The generation across real transactions, and the lock across threads."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import Site

from cms_pages import generation
from cms_pages.models import OfficeSettings
from cms_pages.page_cache import PageCacheMiddleware
from cms_pages.public_content import public_content
from cms_pages.queries import office_settings
from cms_pages.tests.factories import Town, make_town


@pytest.fixture
def real_town(transactional_db: None) -> Town:
    """With true transactions, for tests of what happens before, at and without a commit."""
    return make_town()


@pytest.mark.long
def test_a_generation_is_seen_by_others_only_after_commit(real_town: Town) -> None:
    before = generation.current()
    with transaction.atomic():
        generation.bump()
        assert caches["pages"].get(generation.COPY_KEY)[0] == before
    assert generation.current() == before + 1


@pytest.mark.long
def test_a_rolled_back_change_leaves_no_trace(client: Client, real_town: Town) -> None:
    before = generation.current()
    with pytest.raises(RuntimeError), transaction.atomic():
        OfficeSettings.objects.create(site=Site.objects.get(), name="Nigdy", short_name="Nigdy")
        assert office_settings().name == "Nigdy"
        raise RuntimeError
    assert generation.current() == before
    assert "Nigdy" not in client.get("/").content.decode()


@pytest.mark.long
def test_a_request_looks_once_and_again_after_its_own_change(real_town: Town) -> None:
    looks = []
    copies = caches["pages"]
    with pytest.MonkeyPatch.context() as patch:
        look_up = copies.get
        patch.setattr(copies, "get", lambda key, *rest: looks.append(key) or look_up(key, *rest))
        request_started.send(sender=None)
        before = generation.current()
        assert [generation.current(), generation.current()] == [before, before]
        assert looks.count(generation.COPY_KEY) == 1
        generation.bump()
        assert generation.current() == before + 1
        request_finished.send(sender=None)
        generation.current()
        generation.current()
        assert looks.count(generation.COPY_KEY) == 4


@pytest.mark.long
def test_many_readers_of_one_process_cause_one_render(real_town: Town) -> None:
    calls = []

    def slow(request: Any) -> HttpResponse:
        calls.append(1)
        time.sleep(0.2)
        return public_content(request, lambda: HttpResponse("page"))

    middleware = PageCacheMiddleware(slow)
    generation.current()
    answers: list[bytes] = []

    def read() -> None:
        answers.append(middleware(RequestFactory().get("/storm/")).content)
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(8)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cms_pages.page_cache.next_change_at", lambda after: after + timedelta(hours=1))
        patch.setattr("cms_pages.generation._number", lambda: 1)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [b"page"] * 8
    assert len(calls) == 1
