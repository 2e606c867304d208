"""Standard pages, the accessibility statement, and search."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField

from cms_pages.models.base import BasePage, ContentPage


class FooterPage(ContentPage):
    """A page that the footer of every page may lead to."""

    show_in_footer = models.BooleanField(_("show in the footer"), default=False)

    promote_panels: ClassVar[list[Any]] = [
        *BasePage.promote_panels[:-1],
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("show_in_footer")], _("For site menus")),
    ]

    api_fields: ClassVar[list[APIField]] = [*ContentPage.api_fields, APIField("show_in_footer")]

    class Meta:
        abstract = True


class StandardPage(FooterPage):
    """Text: prices, rules, data protection."""

    template = "public/standard.html"
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage", "cms_pages.StandardPage"]

    class Meta:
        verbose_name = _("standard page")


class AccessibilityStatementPage(FooterPage):
    """The statement that the act on digital accessibility of public bodies (4 April 2019) asks for.

    Its parts carry the element ids of the ministry's technical conditions, so that the yearly
    automatic survey finds them. `body` is the list of what is not yet accessible.
    """

    class Status(models.TextChoices):
        """How far the site conforms to WCAG."""

        FULL = "full", _("fully compliant")
        PARTIAL = "partial", _("partially compliant")
        NONE = "none", _("not compliant")

    site_published_on = models.DateField(_("site published on"))
    site_updated_on = models.DateField(_("last important change of the site"))
    status = models.CharField(_("compliance"), max_length=8, choices=Status.choices, default=Status.PARTIAL)
    prepared_on = models.DateField(_("statement prepared on"))
    reviewed_on = models.DateField(_("statement last reviewed on"))
    self_assessed = models.BooleanField(_("prepared by self-assessment"), default=True)
    contact_name = models.CharField(_("whom to ask"), max_length=120)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    contact_email = models.EmailField(_("e-mail"))
    architecture = models.TextField(
        _("access to the building"), help_text=_("Entrances, lifts, loops, dogs.")
    )
    apps = models.TextField(_("mobile apps"), blank=True)

    template = "public/accessibility.html"
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("site_published_on"), FieldPanel("site_updated_on")]),
        FieldRowPanel([FieldPanel("status"), FieldPanel("self_assessed")]),
        FieldPanel("body", heading=_("What is not yet accessible, and why")),
        FieldRowPanel([FieldPanel("prepared_on"), FieldPanel("reviewed_on")]),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_phone"), FieldPanel("contact_email")],
            _("Contact"),
        ),
        FieldPanel("architecture"),
        FieldPanel("apps"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *FooterPage.api_fields,
        *(
            APIField(name)
            for name in (
                "site_published_on",
                "site_updated_on",
                "status",
                "prepared_on",
                "reviewed_on",
                "self_assessed",
                "contact_name",
                "contact_phone",
                "contact_email",
                "architecture",
                "apps",
            )
        ),
    ]

    class Meta:
        verbose_name = _("accessibility statement")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "SITE_URL": settings.SITE_URL}


class SearchPage(BasePage):
    """Search over everything the visitor may see."""

    template = "public/search.html"
    free_parameters = frozenset({"q", "page"})
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("search")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages.searching import search_context

        context = super().get_context(request, *args, **kwargs)
        context.update(
            search_context(words=request.GET.get("q", ""), page_number=request.GET.get("page", "1"))
        )
        return context
