"""The home page, and the answer to "is there water in my street?"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from cms_pages.blocks import Shortcut
from cms_pages.models.base import BasePage


class HomePage(BasePage):
    """What is broken now, what is new, and the shortest ways to what people come for."""

    question = models.CharField(
        _("question"), max_length=120, blank=True, help_text=_("Such as: Is there water in my street?")
    )
    shortcuts = StreamField([("shortcut", Shortcut())], blank=True, verbose_name=_("shortcuts"))

    template = "public/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("question"),
        FieldPanel("shortcuts"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *BasePage.api_fields,
        APIField("question"),
        APIField("shortcuts"),
    ]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's, but a page at any depth is found in one query instead of one a level.

        An announcement, the most common kind, comes whole with it.
        """
        if path_components:
            url_path = f"{self.url_path}{'/'.join(path_components)}/"
            below = Page.objects.filter(url_path=url_path, path__startswith=self.path)
            page = below.select_related("announcementpage").first()
            if page is not None:
                whole = getattr(page, "announcementpage", None) or page.specific
                return whole.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages.home import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(page=self)}


class OutageCheckPage(BasePage):
    """Street and number in, outages and planned interruptions there out. No sign-in, plain GET."""

    template = "public/outage_check.html"
    free_parameters = frozenset({"street", "number", "city"})
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("outage check")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages.street_check import StreetCheckForm, answer

        form = StreetCheckForm(request.GET if "street" in request.GET else None)
        context = super().get_context(request, *args, **kwargs)
        context.update(form=form, answer=answer(**form.cleaned_data) if form.is_valid() else None)
        return context
