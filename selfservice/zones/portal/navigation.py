"""The menu of the portal: what the office has switched on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms_pages import modules
from selfservice.access.models import AccountAccess
from selfservice.zones.portal.unread import unread_for


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the menu: URL name, module it belongs to ("" = always there), words and icon.

    Parameters:
        also: names of pages below it.
        of_account: its address bears the number of the customer account.
    """

    name: str
    module: str
    title: str | Promise
    short_title: str | Promise
    icon: str
    also: tuple[str, ...] = ()
    of_account: bool = True


MESSAGES = Place("messages", "", _("Messages"), _("Messages"), "inbox", also=("message",), of_account=False)
PLACES = (
    Place("dashboard", "", _("Overview"), _("Overview"), "layout-dashboard"),
    Place(
        "invoices", "invoices", _("Invoices"), _("Invoices"), "receipt-text", also=("invoice", "comparison")
    ),
    Place("consumption", "readings", _("Consumption"), _("Consumption"), "chart-column"),
    Place(
        "readings",
        "readings",
        _("Readings"),
        _("Readings"),
        "gauge",
        also=("reading_send", "readings_sent", "reading_receipt", "leak_test"),
    ),
    Place(
        "settlements",
        "invoices",
        _("Settlements"),
        _("Settlements"),
        "wallet",
        also=("ledger", "amounts"),
    ),
    Place("contracts", "contracts", _("Contracts and annexes"), _("Contracts"), "scroll-text"),
    Place("schedule", "schedule", _("Service schedule"), _("Schedule"), "calendar", also=("missed",)),
    Place("letters", "documents", _("Other documents"), _("Documents"), "folder"),
    Place(
        "tickets",
        "tickets",
        _("Tickets"),
        _("Tickets"),
        "message-square",
        also=("ticket", "ticket_new", "ticket_form"),
    ),
    MESSAGES,
    Place("history", "", _("History"), _("History"), "clock"),
    Place("consents", "", _("Consents and messages"), _("Consents"), "mail"),
    Place(
        "people",
        "",
        _("People with access"),
        _("People"),
        "users",
        also=("people_invite", "people_terms", "people_revoke", "people_withdraw", "people_resign"),
    ),
    Place("customer", "", _("My data and access"), _("My data"), "user"),
)


# Pages that stand under no customer account.
GENERAL_PLACES = (
    Place("accounts", "", _("My customer accounts"), _("Accounts"), "building-2"),
    Place(
        "link", "", _("Link a customer account"), _("Link"), "plus", also=("link_by_invoice", "link_by_code")
    ),
    MESSAGES,
    Place("announcements", "", _("Announcements"), _("Announcements"), "megaphone", also=("announcement",)),
)


def navigation(
    *, request: HttpRequest, account_no: str = "", accesses: Sequence[AccountAccess] | None = None
) -> list[dict[str, Any]]:
    """Lines of the menu for one customer account, or the general ones while none is chosen.

    Parameters:
        accesses: of the reader, when they were read already; they may bring the count of unread messages.
    """
    unread = unread_for(request.user, accesses=accesses)
    current = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {
            "title": place.title,
            "short_title": place.short_title,
            "icon": place.icon,
            "url": reverse(
                f"portal:{place.name}", args=[account_no] if account_no and place.of_account else []
            ),
            "unread": unread if place is MESSAGES else 0,
            "current": current == place.name or current in place.also,
        }
        for place in (PLACES if account_no else GENERAL_PLACES)
        if not place.module or modules.enabled(place.module)
    ]


def _url(place: Place, account_no: str) -> str:
    arguments = [account_no] if account_no and place.of_account else []
    return reverse(f"portal:{place.name}", args=arguments)
