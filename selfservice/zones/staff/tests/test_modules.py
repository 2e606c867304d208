"""A module switched off is gone in the office, too: its line in the menu and every page of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.portal.tests.test_pages import switch_off
from selfservice.zones.staff import urls_readings, urls_tickets

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "urls"), [("tickets", urls_tickets.urlpatterns), ("readings", urls_readings.urlpatterns)]
)
def test_menu_and_pages_of_a_module_are_gone(client: Client, module: str, urls: list[URLPattern]) -> None:
    client.force_login(person(Role.CLERK))
    words = {"signature": a_ticket().signature, "code": "question"}
    number = SubmissionFactory(doubtful=True).pk
    home = f"/en/staff/{module}/"
    assert f'href="{home}"' in client.get("/en/staff/").content.decode()
    assert client.get(home).status_code == 200
    switch_off(module)
    assert f'href="{home}"' not in client.get("/en/staff/").content.decode()
    for pattern in urls:
        arguments = {name: words.get(name, number) for name in pattern.pattern.converters}
        path = f"/en/staff/{pattern.pattern}"
        for name, value in arguments.items():
            path = path.replace(f"<{type_of(pattern, name)}:{name}>", str(value))
        answers = {client.get(path).status_code, client.post(path).status_code}
        assert "<" not in path and answers <= {404, 405}, path


def type_of(pattern: URLPattern, name: str) -> str:
    return str(pattern.pattern).split(f":{name}>")[0].rpartition("<")[2]
