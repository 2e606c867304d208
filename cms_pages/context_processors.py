"""What every template of the site may use about the office and its pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms_pages import navigation
from cms_pages.queries import office_settings


def office(request: HttpRequest) -> dict[str, Any]:
    """Identity of the utility and the public menus; each is asked for only when a template uses it.

    `office`: an OfficeIdentity. `navigation`: (title, url, current) of the header.
    `footer_navigation`: (title, url). `search_url`: where the search is, or empty.
    """
    return {
        "office": SimpleLazyObject(office_settings),
        "navigation": SimpleLazyObject(lambda: navigation.header(path=request.path)),
        "footer_navigation": SimpleLazyObject(navigation.footer),
        "search_url": SimpleLazyObject(navigation.search_url),
    }
