"""Nobody in the CMS is shown by any route what he has no right to: titles, files, people, letters, settings.

Who may enter at all is decided at the door (`test_access_matrix`); here are those inside. Routes and acts on
many things come from the resolver and from Wagtail's registry. What is hidden carries a word of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from access_matrix.cms import (
    BULK_THINGS,
    KINDS,
    PARAMETERS,
    PEOPLE,
    WORDS,
    addresses,
    bulk_acts,
    cms_routes,
    given_away,
    key_of,
    parameters,
)
from access_matrix.cms_things import ADMINISTRATOR, Cms, make_cms
from django.core.cache import cache
from django.db import transaction

from cms_pages import generation
from cms_pages.tests.factories import settle
from cms_pages.tests.full_text import make_full_text_index

DATABASES = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Searching needs the index."""
    with django_db_blocker.unblock():
        make_full_text_index()


@pytest.fixture(scope="module")
def shared_cms(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cms]:
    """One CMS for all tests of the module, in transactions that end with it."""
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="exchange"):
        cache.clear()
        cms = make_cms()
        settle()
        yield cms
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="exchange")
    generation.forget()
    cache.clear()


@pytest.fixture(scope="module")
def everything(shared_cms: Cms, django_db_blocker: Any) -> dict[str, set[str]]:
    """What an administrator is shown."""
    with django_db_blocker.unblock():
        return seen(shared_cms, ADMINISTRATOR, addresses(shared_cms.things))


@pytest.fixture
def cms(shared_cms: Cms, db: None) -> Cms:
    return shared_cms


def test_of_every_route_of_the_cms_it_is_known_what_it_names() -> None:
    unknown = {
        route: unnamed
        for route in cms_routes()
        if (unnamed := [name for name in parameters(route) if not is_known(route, name)])
    }
    assert unknown == {}, "Tell site/tests/access_matrix/cms.py what these name."
    assert {model for _app, model, _action in bulk_acts()} <= set(BULK_THINGS)


def is_known(route: str, name: str) -> bool:
    return key_of(route) is not None if name == "pk" else name in PARAMETERS or name in WORDS


@pytest.mark.long
@DATABASES
def test_the_hidden_things_are_there(cms: Cms, everything: dict[str, set[str]]) -> None:
    """Otherwise the tests below would look for what nobody could see."""
    assert set().union(*everything.values()) == KINDS
    assert len(everything) > len(cms_routes()) / 2


@pytest.mark.long
@DATABASES
def test_the_editor_of_a_part_is_shown_nothing_of_the_rest(cms: Cms) -> None:
    assert seen(cms, "editor of a part", addresses(cms.things)) == {}


@pytest.mark.long
@DATABASES
@pytest.mark.parametrize("person", [name for name, may in PEOPLE.items() if may and name != ADMINISTRATOR])
def test_nobody_is_shown_what_he_has_no_right_to(
    cms: Cms, everything: dict[str, set[str]], person: str
) -> None:
    """Asked are the routes that show it to an administrator."""
    asked = addresses(cms.things)
    asked = {route: asked[route] for route, kinds in everything.items() if kinds - PEOPLE[person]}
    shown = seen(cms, person, asked)
    assert {route: kinds - PEOPLE[person] for route, kinds in shown.items() if kinds - PEOPLE[person]} == {}


def seen(cms: Cms, person: str, asked: dict[str, str]) -> dict[str, set[str]]:
    """Route -> kinds of hidden things that a person is shown there, if any."""
    shown = {}
    for route, address in asked.items():
        answer = cms.clients[person].get(address)
        assert answer.status_code < 500, route
        if kinds := given_away(route, address, answer):
            shown[route] = kinds
    return shown
