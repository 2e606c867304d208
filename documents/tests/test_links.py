from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine

from documents import links


@dataclass
class Person:
    pk: int | None


ANNA, BOB, NOBODY = Person(1), Person(2), Person(None)
NOW = "2026-11-21T12:00:00Z"


def test_a_link_opens_the_one_file_for_the_one_user() -> None:
    token = links.sign(reference="invoice-pdf:FV/1", user=ANNA)
    assert links.open(token=token, user=ANNA) == "invoice-pdf:FV/1"


@pytest.mark.parametrize("reader", [BOB, NOBODY])
def test_nobody_else_opens_it(reader: Person) -> None:
    token = links.sign(reference="invoice-pdf:FV/1", user=ANNA)
    with pytest.raises(links.LinkRefused):
        links.open(token=token, user=reader)


def test_nobody_opens_a_link_made_for_nobody() -> None:
    with pytest.raises(links.LinkRefused):
        links.open(token=links.sign(reference="x", user=NOBODY), user=NOBODY)


@pytest.mark.parametrize("seconds", [60, 3600])
def test_it_dies_after_a_minute_whatever_is_asked_for(seconds: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = links.sign(reference="x", user=ANNA)
        clock.shift(timedelta(seconds=60))
        assert links.open(token=token, user=ANNA, seconds=seconds) == "x"
        clock.shift(timedelta(seconds=1))
        with pytest.raises(links.LinkRefused):
            links.open(token=token, user=ANNA, seconds=seconds)


def test_a_changed_token_is_refused() -> None:
    token = links.sign(reference="invoice-pdf:FV/1", user=ANNA)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(links.LinkRefused):
            links.open(token=token[:place] + other + token[place + 1 :], user=ANNA)


def test_the_signature_has_at_least_128_bits() -> None:
    token = links.sign(reference="x", user=ANNA)
    assert len(token.rsplit(":", 1)[1]) * 6 >= 128
