"""Positions of people."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models.signals import post_migrate

from ebok.audit.services import record
from selfservice.identity.roles import GROUP_NAMES, OFFICE_ROLES, Role, role_of, roles_of
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db


def test_every_position_of_the_office_has_its_group_after_a_migration() -> None:
    Group.objects.all().delete()
    identity = apps.get_app_config("identity")
    for _again in range(2):
        post_migrate.send(
            sender=identity, app_config=identity, using="default", verbosity=0, interactive=False
        )
    names = set(Group.objects.values_list("name", flat=True))
    assert {GROUP_NAMES[role] for role in OFFICE_ROLES} <= names


@pytest.mark.parametrize("role", list(Role))
def test_a_person_has_the_role_of_his_group(role: Role) -> None:
    assert role_of(person(role)) == role


def test_a_superuser_is_an_administrator() -> None:
    assert role_of(UserFactory(is_superuser=True)) == Role.ADMINISTRATOR


def test_the_highest_of_several_positions_is_named() -> None:
    user = person(Role.CLERK)
    user.groups.add(Group.objects.get_or_create(name=GROUP_NAMES[Role.MANAGER])[0])
    assert role_of(user) == Role.MANAGER
    assert roles_of(user) == {Role.CLERK, Role.MANAGER}


def test_nobody_has_no_role() -> None:
    assert (role_of(AnonymousUser()), roles_of(AnonymousUser())) == ("", frozenset())


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR, Role.CUSTOMER])
def test_the_event_log_knows_the_role_of_whoever_acts_unless_the_caller_says_it(role: Role) -> None:
    actor = person(role)
    assert record(action="access.denied", actor=actor).actor_role == role
    assert record(action="access.denied", actor=actor, actor_role="guest").actor_role == "guest"


def test_nobody_has_no_role_in_the_event_log() -> None:
    for nobody in (None, AnonymousUser()):
        assert record(action="access.denied", actor=nobody).actor_role == ""
