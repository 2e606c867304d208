"""People with access to a customer account: the list, inviting, changing, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from selfservice.access.ending import end_access
from selfservice.access.errors import AccessError, AccessOver
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.queries import open_of_account
from selfservice.access.invitations.services import invite, withdraw_for
from selfservice.access.queries import people_with_access
from selfservice.access.services import change_terms
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.people.forms import InvitationForm, TermsForm
from selfservice.zones.portal.people.pages import delegate_of, owner_page
from selfservice.zones.portal.presenters import account_label


@account_page(bills=False)
def people(page: AccountPage) -> HttpResponse:
    """For an owner everybody with access; for a delegate his own terms."""
    if page.access.is_delegated:
        return page.render("portal/people/own.html", {})
    everybody = people_with_access(access=page.access)
    facts = {
        "owners": [row for row in everybody if not row.is_delegated],
        "delegates": [row for row in everybody if row.is_delegated],
        "invitations": open_of_account(page.access.account_no),
        "may_act": page.access.allows("act"),
    }
    return page.render("portal/people/list.html", facts)


@owner_page
def invitation_form(page: AccountPage) -> HttpResponse:
    """Invite somebody to this account and, if wished, to others of the same owner."""
    own = {row.account_no: row for row in page.accesses if not row.is_delegated and row.allows("act")}
    words = {
        number: account_label(page.accounts[number]) if number in page.accounts else number for number in own
    }
    form = InvitationForm(page.request.POST or None, own=words, chosen=page.access.account_no)
    if page.request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            invite(
                accesses=[own[number] for number in sorted(form.account_nos)],
                email=facts["email"],
                level=facts["level"],
                purpose=facts["purpose"],
                access_until=form.ends_at,
                form_key=facts["form_key"],
            )
        except AccessError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                page.request, _("The invitation is on its way. We tell you when it is answered.")
            )
            return redirect("portal:people", page.access.account_no)
    return page.render("portal/people/invite.html", {"form": form})


@owner_page
def terms(page: AccountPage, pk: int) -> HttpResponse:
    """Give a delegate another level or another end."""
    access = delegate_of(page, pk)
    initial = {"level": access.level, "until": access.last_day}
    form = TermsForm(page.request.POST or None, initial=initial)
    if page.request.method == "POST" and form.is_valid():
        try:
            level, end = form.cleaned_data["level"], form.ends_at
            change_terms(access=access, level=level, expires_at=end, actor=page.access.user)
        except AccessOver as error:
            messages.warning(page.request, str(error))
        else:
            messages.success(page.request, _("The new terms hold from now on."))
        return redirect("portal:people", page.access.account_no)
    return page.render("portal/people/terms.html", {"form": form, "person": access})


@owner_page
def revoke(page: AccountPage, pk: int) -> HttpResponse:
    """End a delegate's access at once, after a question."""
    access = delegate_of(page, pk)
    if page.request.method == "POST":
        end_access(access=access, actor=page.access.user, reason="revoked by the owner")
        messages.success(page.request, _("The access has ended, also where the person is signed in now."))
        return redirect("portal:people", page.access.account_no)
    return page.render("portal/people/revoke.html", {"person": access})


@owner_page
def withdraw_invitation(page: AccountPage, pk: int) -> HttpResponse:
    """Take an invitation back, after a question."""
    found = Invitation.objects.filter(pk=pk, accounts__account_no=page.access.account_no).first()
    if found is None:
        raise Http404("No such invitation.")
    if page.request.method == "POST":
        withdraw_for(invitation=found, account_no=page.access.account_no, owner=page.access.user)
        messages.success(page.request, _("The invitation is withdrawn: its link does not open this account."))
        return redirect("portal:people", page.access.account_no)
    is_anothers = found.invited_by_id != page.access.user_id
    return page.render("portal/people/withdraw.html", {"invitation": found, "is_anothers": is_anothers})


@account_page(posts=True, bills=False)
def resign(page: AccountPage) -> HttpResponse:
    """Give up one's own access, after a question that is answered with yes."""
    if page.request.POST.get("answer") == "yes":
        end_access(access=page.access, actor=page.access.user, reason="given up")
        messages.success(page.request, _("You gave up the access."))
        return redirect("portal:start")
    return page.render("portal/people/resign.html", {})
