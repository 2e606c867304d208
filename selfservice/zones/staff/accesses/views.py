"""The desk: who has access to a customer account, linking somebody, ending an access."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ebok.audit.services import record
from selfservice.access.ending import end_access
from selfservice.access.errors import AccessError
from selfservice.access.invitations.queries import open_of_account
from selfservice.access.linking.desk import holder_of, link_at_desk
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.identity.roles import role_of
from selfservice.zones.staff.accesses.forms import AccountSearchForm, DeskLinkForm, ReasonForm
from selfservice.zones.staff.pages import CUSTOMER_KEEPERS, staff_page, staff_render

MOST_SHOWN = 200


@staff_page(roles=CUSTOMER_KEEPERS)
def desk(request: HttpRequest) -> HttpResponse:
    """From a customer number to the account's page."""
    form = AccountSearchForm(request.GET)
    if form.is_valid() and (number := form.cleaned_data["account_no"]):
        return redirect("staff:account_access", number)
    return staff_render(request, "staff/accesses/desk.html", {"form": form})


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
def account_access(request: HttpRequest, account_no: str) -> HttpResponse:
    """Holder, people with access, invitations; and the form that links somebody."""
    form = DeskLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            facts = form.cleaned_data
            link_at_desk(
                clerk=request.user,  # type: ignore[arg-type]
                account_no=account_no,
                email=facts["email"],
                document_checked=form.document_checked,
                reason=facts["reason"],
            )
        except (AccessError, ExchangeUnavailable) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The account is linked. Its known holders are told by e-mail."))
            return redirect("staff:account_access", account_no)
    return staff_render(request, "staff/accesses/account.html", {"form": form, **_facts(request, account_no)})


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
def revoke(request: HttpRequest, account_no: str, pk: int) -> HttpResponse:
    """End anybody's access, also an owner's, with a reason."""
    held = AccountAccess.objects.active(at=timezone.now()).filter(account_no=account_no, pk=pk)
    access = held.select_related("user").first()
    if access is None:
        raise Http404("No such access.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_access(access=access, actor=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, _("The access has ended, also where the person is signed in now."))
        return redirect("staff:account_access", account_no)
    facts = {"form": form, "person": access, "account_no": account_no}
    return staff_render(request, "staff/accesses/revoke.html", facts)


def _facts(request: HttpRequest, account_no: str) -> dict[str, Any]:
    """Without the exchange the list of people stays; the holder's name is told to be missing."""
    holder, problem = None, ""
    try:
        holder = holder_of(account_no)
    except ExchangeUnavailable as error:
        problem = str(error)
    record(
        action="staff.personal_page_read",
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="account",
        object_id=account_no,
        account_no=account_no,
        details={"page": "account_access"},
    )
    held = AccountAccess.objects.filter(account_no=account_no).active(at=timezone.now())
    return {
        "account_no": account_no,
        "holder": holder,
        "problem": problem,
        "people": list(held.select_related("user", "granted_by").order_by("-role", "pk")[:MOST_SHOWN]),
        "invitations": open_of_account(account_no),
        "closing": ClosedAccount.objects.filter(account_no=account_no).first(),
    }
