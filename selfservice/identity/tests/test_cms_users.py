"""Administrators make people of the office in the CMS, without names and without passwords."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from ebok.audit.models import AuditEntry
from ebok.outbox.working import drain
from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(person(Role.ADMINISTRATOR, is_superuser=True))
    return client


def group(role: Role) -> str:
    return str(Group.objects.get_or_create(name=GROUP_NAMES[role])[0].pk)


def test_a_new_clerk_is_made_without_name_and_password_and_may_enter_the_staff_zone(
    administrator: Client,
) -> None:
    url = reverse("wagtailusers_users:add")
    form = administrator.get(url).content.decode()
    assert "first_name" not in form and "password1" not in form
    fields = {"email": "New.Clerk@Example.org", "language": "pl", "groups": [group(Role.CLERK)]}
    administrator.post(url, fields)
    clerk = User.objects.get(email="new.clerk@example.org")
    assert clerk.is_staff and not clerk.has_usable_password()
    Client().post("/en/accounts/password/reset/", {"email": clerk.email})
    drain()
    assert "/password/reset/key/" in mail.outbox[-1].body


def test_taking_the_position_away_closes_the_staff_zone(administrator: Client) -> None:
    clerk = person(Role.CLERK)
    url = reverse("wagtailusers_users:edit", args=[clerk.pk])
    administrator.post(url, {"email": clerk.email, "language": "en", "is_active": "on"})
    clerk.refresh_from_db()
    assert (clerk.is_staff, clerk.language, clerk.is_active) == (False, "en", True)


def test_a_changed_address_has_to_be_confirmed_anew(administrator: Client) -> None:
    clerk = UserFactory(email="old@example.org")
    url = reverse("wagtailusers_users:edit", args=[clerk.pk])
    administrator.post(url, {"email": "new@example.org", "language": "pl", "is_active": "on"})
    assert list(clerk.emailaddress_set.values_list("email", "verified")) == [("new@example.org", False)]


def test_the_list_of_people_can_be_read_and_searched(administrator: Client) -> None:
    UserFactory(email="somebody@example.org")
    url = reverse("wagtailusers_users:index")
    assert "somebody@example.org" in administrator.get(url).content.decode()
    assert "somebody@example.org" in administrator.get(url, {"q": "somebody"}).content.decode()


def test_an_editor_is_not_asked_for_a_name_and_sees_no_people(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    assert "first_name" not in client.get("/cms/account/").content.decode()
    assert "somebody@" not in client.get(reverse("wagtailusers_users:index"), follow=True).content.decode()
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302


def test_given_and_taken_rights_stand_in_the_event_log(administrator: Client) -> None:
    clerk = person(Role.CLERK)
    url = reverse("wagtailusers_users:edit", args=[clerk.pk])
    fields = {"email": clerk.email, "language": "pl", "groups": [group(Role.EDITOR)]}
    administrator.post(url, fields)
    entry = AuditEntry.objects.get(action="identity.person_changed")
    assert (entry.object_id, entry.actor_role) == (str(clerk.pk), "administrator")
    assert entry.details == {
        "added": [GROUP_NAMES[Role.EDITOR], "switched off"],
        "removed": [GROUP_NAMES[Role.CLERK]],
    }


def test_a_new_and_a_removed_person_stand_in_the_event_log(administrator: Client) -> None:
    fields = {"email": "new@example.org", "language": "pl", "groups": [group(Role.CLERK)]}
    administrator.post(reverse("wagtailusers_users:add"), fields)
    added = AuditEntry.objects.get(action="identity.person_added")
    assert added.details == {"added": [GROUP_NAMES[Role.CLERK]]}
    clerk = User.objects.get(email="new@example.org")
    administrator.post(reverse("wagtailusers_users:delete", args=[clerk.pk]))
    assert AuditEntry.objects.filter(action="identity.person_removed").count() == 1
