"""The cache of public pages: one render a page and content generation, no query on a hit.

An answer enters only if `public_content` made it: the request had by then lost its cookies, its user
and every query parameter that is not part of the key. So the cache can hold nothing personal, and
nobody can make it hold one page under the address of another.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from cms_pages import generation
from cms_pages.changes import next_change_at
from cms_pages.public_content import CACHE_CONTROL, parameters_of, until_this_second_ends, wants_storing
from cms_pages.recent import Recent
from ebok.core.zones import Zone, without_language

GetResponse = Callable[[HttpRequest], HttpResponse]
LONGEST = timedelta(hours=1)
LOCK_SECONDS = 15
WAIT_STEP_SECONDS = 0.02
# Headers of a stored answer. Everything else (request id, security) is made anew for each request.
KEPT_HEADERS = ("Content-Type", "Content-Language", "Link", "Content-Disposition")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """An answer with status 200, valid before `good_until` (seconds since 1970)."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    good_until: float

    def response(self, request: HttpRequest) -> HttpResponse:
        """The answer to this request: 200, or 304 when the reader has it already."""
        fresh = HttpResponse(self.body, headers=dict(self.headers))
        fresh["ETag"] = self.etag
        fresh["Cache-Control"] = CACHE_CONTROL
        answer: HttpResponse = get_conditional_response(request, etag=self.etag, response=fresh) or fresh
        until_this_second_ends(answer)
        return answer


class PageCacheMiddleware:
    """Answers anonymous reading of public pages from the cache; outermost but for headers and logs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        zones: list[Zone] = import_module(settings.ROOT_URLCONF).ZONES
        self.other_zones = tuple(zone.prefix for zone in zones if zone.prefix)
        # Requests for what never enters the cache (404, restricted pages) shall not queue at the lock.
        self.not_stored = Recent(seconds=60, most=2000)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A draft, which Wagtail asks for at the address of the page.
        is_preview = getattr(request, "is_dummy", False)
        if is_preview or request.method not in {"GET", "HEAD"} or self._is_elsewhere(request):
            return self.get_response(request)
        try:
            key = page_key(request)
        except DisallowedHost:
            return self.get_response(request)
        cache = caches["pages"]
        found = _stored(cache, key)
        if found:
            return found.response(request)
        if key in self.not_stored:
            return self.get_response(request)
        return self._render_once(request, cache, key)

    def _is_elsewhere(self, request: HttpRequest) -> bool:
        return without_language(request.path_info.removeprefix("/")).startswith(self.other_zones)

    def _render_once(self, request: HttpRequest, cache: BaseCache, key: str) -> HttpResponse:
        """Render, unless somebody else is at it: then wait for the result."""
        deadline = time.monotonic() + LOCK_SECONDS
        while not cache.add(f"lock:{key}", True, timeout=LOCK_SECONDS):
            time.sleep(WAIT_STEP_SECONDS)
            found = _stored(cache, key)
            if found:
                return found.response(request)
            if key in self.not_stored or time.monotonic() > deadline:
                return self.get_response(request)
        try:
            found = _stored(cache, key)  # somebody may have finished between our look and our lock
            return found.response(request) if found else self._render(request, cache, key)
        finally:
            cache.delete(f"lock:{key}")

    def _render(self, request: HttpRequest, cache: BaseCache, key: str) -> HttpResponse:
        response = self.get_response(request)
        if not wants_storing(response):
            self.not_stored.add(key)
            return response
        page = _page_from(response)
        seconds = int(page.good_until - time.time()) + 1
        if seconds > 0:
            cache.set(key, page, timeout=seconds)
        return page.response(request)


def page_key(request: HttpRequest) -> str:
    """Host, path (with the language), known query parameters in order, content generation.

    Raises:
        DisallowedHost: the request names a host that is not ours.
    """
    query = urlencode(sorted(parameters_of(request).items()))
    text = f"{request.get_host()}\n{request.path}\n{query}\n{generation.current()}"
    return hashlib.sha256(text.encode()).hexdigest()


def _stored(cache: BaseCache, key: str) -> StoredPage | None:
    page: StoredPage | None = cache.get(key)
    return page if page and page.good_until > time.time() else None


def _page_from(response: HttpResponse) -> StoredPage:
    body = response.content
    headers = tuple((name, response[name]) for name in KEPT_HEADERS if name in response)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return StoredPage(body=body, headers=headers, etag=etag, good_until=_good_until().timestamp())


def _good_until() -> datetime:
    now = timezone.now()
    return min(next_change_at(after=now), now + LONGEST)
