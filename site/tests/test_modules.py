"""A module switched off is gone: its pages, its files, its lines in menus, its machines and its tasks."""

from __future__ import annotations

import pytest
from access_matrix.town import MATRIX, Town
from django.test import Client

from cms_pages.modules import MODULES
from selfservice.zones.portal.navigation import PLACES
from selfservice.zones.portal.tests.test_pages import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])

# Pages of a customer account that belong to no module: the account itself, its people, and one's data.
ALWAYS_PREFIXES = (
    "portal:dashboard",
    "portal:customer",
    "portal:people",
    "portal:consent",
    "portal:own_",
    "portal:data_",
    "portal:change",
    "portal:look",
    "portal:contact_data",
    "portal:history",
    "portal:packages",
    "portal:package_",
    "portal:calendar_links",
)
HOME = "/en/portal/accounts/100245/"


def of_account(town: Town) -> list[str]:
    return [name for name in MATRIX if name.startswith("portal:") and "account_no" in town.arguments[name]]


def test_with_everything_switched_off_only_what_belongs_to_no_module_answers(town: Town) -> None:
    for module in MODULES:
        switch_off(module)
    left = {name for name in of_account(town) if town.ask(name, "owner").status_code not in {404, 405}}
    assert [name for name in sorted(left) if not name.startswith(ALWAYS_PREFIXES)] == []


@pytest.mark.parametrize("module", sorted({place.module for place in PLACES if place.module}))
def test_the_menu_loses_the_lines_of_a_module(town: Town, module: str) -> None:
    before = town.ask("portal:dashboard", "owner").content.decode()
    switch_off(module)
    after = town.ask("portal:dashboard", "owner").content.decode()
    for place in PLACES:
        link = f'href="{town.url(f"portal:{place.name}")}"'
        assert link in before
        assert (link in after) == (place.module != module), place.name


@pytest.mark.parametrize("module", sorted({place.module for place in PLACES if place.module}))
def test_no_page_that_is_left_links_to_a_module_switched_off(town: Town, module: str) -> None:
    switch_off(module)
    gone = [town.url(f"portal:{place.name}") for place in PLACES if place.module == module]
    for name in of_account(town):
        answer = town.ask(name, "owner")
        if answer.status_code == 200 and not answer.streaming:
            page = answer.content.decode()
            assert [url for url in gone if f'href="{url}"' in page] == [], name


def test_a_stranger_learns_nothing_of_modules(town: Town) -> None:
    switch_off("tickets")
    assert Client().get(f"{HOME}tickets/").status_code == 302
