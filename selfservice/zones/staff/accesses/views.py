"""The desk: who has access to a customer account, linking somebody, ending an access."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms_pages import modules
from selfservice.access.ending import end_access
from selfservice.access.errors import AccessError
from selfservice.access.holder_letters import letter_written, waiting_letters
from selfservice.access.invitations.queries import open_of_account
from selfservice.access.linking.desk import link_at_desk
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.identity.roles import CUSTOMER_KEEPERS, roles_of
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.tickets.queue import HANDLERS
from selfservice.zones.staff.accesses.finding import held_access, holder_now, is_known_here, note_read
from selfservice.zones.staff.accesses.forms import AccountSearchForm, DeskLinkForm
from selfservice.zones.staff.accesses.reason import asks_reason
from selfservice.zones.staff.forms import ReasonForm
from selfservice.zones.staff.looking import note_look
from selfservice.zones.staff.pages import staff_page, staff_render

MOST_SHOWN = 200


@staff_page(roles=CUSTOMER_KEEPERS)
def desk(request: HttpRequest) -> HttpResponse:
    """From a customer number to the account's page."""
    form = AccountSearchForm(request.GET)
    if form.is_valid() and (number := form.cleaned_data["account_no"]):
        problem = _missing(number)
        if not problem:
            return redirect("staff:account_access", number)
        form.add_error("account_no", problem)
    return staff_render(request, "staff/accesses/desk.html", {"form": form})


@staff_page(roles=CUSTOMER_KEEPERS)
@asks_reason
def account_access(request: HttpRequest, account_no: str) -> HttpResponse:
    """Holder, people with access, invitations."""
    holder, problem = holder_now(account_no)
    if not (holder or problem or is_known_here(account_no)):
        raise Http404("No such account.")
    note_read(request, account_no=account_no, page="account_access")
    held = AccountAccess.objects.filter(account_no=account_no).active(at=timezone.now())
    facts = {
        "account_no": account_no,
        "holder": holder,
        "problem": problem,
        "people": list(held.select_related("user", "granted_by").order_by("-role", "pk")[:MOST_SHOWN]),
        "letter_waits": waiting_letters().filter(key=account_no).exists(),
        "invitations": open_of_account(account_no),
        "writes_tickets": modules.enabled("tickets") and bool(HANDLERS & roles_of(request.user)),
        "closing": ClosedAccount.objects.filter(account_no=account_no).first(),
    }
    return staff_render(request, "staff/accesses/account.html", facts)


@require_POST
@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
def holder_told(request: HttpRequest, account_no: str) -> HttpResponse:
    """The letter to a holder without e-mail is written."""
    letter_written(account_no=account_no, clerk=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Noted: the holder is told by letter."))
    return redirect("staff:account_access", account_no)


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
@requires_recent_factor
def link(request: HttpRequest, account_no: str) -> HttpResponse:
    """Make the person in front of the desk an owner; the holder stands beside the form, for comparing."""
    form = DeskLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link_at_desk(
                clerk=request.user,  # type: ignore[arg-type]
                account_no=account_no,
                email=form.cleaned_data["email"],
                document_checked=form.document_checked,
                reason=form.cleaned_data["reason"],
            )
        except (AccessError, ExchangeUnavailable) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The account is linked. Its known holders are told by e-mail."))
            return redirect("staff:account_access", account_no)
    holder, problem = holder_now(account_no)
    if holder:
        note_look(
            request, account_no=account_no, object_type="account", object_id=account_no, why="desk_link"
        )
    facts = {"account_no": account_no, "holder": holder, "problem": problem, "form": form}
    return staff_render(request, "staff/accesses/link.html", facts)


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
@requires_recent_factor
@asks_reason
def revoke(request: HttpRequest, account_no: str, pk: int) -> HttpResponse:
    """End anybody's access, also an owner's, with a reason."""
    access = held_access(account_no=account_no, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end_access(access=access, actor=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        messages.success(request, _("The access has ended, also where the person is signed in now."))
        return redirect("staff:account_access", account_no)
    note_read(request, account_no=account_no, page="access_revoke")
    facts = {"form": form, "person": access, "account_no": account_no}
    return staff_render(request, "staff/accesses/revoke.html", facts)


def _missing(account_no: str) -> str:
    """Why there is no page of this account; nothing for one that exists."""
    if is_known_here(account_no):
        return ""
    holder, problem = holder_now(account_no)
    return problem or ("" if holder else _("The billing system shares no customer account with this number."))
