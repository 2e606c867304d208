"""A form changes what it shows and nothing else, whatever else is posted with it (check 19)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from access_matrix.expecting import TAKEN
from access_matrix.town import MATRIX, Town
from django import forms
from django.contrib.auth.models import Group

import documents
import selfservice
from selfservice.access.models import AccountAccess
from selfservice.identity.models import User

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


def rights() -> tuple[list[object], list[object]]:
    people = User.objects.order_by("pk").values_list("pk", "is_staff", "is_superuser", "is_demo", "email")
    accesses = AccountAccess.objects.order_by("pk").values_list(
        "pk", "user_id", "account_no", "role", "level", "expires_at"
    )
    return list(people), [*accesses, *Group.user_set.through.objects.order_by("pk").values_list()]


@pytest.mark.parametrize("name", [name for name, line in MATRIX.items() if TAKEN in line.post.values()])
def test_no_form_gives_rights_that_it_does_not_show(town: Town, name: str) -> None:
    before = rights()
    for persona in ("anonymous", "owner", "delegate"):
        town.clients[persona].post(town.url(name), ATTACK)
    assert rights() == before


def test_the_comparison_sees_a_right_that_was_taken() -> None:
    before = rights()
    User.objects.create(email="thief@example.org", is_staff=True)
    assert rights() != before
