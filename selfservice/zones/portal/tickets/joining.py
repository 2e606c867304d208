"""A case of no customer account is put to the one that it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.tickets import services
from selfservice.tickets.models import Ticket
from selfservice.zones.portal.forms import choices_of
from selfservice.zones.portal.tickets.pages import TicketsPage, tickets_page


class AccountForm(forms.Form):
    """Which account it is about.

    Parameters:
        accesses: those under which the reader may act.
    """

    account_no = forms.ChoiceField(label=gettext_lazy("Customer account"))

    def __init__(self, *args: Any, accesses: list[AccountAccess], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [access.account_no for access in accesses]
        choices_of(self.fields["account_no"], [(number, number) for number in numbers])


@tickets_page("act")
def join(page: TicketsPage, signature: str) -> HttpResponse:
    """This case is about that account: everybody with access to it reads the case from now on."""
    found, accesses = page.ticket(signature), _own_accesses(page)
    form = AccountForm(page.request.POST, accesses=accesses)
    if not form.is_valid():
        messages.error(page.request, _("Choose a customer account."))
        return redirect("portal:own_ticket", signature)
    number = form.cleaned_data["account_no"]
    services.join_account(ticket=found, access=next(one for one in accesses if one.account_no == number))
    messages.success(page.request, _("The ticket is about account %(number)s now.") % {"number": number})
    return redirect("portal:ticket", number, signature)


def account_form(page: TicketsPage, ticket: Ticket) -> AccountForm | None:
    """The question to which account a case belongs; None where it has one, or the reader has none."""
    if page.access is not None or ticket.account_no:
        return None
    accesses = _own_accesses(page)
    return AccountForm(accesses=accesses) if accesses else None


def _own_accesses(page: TicketsPage) -> list[AccountAccess]:
    """Those under which the reader may act."""
    return [one for one in customer_accounts(page.request.user) if one.allows(AccessLevel.ACT)]
