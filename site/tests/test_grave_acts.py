"""Grave acts ask once more who is there. A route that loses the question fails here, by its name."""

from __future__ import annotations

from typing import Any

import pytest
from access_matrix.expecting import NO_METHOD, ONWARD
from access_matrix.town import MATRIX, Town

from selfservice.identity.second_factor.tests.factories import code, note_password

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
OWNER, CLERK = "owner", "clerk"
# Route -> who is asked. The question stands before the form and before the act.
ALWAYS: dict[str, str] = {
    "account_email": OWNER,
    "second_factor_setup": OWNER,
    "second_factor_codes": OWNER,
    "portal:profile": OWNER,  # the phone
    "portal:contact_data_ask": OWNER,
    "portal:own_data_export": OWNER,
    "portal:close_sign_in": OWNER,
    "portal:people_invite": OWNER,
    "portal:people_terms": OWNER,
    "portal:people_revoke": OWNER,
    "portal:people_withdraw": OWNER,
    "portal:token_new": OWNER,
    "staff:access_link": CLERK,
    "staff:access_revoke": CLERK,
    "staff:access_consents": CLERK,
    "staff:data_change": CLERK,
    "staff:security_act": CLERK,
    "staff:removal_decide": CLERK,
}
# Pages of which one act alone is grave: route -> what is sent.
PARTLY: dict[str, dict[str, str]] = {
    "portal:consents": {"consent": "e_invoice", "act": "give"},
    "portal:calendar_links": {"kind": "due_dates", "act": "make"},
    "portal:packages": {"kinds": "invoices"},
}
# They ask for the password or a code in their own form, or lead elsewhere for another reason.
OTHERWISE = {
    "account_change_password",
    "account_set_password",
    "account_confirm_login_code",
    "account_login",
    "account_logout",
    "account_signup",
    "second_factor_confirm",
    "second_factor_login",
    "second_factor_remove",
    "portal:schedule_reminder",
    "guest:case",
}


def asks_for_proof(answer: Any) -> bool:
    place = answer.get("Location", "") if answer.status_code == 302 else ""
    return any(page in place for page in ("/second-factor/confirm/?next=", "/accounts/reauthenticate/?next="))


QUESTIONS = [(name, persona, method) for name, persona in ALWAYS.items() for method in ("get", "post")]


@pytest.mark.few(4)
@pytest.mark.parametrize(("name", "persona", "method"), QUESTIONS)
def test_a_session_without_a_fresh_proof_is_asked_for_one(
    town: Town, name: str, persona: str, method: str
) -> None:
    assert asks_for_proof(town.ask(name, persona, method=method))


@pytest.mark.parametrize(("name", "sent"), PARTLY.items())
def test_one_act_of_a_page_asks(town: Town, name: str, sent: dict[str, str]) -> None:
    assert asks_for_proof(town.clients[OWNER].post(town.url(name), sent))
    assert not asks_for_proof(town.ask(name, OWNER))


def test_every_form_that_leads_on_is_in_a_list() -> None:
    """Whoever writes ONWARD into the matrix for a form says here what the person is led to."""
    led_on = {name for name, line in MATRIX.items() if ONWARD in (line.get[OWNER], line.get[CLERK])}
    forms = {name for name in led_on if name.startswith("staff:") or MATRIX[name].post[OWNER] != NO_METHOD}
    assert forms - OTHERWISE == set(ALWAYS)


@pytest.mark.long
def test_after_a_fresh_proof_nobody_is_asked(town: Town) -> None:
    """Otherwise a guard that always asks would pass everything above."""
    note_password(town.clients[OWNER], town.users[OWNER])
    town.clients[CLERK].post("/en/accounts/second-factor/confirm/", {"code": code()})
    asked = [name for name, persona in ALWAYS.items() if asks_for_proof(town.ask(name, persona))]
    assert asked == []
