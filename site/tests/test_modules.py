"""A module switched off is gone: its pages, its files, its lines in menus, its machines and its tasks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from access_matrix.town import MATRIX, Town
from django.test import Client

from cms_pages import generation
from cms_pages.models import OfficeSettings
from cms_pages.modules import MODULES
from cms_pages.tests.factories import settle
from selfservice.zones.portal.navigation import PLACES
from selfservice.zones.portal.tests import test_pages

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]

# Pages of a customer account that belong to no module: the account itself, its people, and one's data.
ALWAYS_PREFIXES = (
    "portal:dashboard",
    "portal:customer",
    "portal:points_csv",
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
MODULES_OF_PLACES = sorted({place.module for place in PLACES if place.module})
HOME = "/en/portal/accounts/100245/"


@pytest.fixture(autouse=True)
def facts_of_this_test() -> Iterator[None]:
    yield
    generation.forget()


def switch_off(*switched: str) -> None:
    for module in switched:
        test_pages.switch_off(module)
    settle()


def of_account(town: Town) -> list[str]:
    return [name for name in MATRIX if name.startswith("portal:") and "account_no" in town.arguments[name]]


def test_with_everything_switched_off_only_what_belongs_to_no_module_answers(town: Town) -> None:
    switch_off(*MODULES)
    left = {name for name in of_account(town) if town.ask(name, "owner").status_code not in {404, 405}}
    assert [name for name in sorted(left) if not name.startswith(ALWAYS_PREFIXES)] == []


@pytest.mark.parametrize("module", MODULES_OF_PLACES)
def test_the_menu_loses_the_lines_of_a_module(town: Town, module: str) -> None:
    before = town.ask("portal:dashboard", "owner").content.decode()
    switch_off(module)
    after = town.ask("portal:dashboard", "owner").content.decode()
    for place in PLACES:
        link = f'href="{town.url(f"portal:{place.name}")}"'
        assert link in before
        assert (link in after) == (place.module != module), place.name


def test_no_page_that_is_left_links_to_a_module_switched_off(town: Town) -> None:
    """Pages are asked once with everything on; only those that link to a module are asked without it."""
    pages = {name: content_of(town, name) for name in of_account(town)}
    linking = {module: pages_with(pages, places_of(town, module)) for module in MODULES_OF_PLACES}
    assert all("portal:dashboard" in linking[module] for module in ("invoices", "readings", "tickets"))
    for module, names in linking.items():
        switch_off(module)
        left = pages_with({name: content_of(town, name) for name in names}, places_of(town, module))
        assert left == [], module
        switch_on(module)


def places_of(town: Town, module: str) -> list[str]:
    return [f'href="{town.url(f"portal:{place.name}")}"' for place in PLACES if place.module == module]


def pages_with(pages: dict[str, str], links: list[str]) -> list[str]:
    return [name for name, page in pages.items() if any(link in page for link in links)]


def content_of(town: Town, name: str) -> str:
    """What stands beside the menus; "" for files and for pages that are gone."""
    answer = town.ask(name, "owner")
    if answer.status_code != 200 or answer.streaming:
        return ""
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def switch_on(module: str) -> None:
    OfficeSettings.objects.update(**{f"module_{module}": True})
    generation.forget()
    settle()


def test_a_stranger_learns_nothing_of_modules(town: Town) -> None:
    switch_off("tickets")
    assert Client().get(f"{HOME}tickets/").status_code == 302
