"""Linking a customer account: the choice of ways, and one form for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from selfservice.access.errors import AccountClosed, AlreadyLinked
from selfservice.access.invitations.queries import open_for
from selfservice.access.linking.errors import NotProved, TooManyTries
from selfservice.access.linking.services import link_by_code, link_by_invoice
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.zones.portal.linking.forms import CodeProofForm, InvoiceProofForm
from selfservice.zones.portal.navigation import navigation
from selfservice.zones.portal.pages import unavailable

Act = Callable[..., AccountAccess]


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The ways to link an account, and invitations that wait for an answer."""
    facts = {"invitations": open_for(request.user)}  # type: ignore[arg-type]
    return render(request, "portal/linking/choose.html", {**_frame(request), **facts})


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_invoice(request: HttpRequest) -> HttpResponse:
    """With number and amount of a recent invoice."""
    return _prove(request, form_class=InvoiceProofForm, act=link_by_invoice, way="invoice")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """With a one-time code from paper."""
    return _prove(request, form_class=CodeProofForm, act=link_by_code, way="code")


def _prove(request: HttpRequest, *, form_class: type[forms.Form], act: Act, way: str) -> HttpResponse:
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access = act(user=request.user, **form.cleaned_data)
        except AlreadyLinked as error:
            messages.info(request, str(error))
            return redirect("portal:dashboard", form.cleaned_data["account_no"])
        except (NotProved, TooManyTries, AccountClosed) as error:
            form.add_error(None, str(error))
        except ExchangeUnavailable as error:
            return unavailable(request, error)
        else:
            messages.success(request, _("The customer account is linked. This is what we know of it."))
            return redirect("portal:dashboard", access.account_no)
    return render(request, "portal/linking/prove.html", {**_frame(request), "form": form, "way": way})


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Registration's third step, for whoever has no account yet."""
    return {"portal_navigation": navigation(request=request), "is_first": not customer_accounts(request.user)}
