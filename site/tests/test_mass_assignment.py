"""A form changes what it shows and nothing else, whatever else is posted with it (check 19)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from access_matrix.expecting import TAKEN
from access_matrix.town import MATRIX, Town
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from filling import Forms, proved_people

import documents
import selfservice
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.access.models import AccountAccess
from selfservice.exchange.outgoing.models import Entry as Line
from selfservice.exchange.outgoing.tests.factories import a_line
from selfservice.exchange.outgoing.tokens import make_token
from selfservice.identity.models import User
from selfservice.metering.models import ReadingSubmission
from selfservice.tickets.models import Ticket

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]

# What no form of a customer may ever set: whose it is, what it is worth, how far it has come, what one is.
PROTECTED = {
    "user", "owner", "author", "created_by", "granted_by", "is_staff", "is_superuser", "is_active", "is_demo",
    "groups", "user_permissions", "role", "level", "account_no", "amount", "gross", "balance", "state",
    "status", "valid_from", "revoked_at", "last_login", "password",
}  # fmt: skip
ATTACK = {
    "is_staff": "1", "is_superuser": "1", "is_active": "1", "groups": "1", "role": "owner", "level": "act",
    "account_no": "200", "user": "1", "user_id": "1", "owner": "1", "state": "paid", "status": "done",
    "valid_from": "2000-01-01", "expires_at": "2100-01-01", "revoked_at": "", "id": "1", "pk": "1",
    "email_verified": "1", "verified": "1", "primary": "1", "is_demo": "1",
}  # fmt: skip
# Marks of what is not the sender's: the other account of the town, and a state that the office gives.
FOREIGN = {"200", "paid", "done", "owner"}
RIGHTS = {"people", "groups", "accesses", "addresses"}
Kept = dict[str, list[tuple[object, ...]]]


def model_forms() -> Iterator[type[forms.ModelForm]]:
    for package in (selfservice, documents):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".tests" not in module.name and ".migrations" not in module.name:
                importlib.import_module(module.name)
    waiting = list(forms.ModelForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith(("selfservice.", "documents.")) and getattr(form, "_meta", None):
            yield form


def test_no_form_of_ours_takes_all_fields_of_its_table_or_a_protected_one() -> None:
    faults = []
    for form in model_forms():
        if form.__module__.startswith("selfservice.identity.cms_users"):
            continue  # the office's own administration of users; its rights are tested beside it
        if form._meta.fields == "__all__" or form._meta.exclude:
            faults.append(f"{form.__module__}.{form.__name__} does not list its fields")
        faults += [
            f"{form.__module__}.{form.__name__}.{name}" for name in form.base_fields if name in PROTECTED
        ]
    assert faults == []


def kept() -> Kept:
    """What says who is who, who may do what, and whose is what: rights, and rows made before."""
    people = User.objects.values_list("pk", "is_staff", "is_superuser", "is_active", "is_demo", "email")
    return {
        "people": list(people.order_by("pk")),
        "addresses": rows_of(EmailAddress, "user_id", "verified", "primary"),
        "accesses": rows_of(AccountAccess, "user_id", "account_no", "role", "level", "expires_at"),
        "groups": list(Group.user_set.through.objects.order_by("pk").values_list()),
        "tickets": rows_of(Ticket, "user_id", "account_no", "state", "assignee_id"),
        "consents": rows_of(ConsentEntry, "account_no", "channel"),
        "changes": rows_of(DataChange, "account_no", "asked_by_id", "state"),
        "payers": rows_of(ReadingSubmission, "account_no", "sent_by_id", "state"),
    }


def rows_of(model: type[Model], *columns: str) -> list[tuple[object, ...]]:
    return list(model._default_manager.order_by("pk").values_list("pk", *columns))


def stolen(before: Kept, after: Kept) -> str:
    """What changed that no form shows: rights at all, and rows that became another's."""
    changed = [name for name in sorted(RIGHTS) if after[name] != before[name]]
    for name in after.keys() - RIGHTS:
        changed += [name for row in set(after[name]) - set(before[name]) if set(row) & FOREIGN]
    return ", ".join(changed)


def filled(client: Client, url: str) -> list[dict[str, str]]:
    """The page's own forms as somebody fills them in; an act without a page of its own is sent as it is."""
    page = client.get(url)
    if page.status_code != 200 or "text/html" not in page["Content-Type"]:
        return [{}]
    forms_of_page = Forms(page.content.decode(), text="Lipowa").forms
    # Those of the frame lead elsewhere; the one that signs out would end the test.
    return [fields for action, fields in forms_of_page if action.partition("?")[0] in {"", url}] or [{}]


@pytest.mark.parametrize("name", [name for name, line in MATRIX.items() if TAKEN in line.post.values()])
def test_no_form_gives_rights_that_it_does_not_show(town: Town, name: str) -> None:
    before, url = kept(), town.url(name)
    for client in proved_people(town, ["anonymous", "owner", "delegate"]).values():
        for fields in filled(client, url):
            # What the form shows is filled in well, so that it is taken, and the rest comes along.
            client.post(url, {**ATTACK, **fields})
    assert stolen(before, kept()) == ""


def test_an_answer_of_the_billing_system_sets_the_state_of_its_line_alone(client: Client) -> None:
    before = Line.objects.filter(pk=a_line().pk).values().get()
    line = {**ATTACK, **before, "seq": before["seq"], "state": "accepted", "kind": "x", "at": "2000-01-01"}
    client.post(
        "/api/v1/exchange/outgoing/ack",
        {"lines": [{**line, "account_no": "200", "payload": {}, "answered_at": "2000-01-01"}]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {make_token(name='billing')}"},
    )
    after = Line.objects.values().get(pk=before["seq"])
    assert after["answered_at"].year > 2000
    assert {name for name in after if after[name] != before[name]} == {"state", "answered_at"}


def test_forms_filled_like_that_are_taken(town: Town) -> None:
    """Otherwise the test above would look at refusals alone."""
    client, url = proved_people(town, ["owner"])["owner"], town.url("portal:profile")
    (fields,) = filled(client, url)
    assert client.post(url, {**ATTACK, **fields}).status_code == 302
    town.users["owner"].refresh_from_db()
    assert town.users["owner"].display_name == "Lipowa"


def test_the_comparison_sees_a_right_that_was_taken(town: Town) -> None:
    before = kept()
    AccountAccess.objects.filter(level="view").update(level="act")
    assert stolen(before, kept()) == "accesses"
    Ticket.objects.filter(account_no="100245").update(account_no="200")
    assert stolen(before, kept()) == "accesses, tickets"
    User.objects.create(email="thief@example.org", is_staff=True)
    assert stolen(before, kept()) == "accesses, people, tickets"
