"""Marking messages as read or unread."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ebok.core.row_places import row_place
from selfservice.messaging import services
from selfservice.zones.portal.inbox.views import own_message


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a message."""
    services.mark_read(message=own_message(request, pk))
    return redirect("portal:message", pk)


@require_POST
def unread(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a message for later."""
    services.mark_unread(message=own_message(request, pk))
    messages.success(request, _("The message is marked as unread."))
    return redirect("portal:messages")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything up to what the list showed; what came meanwhile stays unread."""
    number = services.mark_all_read(
        user=request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
        until=row_place(request.POST, "until") or 0,
        account_no=request.POST.get("account", "").replace("\0", " ")[:64] or None,
    )
    text = ngettext(
        "%(number)s message is marked as read.", "%(number)s messages are marked as read.", number
    )
    messages.success(request, text % {"number": number})
    return redirect("portal:messages")
