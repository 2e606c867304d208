"""What every page of tickets begins with. Unlike other pages it does without the exchange."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms_pages import modules
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.access.queries import chosen, customer_accounts
from selfservice.billing.queries import accounts_of
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed
from selfservice.tickets.models import Ticket
from selfservice.tickets.queries import find_ticket
from selfservice.zones.portal.navigation import navigation
from selfservice.zones.portal.pages import AccountPage
from selfservice.zones.portal.switched_off import switched_off
from selfservice.zones.portal.unread import unread_counts

Rest = ParamSpec("Rest")
METHODS = {
    "read": require_safe,
    "form": require_http_methods(["GET", "HEAD", "POST"]),
    "act": require_POST,
}


@dataclass(frozen=True, slots=True)
class TicketsPage:
    """A page of tickets of one customer account, or (without `access`) of the reader's own cases.

    Parameters:
        billing: the page with what the exchange tells; None while it does not answer.
        problem: why it does not, fit for the customer.
    """

    request: HttpRequest
    access: AccountAccess | None
    billing: AccountPage | None
    problem: str

    @property
    def account_no(self) -> str:
        """Number of the customer account, "" for own cases."""
        return self.access.account_no if self.access else ""

    @property
    def user_id(self) -> int:
        """Who reads; the zone is for people who signed in."""
        return int(self.request.user.pk or 0)

    @property
    def may_act(self) -> bool:
        """May the reader write here? Cases without an account are his own."""
        return self.access is None or self.access.allows(AccessLevel.ACT)

    def url(self, name: str, *arguments: object) -> str:
        """Address of a page beside this one: "tickets", "ticket", "ticket_file", "ticket_reopen"."""
        if self.access is None:
            return reverse(f"portal:own_{name}", args=arguments)
        return reverse(f"portal:{name}", args=[self.account_no, *arguments])

    def ticket(self, signature: str) -> Ticket:
        """A ticket that may be read here.

        Raises:
            Http404: there is none of that number, or it is somebody else's.
        """
        found = find_ticket(user_id=self.user_id, account_no=self.account_no, signature=signature)
        if found is None:
            raise Http404("No such ticket.")
        return found

    def render(self, template: str, facts: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The answer, with the frame of the portal; without billing data it says so."""
        facts = {"may_act": self.may_act, **facts}
        if self.billing:
            response = self.billing.render(template, facts)
            response.status_code = status
            return response
        frame = {
            "portal_navigation": navigation(request=self.request, account_no=self.account_no),
            "exchange_problem": self.problem,
            "access": self.access,
        }
        return render(self.request, template, {**frame, **facts}, status=status)


View = Callable[Concatenate[TicketsPage, Rest], HttpResponseBase]


def tickets_page(
    kind: str = "read", *, needs_act: bool = False
) -> Callable[[View[Rest]], Callable[..., HttpResponseBase]]:
    """Decorator of a page of tickets; `account_no` of its address may be missing.

    Parameters:
        kind: "read", "form" (also POST) or "act" (POST alone). Every POST asks for the level "act".
        needs_act: reading asks for it, too.
    """

    def decorate(view: View[Rest]) -> Callable[..., HttpResponseBase]:
        @METHODS[kind]
        @wraps(view)
        def page_view(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
            account_no = str(kwargs.pop("account_no", ""))
            acts = needs_act or request.method == "POST"
            page = _page(request, account_no=account_no, level=AccessLevel.ACT if acts else AccessLevel.VIEW)
            if not modules.enabled("tickets"):
                return switched_off(request, module="tickets", account_no=account_no)
            return view(page, *args, **kwargs)

        return page_view

    return decorate


def _page(request: HttpRequest, *, account_no: str, level: str) -> TicketsPage:
    if not account_no:
        return TicketsPage(request=request, access=None, billing=None, problem="")
    accesses = customer_accounts(request.user, counted=unread_counts(request.user))
    access = chosen(accesses=accesses, user=request.user, account_no=account_no, level=level)
    billing, problem = _billing(request, access=access, accesses=accesses)
    return TicketsPage(request=request, access=access, billing=billing, problem=problem)


def _billing(
    request: HttpRequest, *, access: AccountAccess, accesses: list[AccountAccess]
) -> tuple[AccountPage | None, str]:
    try:
        page = AccountPage(
            request=request,
            access=access,
            accesses=accesses,
            accounts=accounts_of(accesses=accesses),
            feed=current_feed(),
        )
    except ExchangeUnavailable as error:
        return None, str(error)
    return (page, "") if access.account_no in page.accounts else (None, "")
