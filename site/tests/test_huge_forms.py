"""Forms with ten thousand fields, and with very long texts in every field: refused at once, at every door."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from access_matrix.expecting import TAKEN
from access_matrix.town import MATRIX, Town
from django.core.cache import cache
from django.test import Client
from filling import Forms, proved_people

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
PEOPLE = ("owner", "administrator", "anonymous", "field")
DOORS = [name for name, row in MATRIX.items() if TAKEN in row.post.values()]
MOST_SECONDS = 1.0
HEAP = "&".join(f"f{number}=x" for number in range(10_001))
LONG = "ż(" * 30_000


@pytest.fixture
def people(town: Town) -> dict[str, Client]:
    cache.clear()  # what tests before this one have counted
    return proved_people(town, PEOPLE)


def sender(people: dict[str, Client], door: str) -> Client:
    return people[next(person for person in PEOPLE if MATRIX[door].post[person] == TAKEN)]


def answered(client: Client, url: str, body: str) -> tuple[int, float]:
    started = time.process_time()
    status = client.post(url, body, content_type="application/x-www-form-urlencoded").status_code
    return status, time.process_time() - started


def test_ten_thousand_fields_too_many_are_refused_by_every_form(
    town: Town, people: dict[str, Client]
) -> None:
    answers = {door: answered(sender(people, door), town.url(door), HEAP) for door in DOORS}
    # A door that takes the press of a button reads no field, and so has nothing to refuse.
    assert [door for door, (status, _seconds) in answers.items() if status not in {200, 302, 400, 404}] == []
    assert len([door for door, (status, _seconds) in answers.items() if status == 400]) > len(DOORS) / 2
    assert {door: seconds for door, (_status, seconds) in answers.items() if seconds > MOST_SECONDS} == {}


def test_a_very_long_text_in_any_field_is_no_error_and_costs_little(
    town: Town, people: dict[str, Client]
) -> None:
    slow, broken, sent = {}, {}, 0
    for door in DOORS:
        client, url = sender(people, door), town.url(door)
        page = client.get(url)
        forms = Forms(page.content.decode(), text="x").forms if page.status_code == 200 else []
        for _action, fields in forms:
            for name in fields:
                status, seconds = answered(client, url, urlencode({**fields, name: LONG}))
                sent += 1
                broken |= {f"{door} {name}": status} if status >= 500 else {}
                slow |= {f"{door} {name}": seconds} if seconds > MOST_SECONDS else {}
    assert broken == {}
    assert slow == {}
    assert sent > 100
