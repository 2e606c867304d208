"""What the home page shows."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from cms_pages import modules, visibility
from cms_pages.models.announcements import AnnouncementIndexPage, AnnouncementPage
from cms_pages.models.contact import ContactPage
from cms_pages.models.home import OutageCheckPage

NEWEST = 5


def home_context(*, page: Page) -> dict[str, Any]:
    """Outages first, then announcements by urgency, shortcuts, and addresses of neighbouring pages."""
    announcements = AnnouncementPage.objects.public().descendant_of(page)
    return {
        "current": list(announcements.current_interruptions().prefetch_related("updates")),
        "newest": list(announcements.not_archived().urgent_first()[:NEWEST]),
        "shortcuts": [tile for tile in page.shortcuts if _is_open(tile.value)],
        **_neighbours(page),
    }


def _is_open(tile: Any) -> bool:
    module = tile["module"]
    return module not in modules.MODULES or modules.enabled(module)


def _neighbours(page: Page) -> dict[str, Any]:
    """The pages that the home page leads to, in one query."""
    wanted = {
        AnnouncementIndexPage: "announcements_page",
        OutageCheckPage: "check_page",
        ContactPage: "contact_page",
    }
    children = visibility.public_pages().child_of(page).select_related("content_type")
    by_type = {child.content_type.model: child for child in children}
    return {name: by_type.get(model._meta.model_name) for model, name in wanted.items()}
