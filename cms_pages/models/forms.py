"""Forms that editors build: reports of problems, applications. What is sent becomes a ticket."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.forms.models import AbstractFormField

from cms_pages.models.base import BasePage, ContentPage
from documents.panels import RowsPanel


class FormPage(ContentPage):
    """What the form is for, and the way to it. The form itself is shown by the zone that takes tickets."""

    ticket_category = models.SlugField(
        _("category of the ticket"),
        max_length=40,
        default="question",
        help_text=_("Code of the category under which the office finds what is sent."),
    )

    template = "public/form_page.html"
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("body"),
        RowsPanel(
            "form_fields", heading=_("Fields of the form"), label=_("field"), add_text=_("Add a field")
        ),
        FieldPanel("ticket_category"),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")


class FormField(AbstractFormField):
    """One field of such a form."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(AbstractFormField.Meta):
        default_permissions = ()
