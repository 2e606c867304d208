"""Contracts with their annexes, their state, and what is supplied where at which tariff."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from ebok.core.periods import today
from selfservice.contracts.points import points_of
from selfservice.contracts.queries import contracts_of
from selfservice.contracts.validity import TAGS, state_of
from selfservice.exchange.models import Contract
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.presenters import SERVICES, street_line, town_line


@dataclass(frozen=True, slots=True)
class Paper:
    """A contract or an annex with its state in words."""

    contract: Contract
    state: str
    tag: str


@account_page(module="contracts")
def contract_list(page: AccountPage) -> HttpResponse:
    """All contracts of the account, the latest first."""
    trees = [
        (_paper(tree.contract), [_paper(annex) for annex in tree.annexes])
        for tree in contracts_of(access=page.access)
    ]
    points = [
        (SERVICES.get(point.service, point.service), street_line(point), town_line(point), point)
        for point in points_of(access=page.access)
    ]
    return page.render("portal/contracts.html", {"contracts": trees, "points": points})


def _paper(contract: Contract) -> Paper:
    state = state_of(contract=contract, on=today())
    return Paper(contract=contract, state=str(state.label), tag=TAGS[state])
