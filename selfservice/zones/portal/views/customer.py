"""What the billing system knows of the account, and who has access to it."""

from __future__ import annotations

from django.http import HttpResponse

from selfservice.access.queries import people_with_access
from selfservice.billing.bank_account import grouped
from selfservice.contracts.points import points_of
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.presenters import SERVICES, street_line, town_line


@account_page()
def customer(page: AccountPage) -> HttpResponse:
    """Contact data and the list of people are the owner's alone; a delegate sees neither."""
    account = page.account
    points = [
        (SERVICES.get(point.service, point.service), street_line(point), town_line(point), point)
        for point in points_of(access=page.access)
    ]
    facts = {
        "bank_account": grouped(account.bank_account),
        "street": street_line(account),
        "town": town_line(account),
        "points": points,
        "people": [] if page.access.is_delegated else people_with_access(access=page.access),
    }
    return page.render("portal/customer.html", facts)
