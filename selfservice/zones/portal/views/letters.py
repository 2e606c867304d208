"""Other documents of the account, each shown only within its window."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from selfservice.contracts.queries import letters_of
from selfservice.zones.portal.pages import AccountPage, account_page


@account_page(module="documents")
def letter_list(page: AccountPage) -> HttpResponse:
    """Letters that may be read now, the latest first."""
    return page.render("portal/letters.html", {"letters": letters_of(access=page.access, at=timezone.now())})
