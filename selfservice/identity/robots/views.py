"""Challenges for the widget."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from selfservice.identity.robots import challenges
from selfservice.identity.robots.purposes import PURPOSES


@never_cache
@require_GET
def challenge(request: HttpRequest, purpose: str) -> JsonResponse:
    """A fresh challenge; nothing is stored."""
    if purpose not in PURPOSES:
        raise Http404
    return JsonResponse(challenges.issue(purpose=purpose))
