"""Personal tokens with which one's own programs read what one may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now_text
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfservice.access.feeds.errors import TooManyTokens
from selfservice.access.feeds.queries import tokens_of
from selfservice.access.feeds.services import MOST_TOKENS, TOKEN_DAYS, make_token, revoke_token
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.portal.feeds.forms import TokenForm
from selfservice.zones.portal.own_data.pages import own_render


@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """The reader's working tokens."""
    user: Any = request.user
    facts = {"tokens": tokens_of(user=user), "most": MOST_TOKENS, "days": TOKEN_DAYS}
    return own_render(request, "portal/tokens.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_recent_factor
def token_new(request: HttpRequest) -> HttpResponseBase:
    """Make a token; it is shown in this answer alone."""
    user: Any = request.user
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        try:
            secret = make_token(user=user, name=form.cleaned_data["name"])
        except TooManyTokens as error:
            form.add_error(None, str(error))
    api_url = f"{settings.SITE_URL}{reverse('portal_api:accounts')}"
    facts = {"form": form, "secret": secret, "days": TOKEN_DAYS, "api_url": api_url}
    return own_render(request, "portal/token_new.html", facts)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of the reader."""
    user: Any = request.user
    if not revoke_token(user=user, pk=pk):
        raise Http404("No such token.")
    messages.success(request, now_text("The token no longer works."))
    return redirect("portal:tokens")
