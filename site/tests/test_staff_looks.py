"""Every page of the office that shows a customer stands in the event log, whoever opens it."""

from __future__ import annotations

import pytest
from access_matrix.town import ACCOUNT_NO, MATRIX, Town
from filling import proved_people

from ebok.audit.models import AuditEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.identity.second_factor import removals
from selfservice.identity.second_factor.enrolment import enrol

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
# Nothing of any customer stands on them.
OF_NOBODY = {
    "staff:start",
    "staff:announcement",
    "staff:desk",
    "staff:look_reason",  # the number that was typed
    "staff:loads",
    "staff:load",
    "staff:security",
    "staff:ticket_new",
    "staff:ticket_form",
}
# Of several customers: the event says what was shown.
LISTS = {
    "staff:data_changes",
    "staff:event_log",
    "staff:outgoing",
    "staff:readings",
    "staff:removals",
    "staff:tickets",
}
# Of a person who signs in, whatever his accounts.
OF_A_PERSON = {"staff:security_user", "staff:security_act", "staff:removal_decide"}
PAGES = [name for name, line in MATRIX.items() if name.startswith("staff:") and line.get["clerk"] != 405]
SEARCHES = ("staff:tickets", "q"), ("staff:outgoing", "account"), ("staff:event_log", "account")


def looked(town: Town, name: str, question: str = "", **changed: object) -> list[AuditEntry]:
    """The events of one GET by an administrator, who may open them all."""
    client = proved_people(town, ["administrator"])["administrator"]
    last = AuditEntry.objects.first()
    url = town.url(name, **changed)
    answer = client.get(url + question)
    assert answer.status_code == 200, answer.get("Location", "")
    actor = str(town.users["administrator"].pk)
    return list(AuditEntry.objects.filter(actor_id=actor, pk__gt=last.pk if last else 0))


def changed_for(name: str, town: Town) -> dict[str, object]:
    """A request to decide on, which the town has not."""
    if name != "staff:removal_decide":
        return {}
    owner = town.users["owner"]
    enrol(user=owner, secret=b"0" * 20)
    return {"pk": removals.ask(user=owner, clerk=town.users["clerk"], reason="lost").pk}


@pytest.mark.few(2)
@pytest.mark.parametrize("name", sorted(set(PAGES) - OF_NOBODY - LISTS - OF_A_PERSON))
def test_a_page_of_one_account_is_an_event_of_that_account(town: Town, name: str) -> None:
    assert [entry.account_no for entry in looked(town, name)] == [ACCOUNT_NO]


@pytest.mark.parametrize("name", sorted(OF_A_PERSON))
def test_a_page_of_a_person_is_an_event_of_that_person(town: Town, name: str) -> None:
    owner = str(town.users["owner"].pk)
    entries = looked(town, name, **changed_for(name, town))
    assert [(entry.object_type, entry.object_id) for entry in entries] == [("user", owner)]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_is_an_event(town: Town, name: str) -> None:
    assert len(looked(town, name)) == 1


@pytest.mark.parametrize(("name", "field"), SEARCHES)
def test_a_search_for_an_account_is_an_event_of_that_account(town: Town, name: str, field: str) -> None:
    entries = looked(town, name, f"?{field}={ACCOUNT_NO}")
    assert [entry.account_no for entry in entries] == [ACCOUNT_NO]


def test_a_list_says_whose_requests_were_shown(town: Town) -> None:
    (entry,) = looked(town, "staff:data_changes")
    assert entry.details["shown"] == [str(DataChange.objects.get().pk)]


@pytest.mark.long
def test_pages_of_nobody_show_nobody(town: Town) -> None:
    for name in OF_NOBODY:
        client = proved_people(town, ["administrator"])["administrator"]
        text = client.get(town.url(name)).content.decode()
        assert f"Holder of {ACCOUNT_NO}" not in text
        assert town.users["owner"].email not in text
