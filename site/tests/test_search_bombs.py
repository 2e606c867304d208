"""Every box for searching and filtering of the portal and the office, given what is made to be a burden.

The boxes are found on the pages themselves: a new one is tried without a line here.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from access_matrix.town import Town
from django.core.cache import cache
from django.test import Client
from filling import proved_people
from test_page_costs import pages as pages_of_the_table
from test_page_costs import reader_of

from cms_pages.tests.bombs import BOMBS, NO_WORDS, faults_of

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
# Boxes that show where there is more than one screen of meters.
OF_MANY = {"portal:reading_send": {"find"}, "portal:leak_test": {"find"}}


class Boxes(HTMLParser):
    """Names of what can be typed or chosen in the forms of a page that ask by its address.

    Parameters:
        free: those of them that take words.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.free: set[str] = set()
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = facts.get("method", "get").lower() == "get"
        elif self._open and facts.get("name") and tag in {"input", "select", "textarea"}:
            self.names.add(facts["name"])
            if tag == "input" and facts.get("type", "text") in {"text", "search", "email"}:
                self.free.add(facts["name"])

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


@pytest.fixture
def people(town: Town) -> dict[str, Client]:
    cache.clear()
    return proved_people(town, ("owner", "delegate", "helper", "outsider", "clerk", "administrator", "field"))


def test_no_box_of_the_portal_and_the_office_is_a_burden(town: Town, people: dict[str, Client]) -> None:
    faults, seen, free = {}, set(), set()
    for route in pages_of_the_table():
        person = reader_of(route)
        if {"?", " "} & set(route) or person not in people:
            continue
        url = town.url(route)
        answer = people[person].get(url)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        boxes = Boxes(answer.content.decode())
        boxes.names |= OF_MANY.get(route, set())
        boxes.free |= OF_MANY.get(route, set())
        seen |= {f"{route} {name}" for name in boxes.names}
        free |= {f"{route} {name}" for name in boxes.free}
        for name in sorted(boxes.names):
            bombs = BOMBS if name in boxes.free else NO_WORDS
            faults |= faults_of(people[person], url, name, bombs=bombs)
    assert faults == {}
    assert len(seen) > 20
    assert free >= {"portal:ledger q", "portal:accounts q", "staff:tickets q", "staff:event_log actor"}


def test_no_box_of_the_schedule_for_everybody_is_a_burden(town: Town) -> None:
    client, url = town.clients["anonymous"], town.url("public_schedule:schedule")
    boxes = Boxes(client.get(url).content.decode())
    assert {"street", "number"} <= boxes.free
    for name in [*boxes.names, "month", "after"]:
        others = {} if name == "street" else {"street": "ul. Lipowa"}
        assert faults_of(client, url, name, others=others) == {}
