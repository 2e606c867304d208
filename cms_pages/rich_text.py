"""Running text that editors write, as readers get it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler

from cms_pages import attachments


class OpenDocumentLinks(DocumentLinkHandler):
    """Links to files; of one in a private collection only the words stay."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tag of each link."""
        return [_opening_tag(document) for document in cls.get_many(attrs_list)]


def _opening_tag(document: Any) -> str:
    if document is None or not attachments.is_open(document):
        return "<a>"
    return format_html('<a href="{}">', document.url)
