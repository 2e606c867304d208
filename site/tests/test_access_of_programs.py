"""Every route for machines, asked with every kind of secret and session, by every method.

The routes come from the resolver: a new one without a row fails. How to add a row: `access_matrix.programs`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from access_matrix.comparing import bare, questions
from access_matrix.doors import BY_PROGRAM
from access_matrix.expecting import HIDDEN, IN, fits
from access_matrix.programs import (
    ACCOUNT_ROUTES,
    CALENDARS,
    EXCHANGE,
    OPENED_BY,
    OTHERS,
    OWN,
    PROGRAMS,
    ROUTES,
    TABLE,
    Program,
    expected,
    make_programs,
)
from access_matrix.town import ACCOUNT_NO, MATRIX, Town

from selfservice.access.feeds import limits
from selfservice.exchange.outgoing.tests.factories import a_line

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
ADVICE = "Add a line for each to TABLE of site/tests/access_matrix/programs.py, or remove those on the right."


@pytest.fixture
def programs(town: Town, monkeypatch: pytest.MonkeyPatch) -> dict[str, Program]:
    """All programs, which may ask as often as they like."""
    for name in ("WRONG", "CALLS", "FETCHES"):
        monkeypatch.setattr(limits, name, 1_000_000)
    return make_programs(town)


def test_every_route_for_programs_has_a_row_and_every_row_a_route() -> None:
    assert set(ROUTES) == set(TABLE), ADVICE
    assert set(OPENED_BY) == BY_PROGRAM


@pytest.mark.long
@pytest.mark.parametrize("name", TABLE)
def test_each_program_gets_exactly_what_the_table_says(
    town: Town, programs: dict[str, Program], name: str
) -> None:
    wrong = {}
    for program in PROGRAMS:
        for method in METHODS:
            answer = programs[program].ask(town, name, method=method)
            if answer.status_code != expected(name, program, method):
                wrong[program, method] = answer.status_code
    assert wrong == {}


@pytest.mark.long
@pytest.mark.parametrize("name", TABLE)
def test_all_refusals_look_alike(town: Town, programs: dict[str, Program], name: str) -> None:
    """A secret that has ended is as good as none; a right to another account as good as one to nothing."""
    refused: dict[tuple[int, str], dict[str, Any]] = defaultdict(dict)
    for asker, program in programs.items():
        answer = program.ask(town, name, method=TABLE[name].methods[0])
        if answer.status_code != IN:
            refused[answer.status_code, program.session_of][asker] = plain(answer, f"?key={program.secret}")
    for answers in refused.values():
        one = next(iter(answers.values()))
        assert [asker for asker, answer in answers.items() if answer != one] == []


def plain(answer: Any, *numbers: str) -> Any:
    """All of an answer but its reference number; sets no cookie."""
    assert not answer.cookies
    return bare(answer, *filter(None, numbers))


@pytest.mark.long
@pytest.mark.parametrize("name", ACCOUNT_ROUTES)
def test_somebody_elses_account_looks_to_a_program_like_one_that_does_not_exist(
    town: Town, programs: dict[str, Program], name: str
) -> None:
    for program in (programs[each] for each in OTHERS):
        program.ask(town, name, method="get", account_no="999999")  # warms what is read once
        present, *cost = questions(lambda program=program: program.ask(town, name, method="get"))
        absent, *cost_of_absent = questions(
            lambda program=program: program.ask(town, name, method="get", account_no="999999")
        )
        assert present.status_code == HIDDEN
        assert plain(present) == plain(absent)
        assert present["Content-Length"] == absent["Content-Length"]
        # A helper after the contract knew the account, and the billing system is asked about it.
        assert cost == cost_of_absent or program.account_no != ACCOUNT_NO


def test_each_token_is_told_of_the_accounts_of_its_person_alone(
    town: Town, programs: dict[str, Program]
) -> None:
    own, foreign, none = {ACCOUNT_NO}, {"200"}, set[str]()
    for name in OWN + OTHERS:
        told = {row["account_no"] for row in accounts(town, programs[name])}
        assert told == (own if name in OWN else foreign if "outsider" in name else none), name


def accounts(town: Town, program: Program) -> list[dict[str, Any]]:
    return program.ask(town, "portal_api:accounts", method="get").json()["accounts"]


@pytest.mark.long
def test_what_programs_are_refused_names_the_account_nowhere(
    town: Town, programs: dict[str, Program]
) -> None:
    a_line()
    told = defaultdict(set)
    for name in TABLE:
        for program in PROGRAMS:
            answer = programs[program].ask(town, name, method="get")
            if re.search(rf"\b{ACCOUNT_NO}\b", answer.content.decode()):
                told[program].add(name)
    assert set(told) == {*OWN, *CALENDARS, *EXCHANGE}


@pytest.mark.long
@pytest.mark.parametrize("program", [OWN[0], EXCHANGE[0], CALENDARS[0]])
def test_no_secret_of_a_program_counts_at_a_page(
    town: Town, programs: dict[str, Program], program: str
) -> None:
    wrong = {}
    for name, line in MATRIX.items():
        answer = programs[program].send(town, town.url(name))
        if not fits(expected=line.get["anonymous"], answer=answer):
            wrong[name] = answer.status_code
    assert wrong == {}


# One address of each zone whose door or view looks at people, or at nobody.
RULED = ["/cms/", "/cms/api/main/pages/", "/documents/1/a.pdf", "/api/v1/content/pages/", "/api/v1/x", "/"]


@pytest.mark.long
@pytest.mark.parametrize("address", RULED)
def test_with_a_secret_of_a_program_other_zones_answer_as_without(
    town: Town, programs: dict[str, Program], address: str
) -> None:
    without = plain(programs["nothing"].send(town, address))
    for program in (programs[name] for name in (OWN[0], EXCHANGE[0], CALENDARS[0])):
        assert plain(program.send(town, address)) == without
