"""There is one way in: Wagtail's own doors are closed."""

from __future__ import annotations

import pytest
from django.test import Client

from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
DOORS = ["/cms/login/", "/cms/password_reset/", "/_util/login/", "/en/_util/login/", "/cms/"]


@pytest.mark.parametrize("door", DOORS)
def test_a_password_given_at_another_door_signs_nobody_in(client: Client, door: str) -> None:
    user = person(Role.EDITOR)
    names = ("login", "username", "email")
    client.post(door, {**dict.fromkeys(names, user.email), "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", ["/cms/login/", "/cms/password_reset/", "/cms/"])
def test_strangers_at_the_cms_are_sent_to_the_one_sign_in_page(client: Client, door: str) -> None:
    answer = client.get(door)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.CLERK])
def test_people_who_do_not_edit_learn_nothing_of_the_cms(client: Client, role: Role) -> None:
    client.force_login(person(role))
    assert {client.get(door).status_code for door in ("/cms/", "/cms/login/", "/cms/pages/")} == {404}


def test_an_editor_finds_no_second_password_form(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    assert client.get("/cms/login/")["Location"] == "/cms/"
    assert client.get("/cms/password_reset/").status_code == 404
    page = client.get("/cms/account/").content.decode()
    assert "old_password" not in page and 'name="email-email"' not in page


def test_the_cms_signs_out_to_the_one_sign_in_page(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    answer = client.post("/cms/logout/")
    assert answer["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_an_address_cannot_be_registered_twice_in_another_case() -> None:
    UserFactory(email="maria@example.org")
    assert User.objects.get_by_natural_key("MARIA@example.org").email == "maria@example.org"
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Maria@example.org", password="!")])
