"""Writing to the event log."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation

from ebok.audit.actions import CODE, UnknownAction, register, registered, sentence
from ebok.audit.models import AuditEntry
from ebok.audit.services import WIDTHS, record
from ebok.core.context import RequestContext, entered


@pytest.mark.parametrize("code", sorted(registered()))
def test_every_registered_action_has_a_namespaced_code_and_a_sentence(code: str) -> None:
    assert CODE.fullmatch(code)
    with translation.override("en"):
        text = str(sentence(code))
    assert text.strip() == text
    assert text[:1].isupper()


@pytest.mark.parametrize(
    "code", ["signed_in", "Identity.signed_in", "identity.", "a.b.c", "identity.signed-in"]
)
def test_a_code_without_namespace_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not like"):
        register({code: "Something"})


@pytest.mark.django_db
def test_an_unknown_action_is_an_error_not_a_row() -> None:
    with pytest.raises(UnknownAction):
        record(action="nobody.registered_this")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_entry_carries_request_id_and_true_address() -> None:
    with entered(RequestContext(request_id="a" * 32, address="203.0.113.7")):
        entry = record(action="access.denied", actor=AnonymousUser(), actor_role="customer")
    assert (entry.request_id, entry.address, entry.actor_id) == ("a" * 32, "203.0.113.7", "")


@pytest.mark.django_db
def test_line_ends_and_terminal_codes_become_visible() -> None:
    nasty = "paid\r\n2026-01-01 access.denied\x1b[2K\u202egpj"
    entry = record(action="access.denied", reason=nasty, object_id=nasty, details={"na\nme": [nasty, 1]})
    assert entry.reason == r"paid\r\n2026-01-01 access.denied\x1b[2K\u202egpj"
    assert entry.object_id == entry.reason
    assert entry.details == {r"na\nme": [entry.reason, 1]}


@pytest.mark.django_db
def test_long_text_is_cut_to_its_column_instead_of_breaking_the_act() -> None:
    entry = record(action="access.denied", reason="x" * 10_000, object_id="y" * 10_000)
    entry.full_clean()
    assert (len(entry.reason), len(entry.object_id)) == (500, 256)


def test_the_widths_are_those_of_the_columns() -> None:
    assert {name: AuditEntry._meta.get_field(name).max_length for name in WIDTHS} == WIDTHS


@pytest.fixture
def customer(django_user_model, client: Client):
    customer = django_user_model.objects.create_user("anna.probna@example.pl", "correct horse battery")
    client.force_login(customer)
    return customer


@pytest.mark.urls("ebok.core.tests.urls")
@pytest.mark.django_db
@pytest.mark.parametrize(("zone", "status"), [("secret", 404), ("staff", 403), ("rude", 403)])
def test_a_signed_in_user_at_a_closed_door_is_noted(customer, client: Client, zone: str, status: int) -> None:
    assert client.get(f"/en/{zone}/?q=1", REMOTE_ADDR="203.0.113.9").status_code == status
    entry = AuditEntry.objects.get(action="access.denied")
    assert entry.actor_id == str(customer.pk)
    assert (entry.address, entry.object_type, entry.object_id) == ("203.0.113.9", "zone", zone)
    assert entry.details == {"path": f"/en/{zone}/", "status": status}


@pytest.mark.urls("ebok.core.tests.urls")
@pytest.mark.django_db
def test_a_stranger_at_a_closed_door_is_not_noted(client: Client) -> None:
    assert client.get("/secret/").status_code == 404
    assert client.get("/mine/").status_code == 302
    assert not AuditEntry.objects.filter(action="access.denied").exists()


@pytest.mark.urls("ebok.core.tests.urls")
@pytest.mark.django_db
def test_whoever_is_let_in_is_not_noted(customer, client: Client) -> None:
    assert client.get("/mine/").status_code == 200
    assert not AuditEntry.objects.filter(action="access.denied").exists()
