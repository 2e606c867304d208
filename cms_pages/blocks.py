"""Blocks that editors build the body of a page of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.api.rich_text import APIRichText
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms_pages import attachments
from cms_pages.modules import MODULES

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
TABLE_OPTIONS = {
    "renderer": "text",  # plain text only: a cell of HTML would be a way in for scripts
    "contextMenu": ["row_above", "row_below", "col_left", "col_right", "remove_row", "remove_col"],
}


def _is_shown(image: Any) -> bool:
    return image is not None and attachments.is_open(image)


class TextBlock(blocks.RichTextBlock):
    """Formatted text; the API gives it as HTML that any page can show."""

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        return APIRichText.serialize(value.source, format=APIRichText.FORMAT_HTML)


class ImageWithText(blocks.StructBlock):
    """An image; an empty description says that it only decorates. One in a private collection stays out."""

    image = ImageChooserBlock(label=_("image"))
    description = blocks.CharBlock(
        required=False, label=_("description"), help_text=_("What a person who cannot see it should know.")
    )
    caption = blocks.CharBlock(required=False, label=_("caption"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["image"] = value["image"] if _is_shown(value["image"]) else None
        return context

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        if not _is_shown(value["image"]):
            return None
        rendition = value["image"].get_rendition("width-1200")
        return {
            "url": rendition.url,
            "width": rendition.width,
            "height": rendition.height,
            "description": value["description"],
            "caption": value["caption"],
        }

    class Meta:
        icon = "image"
        template = "public/blocks/image.html"


class Note(blocks.StructBlock):
    """A short remark that stands out."""

    kind = blocks.ChoiceBlock(
        choices=[("info", _("Good to know")), ("warn", _("Attention")), ("bad", _("Warning"))],
        default="info",
        label=_("kind"),
    )
    title = blocks.CharBlock(required=False, label=_("title"))
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "warning"
        template = "public/blocks/note.html"


class Question(blocks.StructBlock):
    """A question that opens to show its answer."""

    question = blocks.CharBlock(label=_("question"))
    answer = TextBlock(features=TEXT_FEATURES, label=_("answer"))

    class Meta:
        icon = "help"
        template = "public/blocks/question.html"


class FileBlock(DocumentChooserBlock):
    """A file of the editors; one in a private collection stays out of page and API."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["file"] = value if value and attachments.is_open(value) else None
        return context

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        return attachments.as_data(value) if value and attachments.is_open(value) else None

    class Meta:
        template = "public/blocks/file.html"


BODY_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", TextBlock(features=TEXT_FEATURES, label=_("text"), template="public/blocks/text.html")),
    ("table", TableBlock(table_options=TABLE_OPTIONS, label=_("table"), template="public/blocks/table.html")),
    ("note", Note(label=_("note"))),
    ("question", Question(label=_("question"))),
    ("image", ImageWithText(label=_("image"))),
    ("file", FileBlock(label=_("file"))),
]


class Shortcut(blocks.StructBlock):
    """A tile on the home page: into the portal, or to a page of the site."""

    icon = blocks.ChoiceBlock(
        choices=[
            ("credit-card", _("payment card")),
            ("gauge", _("meter")),
            ("triangle-alert", _("warning")),
            ("file-text", _("document")),
            ("phone", _("telephone")),
            ("calendar", _("calendar")),
            ("circle-help", _("question mark")),
        ],
        label=_("icon"),
    )
    text = blocks.CharBlock(max_length=60, label=_("text"))
    page = blocks.PageChooserBlock(required=False, label=_("page"))
    url = blocks.CharBlock(
        required=False, label=_("address"), help_text=_("A path such as /portal/, when no page is chosen.")
    )
    module = blocks.ChoiceBlock(
        choices=list(MODULES.items()),
        required=False,
        label=_("module"),
        help_text=_("Hidden while this module is switched off."),
    )

    class Meta:
        icon = "link"
