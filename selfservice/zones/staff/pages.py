"""What every page of the staff zone begins with: the reader's position and the menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms_pages import modules
from ebok.core.signals import access_denied
from selfservice.identity.roles import CUSTOMER_KEEPERS, OFFICE_ROLES, Role, roles_of
from selfservice.tickets.queue import HANDLERS

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]

EVERYBODY = frozenset(OFFICE_ROLES)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
DATA_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.READING_COORDINATOR})
JOURNAL_READERS = DATA_KEEPERS | CUSTOMER_KEEPERS

# URL name, words, icon, whose page it is, and the module without which it is gone.
PLACES: tuple[tuple[str, str | Promise, str, frozenset[Role], str], ...] = (
    ("start", _("Start"), "layout-dashboard", EVERYBODY, ""),
    ("tickets", _("Tickets"), "message-square", HANDLERS, "tickets"),
    ("desk", _("Desk"), "users", CUSTOMER_KEEPERS, ""),
    ("loads", _("Deliveries of data"), "refresh-cw", DATA_KEEPERS, ""),
    ("readings", _("Readings to check"), "gauge", DATA_KEEPERS | CUSTOMER_KEEPERS, "readings"),
    ("data_changes", _("Changes of contact data"), "user", CUSTOMER_KEEPERS, ""),
    ("outgoing", _("To the billing system"), "arrow-right", JOURNAL_READERS, ""),
    ("security", _("Sign-ins"), "key-round", CUSTOMER_KEEPERS, ""),
    ("event_log", _("Event log"), "shield-check", ADMINISTRATORS, ""),
)


def staff_page(
    *, roles: frozenset[Role] = EVERYBODY, posts: bool = False, module: str = ""
) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Decorator of a page of the staff zone: who holds none of `roles` gets 404 and is recorded.

    Parameters:
        posts: the page takes a form, too.
        module: the page is gone while this module of the office is switched off.
    """
    methods = require_http_methods(["GET", "HEAD", "POST"]) if posts else require_safe

    def decorate(view: View[Rest]) -> Callable[..., HttpResponseBase]:
        @methods
        @wraps(view)
        def page_view(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            if not roles & roles_of(request.user):
                access_denied.send(sender=staff_page, request=request, zone="staff", status=404)
                raise Http404("Not for this position.")
            if module and not modules.enabled(module):
                raise Http404("This module is switched off.")
            return view(request, *args, **kwargs)

        return page_view

    return decorate


def staff_render(request: HttpRequest, template: str, facts: dict[str, Any]) -> HttpResponse:
    """The answer, with the menu of the reader's position around `facts`."""
    held = roles_of(request.user)
    menu = [
        {"title": title, "icon": icon, "url": url, "current": _is_at(url, request)}
        for name, title, icon, roles, module in PLACES
        if roles & held and (not module or modules.enabled(module)) and (url := reverse(f"staff:{name}"))
    ]
    return render(request, template, {"staff_navigation": menu, **facts})


def _is_at(url: str, request: HttpRequest) -> bool:
    """Is this the page, or one of the pages below it? Accounts are reached from the desk."""
    path = request.path.replace("/staff/accounts/", "/staff/desk/", 1)
    return path == url or (url != reverse("staff:start") and path.startswith(url))
