"""Whom to ask, and what people wrote."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.models import Orderable

from cms_pages.models.base import BasePage, ContentPage
from documents.panels import RowsPanel


class ContactPage(ContentPage):
    """Departments with phones and hours; the form has a page of its own."""

    template = "public/contact.html"
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        RowsPanel(
            "departments", heading=_("Departments"), label=_("department"), add_text=_("Add a department")
        ),
        FieldPanel("body"),
    ]
    api_fields: ClassVar[list[APIField]] = [*ContentPage.api_fields, APIField("departments")]

    class Meta:
        verbose_name = _("contact")


class Department(Orderable):
    """A part of the office that people call or write to."""

    page = ParentalKey("cms_pages.ContactPage", on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(_("name"), max_length=120)
    matters = models.CharField(_("what for"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("The contact form sends letters here."))
    hours = models.CharField(_("hours"), max_length=120, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("matters"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        FieldPanel("hours"),
    ]
    api_fields: ClassVar[list[APIField]] = [
        APIField(name) for name in ("name", "matters", "phone", "email", "hours")
    ]

    class Meta(Orderable.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ContactMessage(models.Model):
    """A letter from the contact form, kept until the office has answered it.

    `token` comes from the form and is unique: sending the same form twice stores one letter.
    """

    token = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), db_index=True)
    department = models.CharField(_("department"), max_length=120)
    recipient = models.EmailField(_("sent on to"), blank=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    text = models.TextField(_("text"))
    mailed_at = models.DateTimeField(_("sent on at"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-sent_at"]
        default_permissions = ("view", "delete")

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M} {self.department}"
