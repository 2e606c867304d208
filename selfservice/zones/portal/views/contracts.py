"""Contracts with their annexes, their state, and what is supplied where at which tariff."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from ebok.core.periods import today
from selfservice.contracts.queries import contract_page
from selfservice.contracts.validity import TAGS, state_of
from selfservice.exchange.models import Contract
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.places import link, place
from selfservice.zones.portal.supplied import FROM_POINT, point_facts

PLACES = ("after", "before")


@dataclass(frozen=True, slots=True)
class Paper:
    """A contract or an annex with its state in words."""

    contract: Contract
    state: str
    tag: str


@account_page(module="contracts")
def contract_list(page: AccountPage) -> HttpResponse:
    """The latest first, each with its annexes; contracts and service points have pages of their own."""
    asked = page.request.GET
    found = contract_page(
        access=page.access,
        after=place(asked.get("after", "")),
        before=place(asked.get("before", "")),
    )
    facts = {
        "contracts": [
            (_paper(tree.contract), [_paper(annex) for annex in tree.annexes]) for tree in found.rows
        ],
        "newer_url": link(asked, fields=(FROM_POINT,), name="before", place=found.newer),
        "older_url": link(asked, fields=(FROM_POINT,), name="after", place=found.older),
        **point_facts(page, fields=PLACES),
    }
    return page.render("portal/contracts.html", facts)


def _paper(contract: Contract) -> Paper:
    state = state_of(contract=contract, on=today())
    return Paper(contract=contract, state=str(state.label), tag=TAGS[state])
