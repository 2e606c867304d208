"""The library of document templates in the CMS."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component, MediaContainer
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSetGroup

from documents.models import DocumentCase, DocumentTemplate
from documents.viewsets import OfficeSnippets


class PreviewWhenAsked(PreviewSidePanel):
    """A preview with a button, which does not follow each change by itself."""

    auto_update_interval = 0


class NothingByItself:
    """Saving and previewing while somebody types would send the chosen file each time anew."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        return MediaContainer([_when_asked(panel) for panel in panels])


def _when_asked(panel: Component) -> Component:
    if not isinstance(panel, PreviewSidePanel):
        return panel
    return PreviewWhenAsked(panel.object, panel.request, preview_url=panel.preview_url)


class TemplateCreateView(NothingByItself, CreateView):
    """A new template."""


class TemplateEditView(NothingByItself, EditView):
    """A template and its versions."""


class DocumentTemplateViewSet(OfficeSnippets):
    """Templates with their versions: drafts of editors, published by moderators."""

    model = DocumentTemplate
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    icon = "doc-full"
    add_text = _("Add a document template")
    list_display: ClassVar[list[str]] = ["title", "case"]
    list_filter: ClassVar[list[str]] = ["case"]


class DocumentCaseViewSet(OfficeSnippets):
    """Cases that group the templates."""

    model = DocumentCase
    icon = "list-ul"
    add_text = _("Add a case")
    list_display: ClassVar[list[str]] = ["name", "order"]


class LibraryViewSetGroup(SnippetViewSetGroup):
    """One entry of the menu for both."""

    items = (DocumentTemplateViewSet, DocumentCaseViewSet)
    menu_label = _("Document templates")
    menu_icon = "doc-full"
    menu_order = 250


register_snippet(LibraryViewSetGroup)
