"""The library of document templates in the CMS."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from documents.models import DocumentCase, DocumentTemplate


class DocumentTemplateViewSet(SnippetViewSet):
    """Templates with their versions."""

    model = DocumentTemplate
    icon = "doc-full"
    list_display: ClassVar[list[str]] = ["title", "case"]
    list_filter: ClassVar[list[str]] = ["case"]


class DocumentCaseViewSet(SnippetViewSet):
    """Cases that group the templates."""

    model = DocumentCase
    icon = "list-ul"
    list_display: ClassVar[list[str]] = ["name", "order"]


class LibraryViewSetGroup(SnippetViewSetGroup):
    """One entry of the menu for both."""

    items = (DocumentTemplateViewSet, DocumentCaseViewSet)
    menu_label = _("Document templates")
    menu_icon = "doc-full"
    menu_order = 250


register_snippet(LibraryViewSetGroup)
