"""What the billing system knows of the account, and who has access to it."""

from __future__ import annotations

from django.http import HttpResponse

from selfservice.access.queries import people_with_access
from selfservice.billing.bank_account import grouped
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.presenters import street_line, town_line
from selfservice.zones.portal.supplied import point_facts


@account_page()
def customer(page: AccountPage) -> HttpResponse:
    """Contact data and the list of people are the owner's alone; a delegate sees neither."""
    account = page.account
    facts = {
        "bank_account": grouped(account.bank_account),
        "street": street_line(account),
        "town": town_line(account),
        **point_facts(page),
        "people": [] if page.access.is_delegated else people_with_access(access=page.access),
    }
    return page.render("portal/customer.html", facts)
