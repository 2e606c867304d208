"""The page behind the link of an invitation, and the list of all accounts of one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms_pages import modules
from ebok.core.periods import today
from selfservice.access.account_list import account_list_page, account_totals
from selfservice.access.invitations.errors import InvitationOver, NotForThisAddress
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.queries import by_token, is_open, require_addressee
from selfservice.access.invitations.services import accept, decline
from selfservice.access.masking import masked
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.billing.queries import first_due
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed
from selfservice.zones.portal.navigation import navigation
from selfservice.zones.portal.pages import unavailable
from selfservice.zones.portal.presenters import (
    InvoiceRow,
    balance_words,
    invoice_row,
    street_line,
    town_line,
)
from selfservice.zones.portal.ticket_counts import ticket_counts

MOST_DUE = 5


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who offers what until when; yes or no. Reading decides nothing."""
    found = by_token(token)
    if found is None:
        return _over(request)
    try:
        require_addressee(invitation=found, user=request.user)  # type: ignore[arg-type]
        if request.method == "POST":
            return _answer(request, found)
    except NotForThisAddress:
        facts = {"portal_navigation": navigation(request=request), "address": masked(found.email)}
        return render(request, "portal/people/other_address.html", facts, status=403)
    except InvitationOver:
        return _over(request)
    if not is_open(found):
        return _over(request)
    return render(
        request,
        "portal/people/invitation.html",
        {"portal_navigation": navigation(request=request), "invitation": found},
    )


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of a reader who has many, by number, with search; by keyset."""
    accesses = customer_accounts(request.user, counted=ticket_counts())
    query, after = (request.GET.get(name, "").replace("\0", " ").strip() for name in ("q", "after"))
    query, after = query[:80], after[:64]
    try:
        page = account_list_page(accesses=accesses, query=query, after=after)
        totals = account_totals(accesses=accesses)
        due = _due(accesses) if len(accesses) > 1 else []
        feed = current_feed()
    except ExchangeUnavailable as error:
        return unavailable(request, error)
    by_number = {access.account_no: access for access in accesses}
    rows = [
        {
            "account": account,
            "balance": balance_words(account),
            "access": by_number[account.account_no],
            "place": ", ".join(filter(None, (street_line(account), town_line(account)))),
        }
        for account in page.rows
    ]
    facts: dict[str, Any] = {"rows": rows, "query": query, "after": after, "feed": feed}
    facts["portal_navigation"] = navigation(request=request)
    facts |= {"next": page.next, "totals": totals if len(accesses) > 1 else [], "due": due}
    facts["open_tickets"] = sum(getattr(access, "open_tickets", 0) for access in accesses)
    return render(request, "portal/people/accounts.html", facts)


def _due(accesses: list[AccountAccess]) -> list[InvoiceRow]:
    """What falls due first on all accounts together."""
    if not modules.enabled("invoices"):
        return []
    day = today()
    return [
        invoice_row(invoice=invoice, account_no=invoice.account_id, on=day)
        for invoice in first_due(accesses=accesses, most=MOST_DUE)
    ]


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.POST.get("answer") == "decline":
        decline(invitation=found, user=request.user)  # type: ignore[arg-type]
        messages.info(request, _("You declined the invitation. The owner is told."))
        return redirect("portal:start")
    if found.state == "accepted" and found.answered_by_id == request.user.pk:  # a double click
        return redirect("portal:start")
    given = accept(invitation=found, user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("You have access now."))
    return redirect("portal:dashboard", given[0].account_no)


def _over(request: HttpRequest) -> HttpResponse:
    return render(
        request, "portal/people/over.html", {"portal_navigation": navigation(request=request)}, status=404
    )
