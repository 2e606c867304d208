"""A word about a password while it is chosen."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from selfservice.identity.passwords.office_words import words_of_office
from selfservice.identity.passwords.strength import strength_hint
from selfservice.identity.passwords.validators import LONGEST, shortest_for


@never_cache
@require_POST
@sensitive_post_parameters("password")
def strength(request: HttpRequest) -> HttpResponse:
    """JSON with `kind` (bad, warn, ok) and `text`; nothing is kept, logged or asked of anybody else."""
    if not ratelimit.consume(request, action="password_strength"):
        response: HttpResponse = ratelimit.respond_429(request)
        return response
    password = request.POST.get("password", "")[: LONGEST + 1]
    hint = strength_hint(password, shortest=shortest_for(request.user), further=words_of_office())
    return JsonResponse({"kind": hint.strength.value, "text": str(hint.text)})
