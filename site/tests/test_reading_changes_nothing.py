"""GET never changes state, and no form is taken without its CSRF token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from access_matrix.expecting import IN, PERSONAS
from access_matrix.programs import EXCHANGE, PROGRAMS, TABLE, expected, make_programs
from access_matrix.town import MATRIX, Town
from django.db import connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]

# What reading is meant to leave behind: its entry in the event log, its session, and an alarm.
TRACES = {"audit_auditentry", "devices_opensession", "core_alarm"}
# Programs leave the time of the last use of their secret, and are counted.
TRACES_OF_PROGRAMS = {"feeds_apitoken", "feeds_secretlink", "outgoing_suppliertoken", "core_hourlycount"}
# Routes whose views Django does not check for a token, each with the reason why that is safe.
EXEMPT = {
    "api/v1/content/": "reads only, and knows no session",
    "api/v1/exchange/": "machines with a bearer token; no cookie opens it",
    "api/v1/portal/": "reads only, by a bearer token; no cookie opens it",
    "napisz-do-nas/": "the contact form of a page without session and cookie; a puzzle stands for the token",
    "cms/api/main/": "the REST framework asks for the token itself (tested below)",
}


def contents(*, traces: set[str] = TRACES) -> dict[str, str]:
    """A fingerprint of every table of both databases but the traces of reading."""
    prints = {}
    for alias in ("default", "exchange"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in set(connection.introspection.table_names(cursor)) - traces:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                rows = sorted(map(repr, cursor.fetchall()))
                prints[f"{alias}.{table}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return prints


def test_reading_every_page_as_everybody_changes_no_row(town: Town) -> None:
    before = contents()
    for name, persona in readers():
        answer = town.ask(name, persona)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert contents() == before


def readers() -> Iterator[tuple[str, str]]:
    """Of the personas that a route answers alike, the first: who is turned away reaches no view."""
    for name, line in MATRIX.items():
        alike: dict[object, str] = {}
        for persona in PERSONAS:
            alike.setdefault(line.get[persona], persona)
        yield from ((name, persona) for persona in alike.values())


def test_neither_reading_nor_a_refused_act_of_a_program_changes_a_row(town: Town) -> None:
    programs = make_programs(town)
    # Lines that were never fetched before are noted as delivered, and only those.
    programs[EXCHANGE[0]].ask(town, "exchange_api:outgoing", method="get")
    traces = TRACES | TRACES_OF_PROGRAMS
    before = contents(traces=traces)
    for name, program, method in askers():
        programs[program].ask(town, name, method=method)
    assert contents(traces=traces) == before


def askers() -> Iterator[tuple[str, str, str]]:
    """Of the programs that a route answers alike, the first; none whose act is taken."""
    for name in TABLE:
        for method in ("get", "post"):
            alike = {expected(name, program, method): program for program in reversed(PROGRAMS)}
            for status, program in alike.items():
                if method == "get" or status != IN:
                    yield name, program, method


def test_the_comparison_sees_a_change(town: Town) -> None:
    from selfservice.access.models import AccountAccess

    before = contents()
    AccountAccess.objects.update(purpose="planted")
    assert contents() != before


def views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, object]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns, route)
        else:
            yield route, entry.callback


def test_no_view_takes_a_form_without_its_token() -> None:
    exempt = {route for route, view in views(get_resolver().url_patterns) if hasattr(view, "csrf_exempt")}
    assert [route for route in exempt if not route.removeprefix("en/").startswith(tuple(EXEMPT))] == []


def test_the_cms_api_refuses_an_act_without_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.ADMINISTRATOR, is_superuser=True))
    answer = client.post("/cms/api/main/pages/1/action/publish/")
    assert answer.status_code == 403 and "CSRF" in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_content_api_only_reads(client: Client, method: str) -> None:
    assert getattr(client, method)("/api/v1/content/pages/").status_code in {403, 404, 405}
