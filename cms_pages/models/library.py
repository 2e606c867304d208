"""The library of document templates; the templates themselves belong to the app documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField

from cms_pages.api_fields import InPageLanguage
from cms_pages.models.base import BasePage


class DocumentLibraryPage(BasePage):
    """Forms to download, by case, searchable."""

    template = "public/library.html"
    choice_parameters = frozenset({"case"})
    free_parameters = frozenset({"q"})
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    max_count_per_parent = 1

    api_fields: ClassVar[list[APIField]] = [
        *BasePage.api_fields,
        APIField("shelves", serializer=InPageLanguage("shelves")),
    ]

    class Meta:
        verbose_name = _("document templates")

    @property
    def shelves(self) -> list[dict[str, Any]]:
        """Cases with the versions in force, for the API: what the page shows."""
        from cms_pages.library import library_context, shelf_as_data

        return [shelf_as_data(shelf) for shelf in library_context(words="", case="")["shelves"]]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages.library import library_context

        context = super().get_context(request, *args, **kwargs)
        context.update(library_context(words=request.GET.get("q", ""), case=request.GET.get("case", "")))
        return context
