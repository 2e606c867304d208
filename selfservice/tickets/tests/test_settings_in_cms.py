"""The office sets categories and ready answers in the CMS."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.tickets.models import Category, CategoryField
from selfservice.tickets.roles import KEEPERS
from selfservice.tickets.standard import ensure_categories

pytestmark = pytest.mark.django_db

FORMSET = {"fields-TOTAL_FORMS": "1", "fields-INITIAL_FORMS": "0", "fields-MIN_NUM_FORMS": "0"}
QUESTION = {
    "fields-0-label_pl": "Jaki kolor?",
    "fields-0-key": "colour",
    "fields-0-kind": "choice",
    "fields-0-choices_pl": "czerwony\nzielony",
    "fields-0-ORDER": "1",
}


@pytest.fixture
def keeper(client: Client) -> Client:
    user: Any = person(Role.CLERK)
    user.groups.add(Group.objects.get(name=KEEPERS))
    client.force_login(user)
    return client


def test_a_category_with_a_question_is_made_and_every_change_is_a_new_version(keeper: Client) -> None:
    facts = {"title_pl": "Kolor wody", "code": "colour", "kind": "problem", "position": "5", **FORMSET}
    answer = keeper.post("/cms/snippets/tickets/category/add/", {**facts, **QUESTION, "is_active": "on"})
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    category = Category.objects.get(code="colour")
    assert (category.version, category.fields.get().choices[1]) == (1, ("1", "zielony"))
    category.save()
    assert category.version == 2


def test_a_choice_without_choices_is_refused(keeper: Client) -> None:
    facts = {"title_pl": "x", "code": "x", "kind": "problem", "position": "5", **FORMSET, **QUESTION}
    answer = keeper.post("/cms/snippets/tickets/category/add/", {**facts, "fields-0-choices_pl": "one"})
    assert answer.status_code == 200 and not Category.objects.filter(code="x").exists()


def test_a_category_is_never_deleted(keeper: Client) -> None:
    category = Category.objects.first()
    assert category is not None
    keeper.post(f"/cms/snippets/tickets/category/delete/{category.pk}/")
    assert Category.objects.filter(pk=category.pk).exists()


def test_an_editor_of_pages_does_not_set_categories(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    assert client.get("/cms/snippets/tickets/category/").status_code in {302, 403}


def test_what_the_office_changed_is_not_changed_back() -> None:
    Category.objects.filter(code="complaint").update(title_pl="Skarga", is_active=False)
    CategoryField.objects.filter(category__code="complaint").delete()
    ensure_categories()
    complaint = Category.objects.get(code="complaint")
    assert (complaint.title_pl, complaint.is_active, complaint.fields.count()) == ("Skarga", False, 0)
