"""People with access, and what belongs to the reader himself, as CSV files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts, people_with_access
from selfservice.billing.queries import accounts_of
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.identity.mail import LetterKind
from selfservice.messaging.queries import all_messages
from selfservice.zones.portal.pages import account_file, unavailable
from selfservice.zones.portal.presenters import street_line, town_line
from selfservice.zones.portal.tables import csv_file
from selfservice.zones.portal.ticket_counts import ticket_counts


@account_file(module="")
def people_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Everybody with access to the account now, owners first; for the owner's eyes."""
    if access.is_delegated:
        raise Http404("For the owner.")
    header = [_("E-mail address"), _("Role"), _("What they may do"), _("What for"), _("Since"), _("Until")]
    rows = [
        [
            row.user.email,
            row.get_role_display(),
            row.get_level_display(),
            row.purpose,
            row.valid_from,
            row.expires_at,
        ]
        for row in people_with_access(access=access)
    ]
    return csv_file(request=request, access=access, name="people", header=header, rows=rows)


@require_safe
def messages_csv(request: HttpRequest) -> HttpResponseBase:
    """Every message that the reader may read, the newest first; without what was written in it."""
    header = [_("Came"), _("Subject"), _("About"), _("Customer account"), _("Read")]
    kinds = {kind: str(kind.label) for kind in LetterKind}
    rows = (
        [row.created_at, row.subject, kinds[LetterKind(row.kind)], row.account_no, row.read_at]
        for row in all_messages(user_id=int(request.user.pk or 0))
    )
    return csv_file(request=request, access=None, name="messages", header=header, rows=rows)


@require_safe
def accounts_csv(request: HttpRequest) -> HttpResponseBase:
    """All customer accounts of the reader, by number."""
    accesses = customer_accounts(request.user, counted=ticket_counts())
    try:
        accounts = accounts_of(accesses=accesses)
    except ExchangeUnavailable as error:
        return unavailable(request, error)
    header = [
        _("Customer account"),
        _("Name"),
        _("Address"),
        _("Town"),
        _("Balance"),
        _("Overdue"),
        _("Currency"),
        _("Tickets"),
        _("Role"),
    ]
    rows = [
        [
            account.account_no,
            account.name,
            street_line(account),
            town_line(account),
            account.balance,
            account.overdue,
            account.currency or "PLN",
            getattr(access, "open_tickets", 0),
            access.get_role_display(),
        ]
        for access in sorted(accesses, key=lambda row: row.account_no)
        if (account := accounts.get(access.account_no))
    ]
    return csv_file(request=request, access=None, name="accounts", header=header, rows=rows)
