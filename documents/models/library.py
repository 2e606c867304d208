"""Cases of the office ("connection to the network") and the templates that belong to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index
from wagtail.snippets.widgets import AdminSnippetChooser

from documents.panels import RowsPanel
from documents.preview import previewed_versions


class DocumentCase(index.Indexed, models.Model):
    """What somebody comes to the office for; groups the templates."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Smaller numbers come first.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("slug"),
        FieldPanel("order"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class DocumentTemplate(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, RevisionMixin, index.Indexed, ClusterableModel
):
    """A form or specimen of the office ("application for connection"), whatever its version.

    What an editor saves is a draft with its versions; the rows that the public sees change when a
    moderator publishes. Each version then has a window of its own, so the template has no schedule.
    """

    case = models.ForeignKey(DocumentCase, on_delete=models.PROTECT, related_name="+", verbose_name=_("case"))
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)

    objects: ClassVar[models.Manager[DocumentTemplate]] = models.Manager()

    panels = [
        FieldPanel(
            "case",
            widget=AdminSnippetChooser(
                DocumentCase,
                choose_one_text=_("Choose a case"),
                choose_another_text=_("Choose another case"),
                link_to_chosen_text=_("Edit this case"),
            ),
        ),
        FieldPanel("title"),
        FieldPanel("slug"),
        RowsPanel("versions", label=_("version"), heading=_("Versions"), add_text=_("Add a version")),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """One for each language of readers."""
        return list(settings.LANGUAGES)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page that shows it to readers of the language `mode_name`."""
        language = mode_name if mode_name in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response: HttpResponse = super().serve_preview(request, language).render()
        return response

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "documents/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "rows": previewed_versions(self, language=mode_name)}
