"""Titles that tell pages apart, and errors that are read with their fields: every page, without a browser."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

import pytest
from access_matrix.expecting import IN, TAKEN
from access_matrix.town import MATRIX, Town
from django.test import Client
from filling import proved_people

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
PEOPLE = ("owner", "administrator", "anonymous")
# What is the same to a reader: one thing seen from two places, or the steps of one act.
SAME = [
    {"portal:ticket", "portal:own_ticket"},
    {"portal:tickets", "portal:own_tickets"},
    {"account_confirm_email", "account_email_verification_sent"},
    {"account_reset_password", "account_reset_password_from_key"},
]


class Spoken(HTMLParser):
    """What of a page matters to somebody who hears it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title, self.ids, self.described, self.unexplained, self.links = "", set(), [], [], []
        self.summary: dict[str, str | None] = {}
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.ids.add(facts.get("id"))
        if tag == "title" and not self.title:
            self._in = "title"
        if "error-summary" in (facts.get("class") or "").split():
            self.summary = facts
        if tag == "a" and self.summary and (facts.get("href") or "").startswith("#"):
            self.links.append((facts["href"] or "")[1:])
        if facts.get("aria-invalid") == "true":
            names = (facts.get("aria-describedby") or "").split()
            self.described += names
            if not any("error" in name for name in names):
                self.unexplained.append(facts.get("name"))

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == "title" else self._in

    def handle_data(self, data: str) -> None:
        if self._in:
            self.title += data.strip()


@pytest.fixture
def people(town: Town) -> dict[str, Client]:
    return proved_people(town, PEOPLE)


def reader(name: str, people: dict[str, Client], *, posts: bool = False) -> Client | None:
    row = MATRIX[name].post if posts else MATRIX[name].get
    wanted = {TAKEN} if posts else {IN, 302}
    found = next((person for person in PEOPLE if row[person] in wanted), "")
    return people.get(found)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_page_has_a_title_of_its_own(town: Town, people: dict[str, Client], language: str) -> None:
    pages = defaultdict(set)
    for name in MATRIX:
        client = reader(name, people)
        url = town.url(name) if language == "en" else town.url(name).replace("/en/", "/", 1)
        answer = client.get(url) if client and name != "account_logout" else None
        if answer and answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages[name.split(":")[0], Spoken(answer.content.decode()).title].add(name)
    assert len(pages) > 60 and not [zone for zone, title in pages if len(title) < 8]
    assert {title: names for title, names in pages.items() if len(names) > 1 and names not in SAME} == {}


def test_every_error_is_told_at_the_top_and_with_its_field(town: Town, people: dict[str, Client]) -> None:
    silent, asked = {}, 0
    for name in MATRIX:
        client = reader(name, people, posts=True)
        answer = client.post(town.url(name)) if client else None
        if not answer or answer.status_code not in {200, 422} or b"aria-invalid" not in answer.content:
            continue
        asked += 1
        page = Spoken(answer.content.decode())
        known = page.ids >= {*page.described, *page.links}
        summed_up = page.summary.get("role") == "alert" and page.summary.get("tabindex") == "-1"
        focused = "data-focus" in page.summary
        if (
            page.unexplained
            or not known
            or not summed_up
            or not focused
            or not page.title.startswith("Error: ")
        ):
            silent[name] = (page.unexplained, known, summed_up, focused, page.title)
    assert silent == {}
    assert asked > 15
