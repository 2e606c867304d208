"""Lost second factors: requests that wait for a second person of the office."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from selfservice.identity.roles import CUSTOMER_KEEPERS
from selfservice.identity.second_factor import removals
from selfservice.identity.second_factor.errors import SecondFactorError
from selfservice.identity.second_factor.models import FactorRemovalRequest
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.staff.looking import note_list, note_sign_in
from selfservice.zones.staff.pages import staff_page, staff_render
from selfservice.zones.staff.security.forms import NoFieldsForm

DECISIONS = {"approve": removals.approve, "refuse": removals.refuse}
SHOWN = 50


@staff_page(roles=CUSTOMER_KEEPERS)
def removal_list(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; a request waits a day at most, so the list is short."""
    waiting = list(removals.open_requests().select_related("user", "asked_by")[:SHOWN])
    note_list(request, object_type="user", shown=[asked.user_id for asked in waiting])
    return staff_render(request, "staff/security/removals.html", {"waiting": waiting})


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
@requires_recent_factor
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Agree or refuse; the services know the rule of two people."""
    if decision not in DECISIONS:
        raise Http404("No such decision.")
    asked = get_object_or_404(FactorRemovalRequest.objects.select_related("user", "asked_by"), pk=pk)
    if request.method != "POST":
        note_sign_in("staff.sign_in_read", request, asked.user)
        facts = {"form": NoFieldsForm(), "asked": asked, "approves": decision == "approve"}
        return staff_render(request, "staff/security/decide.html", facts)
    try:
        DECISIONS[decision](request_id=asked.pk, clerk=request.user)
    except SecondFactorError as error:
        messages.error(request, str(error))
    else:
        removed = decision == "approve"
        text = _("The second factor is removed.") if removed else _("The request is refused.")
        messages.success(request, text)
    return HttpResponseRedirect(reverse("staff:removals"))
