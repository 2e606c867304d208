"""Where I am signed in, what happened to my sign-in, and how long this session lives."""

from __future__ import annotations

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ebok.core.addresses import client_address
from ebok.core.row_places import row_place
from selfservice.identity.devices import services
from selfservice.identity.devices.history import history_of
from selfservice.identity.devices.places import place_in_words
from selfservice.identity.second_factor import trust
from selfservice.identity.sessions import limits_for, seconds_left, touch, untouched


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Own sessions and trusted browsers."""
    here = client_address(request)
    found = services.sessions_of(user=request.user, this_key=request.session.session_key or "")
    facts = {
        "sessions": [(one, place_in_words(one.address, here=here)) for one in found],
        "others": sum(not one.is_this for one in found),
        "trusted": trust.current(request.user),
    }
    return render(request, "account/devices/overview.html", facts)


@never_cache
@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Signing in and out, failures and changes of the own sign-in, newest first, by keyset."""
    lines, older = history_of(user=request.user, before=row_place(request.GET, "before"))
    here = client_address(request)
    facts = {
        "lines": [(line, place_in_words(line.entry.address, here=here)) for line in lines],
        "older_url": f"?before={older}" if older else "",
    }
    return render(request, "account/devices/history.html", facts)


@login_required
@require_POST
def end(request: HttpRequest, handle: str) -> HttpResponse:
    """End one other session. Ending a session protects, so no further proof is asked for."""
    if services.end_session(user=request.user, handle=handle):
        messages.success(request, _("That session is ended."))
    else:
        messages.info(request, _("That session had already ended."))
    return HttpResponseRedirect(reverse("devices"))


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    count = services.end_others(user=request.user, this_key=request.session.session_key or "")
    text = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", count)
    messages.success(request, text % {"count": count})
    return HttpResponseRedirect(reverse("devices"))


@never_cache
@untouched
@require_safe
def time_left(request: HttpRequest) -> HttpResponse:
    """How many seconds this session lives on; asking does not prolong it."""
    return _clock(request)


@never_cache
@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """The person is still there: the idle time begins anew."""
    if request.user.is_authenticated:
        touch(request.session, now=time.time(), at_once=True)
    return _clock(request)


def _clock(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return JsonResponse({"idle": 0, "absolute": 0})
    left = seconds_left(request.session, limits=limits_for(request.user), now=time.time())
    return JsonResponse({"idle": left.idle, "absolute": left.absolute})
