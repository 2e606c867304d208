"""Requests of customers to change contact data: look, compare, decide."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from ebok.core.row_places import row_place
from selfservice.access.data_changes import services
from selfservice.access.data_changes.errors import DataChangeError, ReasonMissing
from selfservice.access.data_changes.models import ChangeState, DataChange
from selfservice.access.data_changes.queries import (
    account_now,
    asker_is_owner,
    asker_role,
    differences,
    pending,
)
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Account
from selfservice.identity.roles import CUSTOMER_KEEPERS
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.staff.looking import note_list, note_look
from selfservice.zones.staff.pages import staff_page, staff_render

PAGE_SIZE = 50


class DecisionForm(forms.Form):
    """Yes, or no with a reason."""

    reason = forms.CharField(
        label=_("Reason, if you reject it"),
        help_text=_("The customer reads it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@staff_page(roles=CUSTOMER_KEEPERS)
def data_change_list(request: HttpRequest) -> HttpResponse:
    """What waits, the longest waiting first; values stand only on the page of one request."""
    after = row_place(request.GET, "after") or 0
    found = list(pending().defer("wanted").filter(pk__gt=after)[: PAGE_SIZE + 1])
    note_list(request, object_type="data_change", shown=[change.pk for change in found[:PAGE_SIZE]])
    facts = {
        "changes": found[:PAGE_SIZE],
        "older_url": f"?after={found[PAGE_SIZE - 1].pk}" if len(found) > PAGE_SIZE else "",
    }
    return staff_render(request, "staff/exchange_back/data_changes.html", facts)


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
@requires_recent_factor
def data_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with the exchange's present values beside it."""
    change = DataChange.objects.select_related("asked_by", "decided_by").filter(pk=pk).first()
    if change is None:
        raise Http404("No such request.")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _decided(request, change, form)
        if answer is not None:
            return answer
    note_look(request, account_no=change.account_no, object_type="data_change", object_id=str(change.pk))
    account, problem = _account(change)
    facts = {
        "change": change,
        "account": account,
        "problem": problem,
        "rows": differences(change=change, account=account),
        "form": form,
        "may_decide": change.state == ChangeState.PENDING,
        "asker_role": asker_role(change),
        "asker_gone": change.state == ChangeState.PENDING and not asker_is_owner(change),
    }
    return staff_render(request, "staff/exchange_back/data_change.html", facts)


def _decided(request: HttpRequest, change: DataChange, form: DecisionForm) -> HttpResponse | None:
    """The way back to the list; None when the form must be shown again."""
    clerk = request.user
    try:
        if request.POST.get("act") == "approve":
            services.approve(change=change, clerk=clerk)  # type: ignore[arg-type]
            messages.success(request, now_text("Approved: the change is on its way to the billing system."))
        else:
            services.reject(change=change, clerk=clerk, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, now_text("Rejected: the customer was told."))
    except ReasonMissing as error:
        form.add_error("reason", str(error))
        return None
    except DataChangeError as error:
        messages.warning(request, str(error))
    return redirect("staff:data_changes")


def _account(change: DataChange) -> tuple[Account | None, str]:
    try:
        account = account_now(change.account_no)
    except ExchangeUnavailable as error:
        return None, str(error)
    return account, "" if account else now_text("The billing system shares this account no more.")
