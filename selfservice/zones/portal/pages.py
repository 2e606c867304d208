"""What every page of a customer account begins with: is it open, may this person, what is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from cms_pages import modules
from selfservice.access.looks import note_opened
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.access.queries import chosen, customer_accounts
from selfservice.billing.queries import accounts_of
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Account
from selfservice.exchange.queries import FeedState, current_feed
from selfservice.zones.portal.navigation import navigation
from selfservice.zones.portal.presenters import account_choices
from selfservice.zones.portal.switched_off import switched_off
from selfservice.zones.portal.unread import unread_counts

RETRY_SECONDS = 60
MOST_IN_SWITCHER = 10
Rest = ParamSpec("Rest")


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A page of one customer account: the access it rests on, the account, and the feed's state.

    Parameters:
        accesses: all accounts of the reader, for the switcher.
        accounts: rows in the exchange, by number: this account's, and those of the switcher.
        feed, problem: on a page that does without the exchange `feed` is None while that does not answer,
            and `problem` says why; `accounts` is empty then.
    """

    request: HttpRequest
    access: AccountAccess
    accesses: list[AccountAccess]
    accounts: dict[str, Account]
    feed: FeedState | None
    problem: str = ""

    @property
    def account(self) -> Account:
        """The customer account of this page."""
        return self.accounts[self.access.account_no]

    def render(self, template: str, facts: dict[str, Any]) -> HttpResponse:
        """The answer, with menu, switcher and as-of time around `facts`."""
        frame = {
            "portal_navigation": navigation(
                request=self.request, account_no=self.access.account_no, accesses=self.accesses
            ),
            "account_choices": account_choices(page=self),
            "account": self.accounts.get(self.access.account_no),
            "access": self.access,
            "feed": self.feed,
            "billing_problem": self.problem,
        }
        return render(self.request, template, {**frame, **facts})


PageView = Callable[Concatenate[AccountPage, Rest], HttpResponseBase]
FileView = Callable[Concatenate[HttpRequest, AccountAccess, Rest], HttpResponseBase]


def account_page(
    *,
    module: str = "",
    level: str = AccessLevel.VIEW,
    posts: bool = False,
    bills: bool = True,
    counted: Callable[[HttpRequest, str], Mapping[str, Any]] | None = None,
    billed: Callable[[HttpRequest, AccountAccess], Mapping[str, Any]] | None = None,
) -> Callable[[PageView[Rest]], Callable[..., HttpResponseBase]]:
    """Decorator of a page under `accounts/<account_no>/`.

    Parameters:
        module: while this module of the office is switched off nothing is there, and the answer says so.
        level: what the reader's access must include.
        posts: the page takes a form, too.
        bills: it shows or needs billing data. Without that one can still end what others may do here.
        counted: gives what is counted beside each of the reader's accesses, for the account in hand.
        billed: gives what is asked beside each of the rows in the exchange.
    """
    methods = require_http_methods(["GET", "HEAD", "POST"]) if posts else require_safe

    def decorate(view: PageView[Rest]) -> Callable[..., HttpResponseBase]:
        @methods
        @wraps(view)
        def page_view(
            request: HttpRequest, account_no: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponseBase:
            beside = {**unread_counts(request.user), **(counted(request, account_no) if counted else {})}
            accesses = customer_accounts(request.user, counted=beside)
            access = chosen(accesses=accesses, user=request.user, account_no=account_no, level=level)
            if module and not modules.enabled(module):
                return switched_off(request, module=module, account_no=account_no)
            try:
                asked = billed(request, access) if billed else {}
                page = _page(request, access=access, accesses=accesses, bills=bills, beside=asked)
                if page.feed and access.account_no not in page.accounts:
                    return _not_shared(request, access)
                note_opened(request=request, access=access)
                return view(page, *args, **kwargs)
            except ExchangeUnavailable as error:
                return unavailable(request, error, account_no=account_no)

        return page_view

    return decorate


def account_file(*, module: str) -> Callable[[FileView[Rest]], Callable[..., HttpResponseBase]]:
    """Decorator of a download under `accounts/<account_no>/`: only what the decision needs is read."""

    def decorate(view: FileView[Rest]) -> Callable[..., HttpResponseBase]:
        @require_safe
        @wraps(view)
        def file_view(
            request: HttpRequest, account_no: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponseBase:
            if module and not modules.enabled(module):
                raise Http404("This module is switched off.")
            access = chosen(
                accesses=customer_accounts(request.user), user=request.user, account_no=account_no
            )
            try:
                return view(request, access, *args, **kwargs)
            except ExchangeUnavailable as error:
                return unavailable(request, error, account_no=account_no)

        return file_view

    return decorate


def unavailable(request: HttpRequest, error: ExchangeUnavailable, *, account_no: str = "") -> HttpResponse:
    """The honest page for a time without billing data: nothing empty, nothing guessed."""
    facts = {
        "error_text": str(error),
        "portal_navigation": navigation(request=request, account_no=account_no),
    }
    response = render(request, "portal/unavailable.html", facts, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _page(
    request: HttpRequest,
    *,
    access: AccountAccess,
    accesses: list[AccountAccess],
    bills: bool,
    beside: Mapping[str, Any],
) -> AccountPage:
    try:
        accounts = accounts_of(accesses=_switchable(accesses, chosen=access), beside=beside)
        return AccountPage(
            request=request, access=access, accesses=accesses, accounts=accounts, feed=current_feed()
        )
    except ExchangeUnavailable as error:
        if bills:
            raise
        return AccountPage(
            request=request, access=access, accesses=accesses, accounts={}, feed=None, problem=str(error)
        )


def _switchable(accesses: list[AccountAccess], *, chosen: AccountAccess) -> list[AccountAccess]:
    """The account in hand and the first few others: a page costs a manager of hundreds no more."""
    others = [access for access in accesses if access.pk != chosen.pk]
    return [chosen, *others[: MOST_IN_SWITCHER - 1]]


def _not_shared(request: HttpRequest, access: AccountAccess) -> HttpResponse:
    """The reader has an access, but the billing system shares no such account (any more)."""
    facts = {"portal_navigation": navigation(request=request), "access": access}
    return render(request, "portal/account_not_shared.html", facts, status=404)
