"""The reading API of published content at `/api/v1/content/` (Wagtail's stable API, version 2).

Anonymous readers get exactly what the public site shows: the same rule decides (`visibility`).
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from wagtail.api.v2.filters import FieldsFilter, SearchFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page

from cms_pages import attachments, visibility
from cms_pages.announcement_list import day_from
from cms_pages.api_files import FileSerializer, PictureSerializer
from cms_pages.bodies import read_together
from cms_pages.models.announcements import AnnouncementPage
from cms_pages.models.choices import Kind
from cms_pages.public_content import CACHE_CONTROL
from cms_pages.word_forms import plain_words

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")
# More than any site has; databases cannot count much further.
MOST_OFFSET = 1_000_000
OWN_FILTERS = ("kind", "area", "published_from", "published_to", "state")
# What a reader needs, with room. Each tag is two more tables in the question to the database.
LONGEST_VALUE = 1000
MOST_ITEMS = 50
MOST_TAGS = 8


class AnnouncementFilter(BaseFilterBackend):
    """`kind`, `area`, `published_from`, `published_to` (days) and `state` (current, upcoming, archived)."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        wanted = {name: request.GET[name] for name in OWN_FILTERS if request.GET.get(name)}
        if not wanted:
            return queryset
        found = _narrowed(AnnouncementPage.objects.public(), wanted)
        return queryset.filter(pk__in=found.values("pk"))


def _narrowed(found: Any, wanted: dict[str, str]) -> Any:
    if "kind" in wanted:
        kinds = wanted["kind"].split(",")
        if unknown := set(kinds) - set(Kind.values):
            raise BadRequestError(
                f"kind: unknown {', '.join(sorted(unknown))}; known: {', '.join(Kind.values)}"
            )
        found = found.of_kinds(*kinds)
    if "area" in wanted:
        found = found.in_areas(wanted["area"].split(","))
    days = {name: _day(name, wanted[name]) for name in ("published_from", "published_to") if name in wanted}
    found = found.published_between(days.get("published_from"), days.get("published_to"))
    return _in_state(found, wanted["state"]) if "state" in wanted else found


def _day(name: str, text: str) -> Any:
    day = day_from(text)
    if day is None:
        raise BadRequestError(f"{name}: expected a day such as 2026-11-21")
    return day


def _in_state(found: Any, state: str) -> Any:
    questions = {
        "current": found.current_interruptions,
        "upcoming": found.coming_interruptions,
        "archived": found.archived,
    }
    if state not in questions:
        raise BadRequestError(f"state: known are {', '.join(questions)}")
    return questions[state]()


class ColumnFilter(FieldsFilter):
    """Wagtail's filter by any column, without those that have a filter of their own."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """A value that does not fit its column is the reader's mistake (400), not ours."""
        others = {name: value for name, value in request.GET.items() if name not in OWN_FILTERS}
        if any(DAY.match(value) and day_from(value[:10]) is None for value in others.values()):
            raise BadRequestError("A day is none, or too far from today.")
        try:
            return super().filter_queryset(SimpleNamespace(GET=others), queryset, view)
        except (ValidationError, ValueError, TypeError) as error:
            raise BadRequestError("A value does not fit the field that it should filter.") from error


class WordSearch(SearchFilter):
    """Wagtail's search, for plain words only."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Without a single word to look for nothing is found."""
        if "search" not in request.GET:
            return queryset
        words = plain_words(request.GET["search"])
        if not words:
            return queryset.none()
        asked = {**request.GET.dict(), "search": " ".join(words)}
        return super().filter_queryset(SimpleNamespace(GET=asked), queryset, view)


OWN_BACKENDS = {FieldsFilter: ColumnFilter, SearchFilter: WordSearch}


class BoundedPagination(WagtailPagination):
    """Wagtail's, for numbers that a database can count to."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The wanted part of a list.

        Raises:
            BadRequestError: a number is none, or too large.
        """
        offset = request.GET.get("offset", "0")
        if not offset.isdecimal() or len(offset) > len(str(MOST_OFFSET)) or int(offset) > MOST_OFFSET:
            raise BadRequestError(f"offset must be a number from 0 to {MOST_OFFSET}")
        return super().paginate_queryset(queryset, request, view)


class Anonymous:
    """No session, no cookie, JSON only; the whole world may read, from any page."""

    authentication_classes: tuple[()] = ()
    permission_classes: tuple[()] = ()
    renderer_classes = (JSONRenderer,)
    pagination_class = BoundedPagination

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Shared caches may keep it for a second, as they do pages; other sites' scripts may read it."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        answer["Cache-Control"] = CACHE_CONTROL
        answer["Access-Control-Allow-Origin"] = "*"
        return answer


class Questions(Anonymous):
    """Lists that readers may narrow, by questions of a sane size."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look at the size of a question before anything is made of it.

        Raises:
            BadRequestError: a value is too long, or has too many items.
        """
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        for name, value in request.GET.items():
            if name == "search":  # `plain_words` cuts it
                continue
            most = MOST_TAGS if name == "tags" else MOST_ITEMS
            if len(value) > LONGEST_VALUE or value.count(",") >= most:
                raise BadRequestError(f"{name}: at most {LONGEST_VALUE} characters and {most} items")


def _ours(view: type[BaseAPIViewSet]) -> list[type[BaseFilterBackend]]:
    return [OWN_BACKENDS.get(backend, backend) for backend in view.filter_backends]


class PublicPages(Questions, PagesAPIViewSet):
    """Pages that the public site shows."""

    filter_backends = [AnnouncementFilter, *_ours(PagesAPIViewSet)]
    known_query_parameters = PagesAPIViewSet.known_query_parameters.union(OWN_FILTERS)

    def get_base_queryset(self) -> Any:
        """The one rule of visibility, without the tree's root; as a subquery, which search can filter by."""
        visible = visibility.public_pages().filter(depth__gt=1)
        return Page.objects.filter(pk__in=visible.values("pk"))

    def get_queryset(self) -> Any:
        """With all that a list of them tells, at a cost that does not grow with the list."""
        pages = super().get_queryset().select_related("locale")
        if pages.model is AnnouncementPage:
            return pages.with_places().prefetch_related("attachments")
        return pages

    def paginate_queryset(self, queryset: Any) -> Any:
        """The pages of a list; bodies are read where the list tells them."""
        pages = list(super().paginate_queryset(queryset))
        if {"body", "*"} & set(self.request.GET.get("fields", "").split(",")) and hasattr(
            queryset.model, "body"
        ):
            read_together(pages)
        return pages


class PublicImages(Questions, ImagesAPIViewSet):
    """Images that the public site shows."""

    base_serializer_class = PictureSerializer
    filter_backends = _ours(ImagesAPIViewSet)

    def get_queryset(self) -> QuerySet[Any]:
        return _public(super().get_queryset())


class PublicDocuments(Questions, DocumentsAPIViewSet):
    """Files that the public site offers."""

    base_serializer_class = FileSerializer
    filter_backends = _ours(DocumentsAPIViewSet)

    def get_queryset(self) -> QuerySet[Any]:
        return _public(super().get_queryset())


def _public(rows: QuerySet[Any]) -> QuerySet[Any]:
    """As a subquery, which search can filter by."""
    return rows.filter(pk__in=attachments.public(rows.model).values("pk")).prefetch_related("tags")


content_api = WagtailAPIRouter("content_api")
content_api.register_endpoint("pages", PublicPages)
content_api.register_endpoint("images", PublicImages)
content_api.register_endpoint("documents", PublicDocuments)
