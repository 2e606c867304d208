"""Knowledge base: questions people ask, answered once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.search import index

from cms_pages import visibility
from cms_pages.models.base import BasePage, ContentPage


class ArticleIndexPage(BasePage):
    """All articles, grouped by topic."""

    template = "public/articles.html"
    subpage_types: ClassVar[list[str]] = ["cms_pages.ArticlePage"]
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]

    class Meta:
        verbose_name = _("knowledge base")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        articles = visibility.public_pages(model=ArticlePage).child_of(self)
        context["articles"] = articles.order_by("topic", "title")
        return context


class ArticlePage(ContentPage):
    """One answer."""

    topic = models.CharField(_("topic"), max_length=80, help_text=_("Articles are grouped by it."))

    template = "public/article.html"
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.ArticleIndexPage"]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("topic"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [*ContentPage.search_fields, index.SearchField("topic")]
    api_fields: ClassVar[list[APIField]] = [*ContentPage.api_fields, APIField("topic")]

    class Meta:
        verbose_name = _("article")
