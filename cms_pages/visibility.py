"""What the public may see at an instant: the one rule behind pages, lists, search, feed, API and sitemap.

A page is visible while it is published, inside its publication window, open to everybody and, if it
is an announcement, meant for everybody. The window is decided here and now: nothing shows before its
minute or after its end, whether or not the scheduler is alive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms_pages import generation

HOME_DEPTH = 2  # in the page tree: the root has 1


def window_q(at: datetime | None = None) -> Q:
    """Published and inside the publication window at `at` (now by default)."""
    instant = at or timezone.now()
    started = Q(go_live_at__isnull=True) | Q(go_live_at__lte=instant)
    not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=instant)
    return Q(live=True) & started & not_over


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What is not open to everybody: tree paths of pages, keys of collections with all below them."""

    paths: tuple[str, ...]
    collections: frozenset[int]


def restricted_paths() -> tuple[str, ...]:
    """Tree paths of pages under a view restriction (password, sign-in, groups)."""
    return _restrictions().paths


def closed_collections() -> frozenset[int]:
    """Collections of files and images under a view restriction, and those below them."""
    return _restrictions().collections


def is_restricted(page: Page) -> bool:
    """Is a view restriction on this page or above it? An alias is restricted as its source is."""
    paths = restricted_paths()
    own = [page.path, page.alias_of.path] if paths and page.alias_of_id else [page.path]
    return any(path.startswith(paths) for path in own)


def public_pages(*, at: datetime | None = None, model: Any = Page) -> Any:
    """All pages of a type that everybody may see at `at` (now by default)."""
    return unrestricted(pages_for("public", at=at, model=model))


def pages_for(*audiences: str, at: datetime | None = None, model: Any = Page) -> Any:
    """Pages inside their window, without announcements for other audiences than these.

    View restrictions are not looked at.
    """
    announcement = apps.get_model("cms_pages", "AnnouncementPage")
    others = announcement.objects.exclude(audience__in=audiences).values("pk")
    return model.objects.filter(window_q(at)).exclude(pk__in=others)


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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a page stands: (title, address) from the home page down to it, and the other language."""

    trail: list[tuple[str, str]]
    translation_url: str


def surroundings_of(page: Page, request: HttpRequest) -> Surroundings:
    """The visible pages above a page, and their translations, in one query.

    The other language is the translation of this page, or of the nearest page above it that has one:
    whoever reads an untranslated announcement comes to the list of announcements, not to the start.
    """
    line = page.get_ancestors(inclusive=True).filter(depth__gte=HOME_DEPTH)
    translated = Q(translation_key__in=line.values("translation_key")) & ~Q(locale=page.locale_id)
    found = list(Page.objects.filter(window_q()).filter(Q(pk__in=line.values("pk")) | translated))
    above = [each for each in found if each.locale_id == page.locale_id and each.pk != page.pk]
    trail = sorted(above, key=lambda each: each.depth)
    others = [each for each in found if each.locale_id != page.locale_id]
    nearest = max(others, key=lambda each: each.depth, default=None)
    home = "/" if language() == "en" else "/en/"
    return Surroundings(
        trail=[(each.title, each.get_url(request)) for each in [*trail, page]],
        translation_url=str(nearest.get_url(request)) if nearest else home,
    )


class Addresses:
    """Addresses of many pages at the price of one look at the site's roots, where there is no request."""

    def of(self, page: Page) -> str:
        """Path of a page; empty when it lies outside the site."""
        parts = page.get_url_parts(request=self)
        return str(parts[2]) if parts and parts[2] else ""


def language() -> str:
    """Two-letter code of the language in use."""
    return (translation.get_language() or "pl")[:2]


def _restrictions() -> Restrictions:
    return generation.known("restrictions", _read_restrictions)


def _read_restrictions() -> Restrictions:
    paths = PageViewRestriction.objects.values_list("page__path", flat=True).order_by("page__path")
    above = CollectionViewRestriction.objects.annotate(
        path=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(path__startswith=F("collection__path"))
    closed = Collection.objects.filter(Exists(above)).values_list("pk", flat=True)
    return Restrictions(paths=tuple(paths), collections=frozenset(closed))
