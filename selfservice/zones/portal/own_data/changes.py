"""Contact data of a customer account: what the office has, and asking to change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selfservice.access.data_changes import services
from selfservice.access.data_changes.errors import DataChangeError
from selfservice.access.data_changes.field_sets import FIELDS, FieldSet
from selfservice.access.data_changes.models import ChangeState, DataChange
from selfservice.access.data_changes.queries import Difference, differences, of_account
from selfservice.access.models import AccessLevel
from selfservice.identity.kept_forms import kept_texts
from selfservice.identity.second_factor.recent import demand_recent_proof
from selfservice.zones.portal.own_data.forms import CHANGE_FORMS
from selfservice.zones.portal.pages import AccountPage, account_page

SHOWN = 20
TAGS = {
    ChangeState.PENDING: "warn",
    ChangeState.APPROVED: "info",
    ChangeState.DONE: "ok",
    ChangeState.REJECTED: "bad",
    ChangeState.REFUSED: "bad",
    ChangeState.TAKEN_BACK: "quiet",
}


@account_page()
def contact_data(page: AccountPage) -> HttpResponse:
    """Present contact data, open and earlier requests; the owner's alone."""
    _owner_only(page)
    changes = list(of_account(page.access.account_no)[:SHOWN])
    open_sets = {change.field_set for change in changes if change.is_open}
    facts = {
        "sets": [
            {
                "code": field_set,
                "title": FieldSet(field_set).label,
                "items": _present(page, field_set),
                "is_open": field_set in open_sets,
            }
            for field_set in FIELDS
        ],
        "changes": [_row(change, page) for change in changes],
    }
    return page.render("portal/own_data/contact_data.html", facts)


@account_page(level=AccessLevel.ACT, posts=True)
def ask(page: AccountPage, field_set: str) -> HttpResponseBase:
    """Ask for a change; the person proves himself first, because it decides where letters go."""
    _owner_only(page)
    if field_set not in FIELDS:
        raise Http404("No such data.")
    proof = demand_recent_proof(page.request)
    if proof is not None:
        return proof
    known = {name: getattr(page.account, name) or "" for name in FIELDS[field_set]}
    initial = {**known, **kept_texts(page.request)}
    form = CHANGE_FORMS[field_set](page.request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.ask(
                account=page.account,
                field_set=field_set,
                values=form.cleaned_data,
                user=page.request.user,  # type: ignore[arg-type]
            )
        except DataChangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(page.request, _("The office has got your request. You will hear by e-mail."))
            return redirect("portal:contact_data", page.access.account_no)
    facts = {"form": form, "title": FieldSet(field_set).label}
    return page.render("portal/own_data/ask.html", facts)


@require_POST
@account_page(level=AccessLevel.ACT, posts=True)
def take_back(page: AccountPage, pk: int) -> HttpResponse:
    """Take a request back while nobody has decided."""
    _owner_only(page)
    change = of_account(page.access.account_no).filter(pk=pk).first()
    if change is None:
        raise Http404("No such request.")
    try:
        services.take_back(change=change, user=page.request.user)  # type: ignore[arg-type]
        messages.success(page.request, _("Your request was taken back."))
    except DataChangeError as error:
        messages.error(page.request, str(error))
    return redirect("portal:contact_data", page.access.account_no)


def _owner_only(page: AccountPage) -> None:
    if page.access.is_delegated:
        raise Http404("Contact data are the owner's alone.")


def _present(page: AccountPage, field_set: str) -> list[tuple[str | Promise, str]]:
    return [(label, getattr(page.account, name) or "") for name, label in FIELDS[field_set].items()]


def _row(change: DataChange, page: AccountPage) -> dict[str, Any]:
    rows: list[Difference] = differences(change=change, account=page.account)
    return {
        "change": change,
        "tag": TAGS[ChangeState(change.state)],
        "state": ChangeState(change.state).label,
        "title": FieldSet(change.field_set).label,
        "rows": rows,
        "may_take_back": change.state == ChangeState.PENDING,
    }
