"""What all our pages have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms_pages import visibility
from cms_pages.blocks import BODY_BLOCKS
from cms_pages.panels import ScheduleInWordsPanel


class BasePage(Page):
    """A page of the public site: title, lead, place in the menus, publication window."""

    lead = models.CharField(
        _("lead"), max_length=400, blank=True, help_text=_("One or two plain sentences under the title.")
    )

    # Query parameters the page understands, by what they take: a few known values (others answer 404)
    # or free text (answers are not stored). No other parameter ever reaches the page.
    choice_parameters: ClassVar[frozenset[str]] = frozenset()
    free_parameters: ClassVar[frozenset[str]] = frozenset()

    content_panels: ClassVar[list[Any]] = [
        ScheduleInWordsPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            _("For search engines"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("For site menus")),
    ]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.AutocompleteField("lead"),
    ]
    api_fields: ClassVar[list[APIField]] = [APIField("lead"), APIField("last_published_at")]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> Any:
        """Wagtail's answer, without a query while no page of the site is restricted."""
        if not visibility.is_restricted(self):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the trail of ancestors and the address of the same page in the other language."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["trail"] = visibility.trail_of(self, request)
        context["translation_url"] = visibility.translation_url(self, request)
        return context


class ContentPage(BasePage):
    """A page with a body made of blocks."""

    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("body"))

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.AutocompleteField("body"),
    ]
    api_fields: ClassVar[list[APIField]] = [*BasePage.api_fields, APIField("body")]

    class Meta:
        abstract = True
