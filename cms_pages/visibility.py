"""What the public may see at an instant: the one rule behind pages, lists, search, feed, API and sitemap.

A page is visible while it is published, inside its publication window, open to everybody and, if it
is an announcement, meant for everybody. The window is decided here and now: nothing shows before its
minute or after its end, whether or not the scheduler is alive.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction, Site


def window_q(at: datetime | None = None) -> Q:
    """Published and inside the publication window at `at` (now by default)."""
    instant = at or timezone.now()
    started = Q(go_live_at__isnull=True) | Q(go_live_at__lte=instant)
    not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=instant)
    return Q(live=True) & started & not_over


def restricted_q() -> Q:
    """Pages under a view restriction (password, sign-in, groups), with all below them."""
    condition = Q(pk__in=[])
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        condition |= Q(path__startswith=path)
    return condition


def public_pages(*, at: datetime | None = None, model: Any = Page) -> QuerySet[Any]:
    """All pages of a type that everybody may see at `at` (now by default).

    Aliases of a restricted page are restricted as their source is.
    """
    announcement = apps.get_model("cms_pages", "AnnouncementPage")
    hidden = announcement.objects.exclude(audience="public").values("pk")
    restricted = restricted_q()
    sources = Page.objects.filter(restricted).values("pk")
    return (
        model.objects.filter(window_q(at))
        .exclude(restricted)
        .exclude(pk__in=hidden)
        .exclude(alias_of__in=sources)
    )


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
    above = page.get_ancestors().filter(window_q(), depth__gt=1)
    return [(each.title, each.get_url(request)) for each in [*above, page]]


def translation_url(page: Page, request: HttpRequest) -> str:
    """Address of this page in the other language, or of that language's home page."""
    other = page.get_translations().filter(window_q()).first()
    if other:
        return str(other.get_url(request))
    return "/" if language() == "en" else "/en/"


def home_of(request: HttpRequest | None = None) -> Page | None:
    """The home page in the language in use; None while the site is empty."""
    site = Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()
    return site.root_page.localized if site else None


def language() -> str:
    """Two-letter code of the language in use."""
    return (translation.get_language() or "pl")[:2]
