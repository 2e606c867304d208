"""Categories and canned replies in the CMS, for people of the office who hold the right."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from documents.viewsets import OfficeSnippets
from selfservice.tickets.models import CannedReply, Category


class Categories(OfficeSnippets):
    """What tickets may be about. Never deleted: tickets refer to them; they are switched off."""

    model = Category
    icon = "list-ul"
    add_text = _("Add a category of tickets")
    menu_label = _("Categories")
    list_display = ["title_pl", "kind", "is_active", "for_guests", "position"]
    copy_view_enabled = False


class CannedReplies(OfficeSnippets):
    """Ready answers."""

    model = CannedReply
    icon = "mail"
    add_text = _("Add a canned reply")
    menu_label = _("Canned replies")
    list_display = ["title", "language", "category"]


class TicketSettings(SnippetViewSetGroup):
    """Both in one place of the menu."""

    menu_label = _("Tickets")
    menu_icon = "comment"
    menu_order = 240
    items = (Categories, CannedReplies)


register_snippet(TicketSettings)
