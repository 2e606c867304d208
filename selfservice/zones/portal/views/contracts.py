"""Contracts with their annexes."""

from __future__ import annotations

from django.http import HttpResponse

from selfservice.contracts.queries import contracts_of
from selfservice.zones.portal.pages import AccountPage, account_page


@account_page(module="contracts")
def contract_list(page: AccountPage) -> HttpResponse:
    """All contracts of the account, the latest first."""
    return page.render("portal/contracts.html", {"contracts": contracts_of(access=page.access)})
