"""The read-only interface for a customer's own programs: accounts, invoices, readings, ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms_pages import modules
from ebok.core.keyset import Cursor
from ebok.core.periods import today
from selfservice.access.looks import note_fetched
from selfservice.access.models import AccountAccess
from selfservice.access.queries import access_to, customer_accounts
from selfservice.billing.ledger import ledger_page
from selfservice.billing.queries import InvoiceFilter, accounts_of, invoice_page
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed
from selfservice.metering.exports import readings_page
from selfservice.zones.api.shapes import account_shape, entry_shape, invoice_shape, reading_shape

RETRY_SECONDS = 60
Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], dict[str, Any]]


def answers_json(*, module: str = "") -> Callable[[View[Rest]], Callable[..., HttpResponse]]:
    """Decorator: the view's dictionary as JSON with the instant to which it holds; faults as JSON, too.

    Parameters:
        module: answers 404 while this module of the office is switched off.
    """

    def decorate(view: View[Rest]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # the token is in a header, which no foreign page can make a browser send
        @require_safe
        @wraps(view)
        def json_view(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if module and not modules.enabled(module):
                return JsonResponse({"error": "not_found"}, status=404)
            try:
                facts = {"as_of": current_feed().as_of, **view(request, *args, **kwargs)}
            except Http404:
                return JsonResponse({"error": "not_found"}, status=404)
            except ExchangeUnavailable:
                answer = JsonResponse({"error": "billing_data_unavailable"}, status=503)
                answer["Retry-After"] = str(RETRY_SECONDS)
                return answer
            return JsonResponse(facts)

        return json_view

    return decorate


@answers_json()
def accounts(request: HttpRequest) -> dict[str, Any]:
    """The customer accounts that the token's user has access to now; of a helper, until the contract ends."""
    accesses = customer_accounts(request.user)
    found = accounts_of(accesses=accesses)
    shown = [(found[access.account_no], access) for access in accesses if access.account_no in found]
    return {
        "accounts": [
            account_shape(account, access=access)
            for account, access in shown
            if account.active or not access.is_delegated
        ]
    }


@answers_json(module="invoices")
def invoices(request: HttpRequest, account_no: str) -> dict[str, Any]:
    """Invoices of one account, the newest first, twenty a page."""
    page = invoice_page(
        access=_access(request, account_no), wanted=InvoiceFilter(), on=today(), after=_after(request)
    )
    return {"invoices": [invoice_shape(row) for row in page.rows], "next_after": _place(page.older)}


@answers_json(module="invoices")
def ledger(request: HttpRequest, account_no: str) -> dict[str, Any]:
    """Entries of the ledger with the balance after each, the newest first, twenty a page."""
    access = _access(request, account_no)
    account = accounts_of(accesses=[access]).get(account_no)
    if account is None:
        raise Http404("No such customer account.")
    page = ledger_page(access=access, balance=account.balance, after=_after(request))
    return {"entries": [entry_shape(line) for line in page.lines], "next_after": _place(page.older)}


@answers_json(module="readings")
def readings(request: HttpRequest, account_no: str) -> dict[str, Any]:
    """Readings of all meters of one account, the newest first, twenty a page."""
    page = readings_page(access=_access(request, account_no), after=_after(request))
    return {"readings": [reading_shape(row) for row in page.rows], "next_after": _place(page.older)}


def _access(request: HttpRequest, account_no: str) -> AccountAccess:
    access = access_to(user=request.user, account_no=account_no)
    note_fetched(request=request, access=access)
    return access


def _after(request: HttpRequest) -> Cursor | None:
    text = request.GET.get("after", "")
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise Http404("No such place in the list.") from error


def _place(place: Cursor | None) -> str | None:
    return None if place is None else str(place)
