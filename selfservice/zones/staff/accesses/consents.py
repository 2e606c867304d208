"""Consents of one person with access: as they stand, and writing down what he declared to the office."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from selfservice.access.consents.desk import write_down
from selfservice.access.consents.kinds import Consent
from selfservice.access.consents.queries import ConsentState, current_consents
from selfservice.access.consents.wordings import current_wording
from selfservice.access.errors import AccessError
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.identity.roles import CUSTOMER_KEEPERS
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.staff.accesses.finding import held_access, note_read
from selfservice.zones.staff.accesses.forms import DeclarationForm
from selfservice.zones.staff.accesses.reason import asks_reason
from selfservice.zones.staff.accesses.words import consent_in_words
from selfservice.zones.staff.pages import staff_page, staff_render


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
@requires_recent_factor
@asks_reason
def access_consents(request: HttpRequest, account_no: str, pk: int) -> HttpResponse:
    """The states, the words to read to the customer, and the form."""
    access = held_access(account_no=account_no, pk=pk)
    states = _decidable(access)
    form = DeclarationForm(request.POST or None, states=states)
    if request.method == "POST" and form.is_valid():
        try:
            write_down(clerk=request.user, access=access, **form.facts)  # type: ignore[arg-type]
        except AccessError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down. The customer is told by e-mail."))
            return redirect("staff:access_consents", account_no, pk)
    note_read(request, account_no=account_no, page="access_consents")
    facts = {
        "account_no": account_no,
        "person": access,
        "rows": [(consent_in_words(state.subject), state) for state in states],
        "wordings": [(consent.label, current_wording(consent)) for consent in Consent],
        "form": form,
    }
    return staff_render(request, "staff/accesses/consents.html", facts)


def _decidable(access: AccountAccess) -> list[ConsentState]:
    """What this person may decide on: electronic invoices only if he may act for the account."""
    states = current_consents(access.account_no, user_id=access.user_id)
    may_act = access.allows(AccessLevel.ACT)
    return [state for state in states if may_act or state.subject.consent != Consent.E_INVOICE]
