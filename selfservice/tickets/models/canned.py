"""Answers that the office gives again and again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.widgets import AdminSnippetChooser

from selfservice.tickets.models.categories import Category


class CannedReply(models.Model):
    """A ready answer. `{number}`, `{subject}` and `{category}` are filled in when it is chosen."""

    title = models.CharField(_("name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=2, default="pl", choices=[("pl", _("Polish")), ("en", _("English"))]
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for this category"),
    )
    text = models.TextField(
        _("text"),
        max_length=5000,
        help_text=_("{number}, {subject} and {category} are replaced by those of the ticket."),
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel(
            [
                FieldPanel("title"),
                FieldPanel("language"),
                FieldPanel(
                    "category",
                    widget=AdminSnippetChooser(
                        Category,
                        choose_one_text=_("Choose a category"),
                        choose_another_text=_("Choose another category"),
                        link_to_chosen_text=_("Edit this category"),
                    ),
                ),
            ]
        ),
        FieldPanel("text"),
    ]

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
