"""What the public may see at an instant: the one rule behind pages, lists, search, feed, API and sitemap.

A page is visible while it is published, inside its publication window, open to everybody and, if it
is an announcement, meant for everybody. The window is decided here and now: nothing shows before its
minute or after its end, whether or not the scheduler is alive.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from cms_pages import generation

HOME_DEPTH = 2  # in the page tree: the root has 1


def window_q(at: datetime | None = None) -> Q:
    """Published and inside the publication window at `at` (now by default)."""
    instant = at or timezone.now()
    started = Q(go_live_at__isnull=True) | Q(go_live_at__lte=instant)
    not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=instant)
    return Q(live=True) & started & not_over


def restricted_paths() -> tuple[str, ...]:
    """Tree paths of pages under a view restriction (password, sign-in, groups)."""
    return generation.known("restricted", _read_restricted_paths)


def is_restricted(page: Page) -> bool:
    """Is a view restriction on this page or above it? An alias is restricted as its source is."""
    paths = restricted_paths()
    own = [page.path, page.alias_of.path] if paths and page.alias_of_id else [page.path]
    return any(path.startswith(paths) for path in own)


def public_pages(*, at: datetime | None = None, model: Any = Page) -> Any:
    """All pages of a type that everybody may see at `at` (now by default)."""
    announcement = apps.get_model("cms_pages", "AnnouncementPage")
    hidden = announcement.objects.exclude(audience="public").values("pk")
    return unrestricted(model.objects.filter(window_q(at))).exclude(pk__in=hidden)


def unrestricted(pages: Any) -> Any:
    """Without pages under a view restriction, and without aliases of such pages."""
    for path in restricted_paths():
        sources = Page.objects.filter(path__startswith=path).values("pk")
        pages = pages.exclude(path__startswith=path).exclude(alias_of__in=sources)
    return pages


def is_visible(page: Page, *, at: datetime | None = None) -> bool:
    """May this page be served on the public site now? View restrictions are Wagtail's own check."""
    instant = at or timezone.now()
    if not page.live or getattr(page, "audience", "public") != "public":
        return False
    if page.go_live_at and page.go_live_at > instant:
        return False
    return not page.expire_at or page.expire_at > instant


def trail_of(page: Page, request: HttpRequest) -> list[tuple[str, str]]:
    """(title, address) from the home page down to this page, without hidden ones in between."""
    parent = getattr(page, "_cached_parent_obj", None)  # known when the request was routed through it
    if page.depth <= HOME_DEPTH + 1 and parent is not None:
        above = [parent]
    else:
        above = list(page.get_ancestors().filter(window_q(), depth__gte=HOME_DEPTH))
    return [(each.title, each.get_url(request)) for each in [*above, page]]


def translation_url(page: Page, request: HttpRequest) -> str:
    """Address of this page in the other language, or of the nearest page above it that has one.

    Whoever reads an untranslated announcement comes to the list of announcements, not to the start.
    """
    trail = page.get_ancestors(inclusive=True).filter(depth__gte=HOME_DEPTH)
    translated = Page.objects.filter(window_q(), translation_key__in=trail.values("translation_key"))
    other = translated.exclude(locale=page.locale_id).order_by("-depth").first()
    if other:
        return str(other.get_url(request))
    return "/" if language() == "en" else "/en/"


class Addresses:
    """Addresses of many pages at the price of one look at the site's roots, where there is no request."""

    def of(self, page: Page) -> str:
        """Path of a page; empty when it lies outside the site."""
        parts = page.get_url_parts(request=self)
        return str(parts[2]) if parts and parts[2] else ""


def language() -> str:
    """Two-letter code of the language in use."""
    return (translation.get_language() or "pl")[:2]


def _read_restricted_paths() -> tuple[str, ...]:
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True).order_by("page__path"))
