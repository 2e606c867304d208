"""Whoever opens a customer account by himself says why, once for each account and session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from selfservice.identity.roles import CUSTOMER_KEEPERS
from selfservice.zones.staff.accesses.forms import LookReasonForm
from selfservice.zones.staff.pages import staff_page, staff_render

Rest = ParamSpec("Rest")
AccountView = Callable[Concatenate[HttpRequest, str, Rest], HttpResponseBase]
NOTED = "ebok_reasons_to_look"
MOST_REMEMBERED = 100


def asks_reason(view: AccountView[Rest]) -> Callable[..., HttpResponseBase]:
    """Decorator of a page of one account: without a reason in this session it asks for one instead.

    Nothing of the account is read before that, and a form that was sent does nothing.
    """

    @wraps(view)
    def asking(
        request: HttpRequest, account_no: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponseBase:
        if account_no not in request.session.get(NOTED, {}):
            return _ask(request, account_no, form=LookReasonForm(), back=request.get_full_path())
        return view(request, account_no, *args, **kwargs)

    return asking


def reason_noted(request: HttpRequest, *, account_no: str) -> tuple[str, str]:
    """Code and words, as they were noted in this session; `asks_reason` has seen that they are there."""
    why, words = request.session[NOTED][account_no]
    return why, words


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
def look_reason(request: HttpRequest, account_no: str) -> HttpResponse:
    """The question, and the way to the page it was asked for."""
    form = LookReasonForm(request.POST or None)
    back = _next_url(request, account_no)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, account_no, form=form, back=back)
    noted = dict(request.session.get(NOTED, {}))
    noted.pop(account_no, None)
    latest = [*noted.items(), (account_no, [form.cleaned_data["why"], form.cleaned_data["words"]])]
    request.session[NOTED] = dict(latest[-MOST_REMEMBERED:])
    return redirect(back)


def _ask(request: HttpRequest, account_no: str, *, form: LookReasonForm, back: str) -> HttpResponse:
    facts = {"account_no": account_no, "form": form, "back": back}
    return staff_render(request, "staff/accesses/reason.html", facts)


def _next_url(request: HttpRequest, account_no: str) -> str:
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure())
    return wanted if safe else reverse("staff:account_access", args=[account_no])
