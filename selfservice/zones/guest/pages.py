"""What pages for people without a sign-in begin with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms_pages import modules
from selfservice.identity.kept_forms import keep
from selfservice.tickets.models import Ticket
from selfservice.zones.guest.proofs import is_proved

Rest = ParamSpec("Rest")
METHODS = {
    "read": require_safe,
    "form": require_http_methods(["GET", "HEAD", "POST"]),
    "act": require_POST,
}
PageView = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
CaseView = Callable[Concatenate[HttpRequest, Ticket, Rest], HttpResponseBase]


def guest_page(
    kind: str = "read", *, module: str = "tickets"
) -> Callable[[PageView[Rest]], Callable[..., HttpResponseBase]]:
    """Decorator of a page that anybody may open while its module is switched on.

    Parameters:
        kind: "read", "form" (also POST) or "act" (POST alone).
    """

    def decorate(view: PageView[Rest]) -> Callable[..., HttpResponseBase]:
        @METHODS[kind]
        @never_cache
        @wraps(view)
        def page_view(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            if not modules.enabled(module):
                raise Http404("This module is switched off.")
            return view(request, *args, **kwargs)

        return page_view

    return decorate


def case_page(kind: str = "read") -> Callable[[CaseView[Rest]], Callable[..., HttpResponseBase]]:
    """Decorator of a page of one guest ticket; without proof it leads to the form that asks for it.

    An unknown number leads there, too: nobody learns which numbers exist.
    """

    def decorate(view: CaseView[Rest]) -> Callable[..., HttpResponseBase]:
        @guest_page(kind)  # type: ignore[arg-type]  # the address gives the number for the ticket
        @wraps(view)
        def case_view(
            request: HttpRequest, signature: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponseBase:
            of_guests = Ticket.objects.open_to_guests().select_related("category", "merged_into")
            found = of_guests.filter(signature=signature)
            ticket = found.first() if is_proved(request, signature) else None
            if ticket is None:
                keep(request)
                return HttpResponseRedirect(f"{reverse('guest:track')}?number={signature[:20]}")
            return view(request, ticket, *args, **kwargs)

        return case_view

    return decorate
