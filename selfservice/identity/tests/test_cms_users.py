"""Administrators make people of the office in the CMS, without names and without passwords."""

from __future__ import annotations

from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from ebok.outbox.working import drain
from selfservice.identity.devices.models import OpenSession
from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, Role
from selfservice.identity.second_factor import removals, trust
from selfservice.identity.second_factor.tests.factories import note_code
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def administrator(client: Client) -> Client:
    user = person(Role.ADMINISTRATOR, is_superuser=True)
    client.force_login(user)
    note_code(client, user)
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
    clerk = person(Role.CLERK, email="old@example.org")
    url = reverse("wagtailusers_users:edit", args=[clerk.pk])
    administrator.post(url, {"email": "new@example.org", "language": "pl", "is_active": "on"})
    assert list(clerk.emailaddress_set.values_list("email", "verified")) == [("new@example.org", False)]


def test_the_list_of_people_can_be_read_and_searched(administrator: Client) -> None:
    person(Role.CLERK, email="somebody@example.org")
    url = reverse("wagtailusers_users:index")
    assert "somebody@example.org" in administrator.get(url).content.decode()
    assert "somebody@example.org" in administrator.get(url, {"q": "somebody"}).content.decode()


@pytest.mark.long
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


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_done_to_many_people_at_once(administrator: Client, action: str, method: str) -> None:
    clerk = person(Role.CLERK)
    url = f"/cms/bulk/identity/user/{action}/?id={clerk.pk}"
    sent = {"role": group(Role.MANAGER), "mark_as_active": ""}
    assert (
        getattr(administrator, method)(url, sent if method == "post" else {"id": clerk.pk}).status_code == 404
    )
    clerk.refresh_from_db()
    assert clerk.is_active and [each.name for each in clerk.groups.all()] == [GROUP_NAMES[Role.CLERK]]


def test_the_list_offers_no_acts_on_many_people(administrator: Client) -> None:
    person(Role.CLERK, email="somebody@example.org")
    page = administrator.get(reverse("wagtailusers_users:index")).content.decode()
    assert "somebody@example.org" in page and "bulk-action-checkbox" not in page


def grave_pages(user: User) -> list[str]:
    known = Group.objects.get_or_create(name="Helpers")[0].pk
    people, groups = "wagtailusers_users", "wagtailusers_groups"
    return [
        reverse(f"{people}:add"),
        reverse(f"{people}:edit", args=[user.pk]),
        reverse(f"{people}:delete", args=[user.pk]),
        reverse(f"{groups}:add"),
        reverse(f"{groups}:edit", args=[known]),
        reverse(f"{groups}:delete", args=[known]),
    ]


@pytest.mark.long
@pytest.mark.parametrize("method", ["get", "post"])
def test_rights_are_given_and_taken_with_a_fresh_proof_alone(client: Client, method: str) -> None:
    user, clerk = person(Role.ADMINISTRATOR, is_superuser=True), person(Role.CLERK)
    client.force_login(user)
    note_code(client, user, seconds_ago=301)
    for page in grave_pages(clerk):
        answer = getattr(client, method)(page, {"email": "taken@example.org", "language": "pl", "name": "x"})
        assert "/second-factor/confirm/?next=" in answer["Location"], page
    clerk.refresh_from_db()
    assert clerk.email != "taken@example.org" and Group.objects.filter(name="Helpers").exists()
    note_code(client, user)
    assert {client.get(page).status_code for page in grave_pages(clerk)} == {200}


def test_whoever_may_not_change_people_is_not_asked_for_a_proof(client: Client) -> None:
    client.force_login(person(Role.EDITOR))
    for page in grave_pages(person(Role.CLERK)):
        assert "confirm" not in client.get(page).get("Location", ""), page


@pytest.mark.few(2)
@pytest.mark.parametrize("view", ["edit", "delete", "history", "history_results", "usage"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_customers_are_neither_listed_nor_changed(administrator: Client, view: str, method: str) -> None:
    customer = UserFactory(email="customer@example.org")
    assert "customer@" not in administrator.get(reverse("wagtailusers_users:index")).content.decode()
    url = reverse(f"wagtailusers_users:{view}", args=[customer.pk])
    sent = {"email": "thief@example.org", "language": "pl", "is_active": "on", "groups": [group(Role.CLERK)]}
    assert getattr(administrator, method)(url, sent).status_code == 404
    customer.refresh_from_db()
    assert customer.email == "customer@example.org" and not customer.groups.exists()


def test_no_form_makes_an_administrator_of_everything(administrator: Client) -> None:
    clerk = person(Role.CLERK)
    sent = {"language": "pl", "is_active": "on", "is_superuser": "on", "groups": [group(Role.CLERK)]}
    edit = reverse("wagtailusers_users:edit", args=[clerk.pk])
    assert administrator.post(edit, {**sent, "email": clerk.email}).status_code == 302
    administrator.post(reverse("wagtailusers_users:add"), {**sent, "email": "new@example.org"})
    assert User.objects.filter(email="new@example.org").exists()
    assert User.objects.filter(is_superuser=True).count() == 1
    for page in (edit, reverse("wagtailusers_users:add")):
        assert "is_superuser" not in administrator.get(page).content.decode()


def test_an_administrator_of_everything_stays_one_when_edited(administrator: Client) -> None:
    other = person(Role.ADMINISTRATOR, is_superuser=True)
    sent = {"email": other.email, "language": "en", "is_active": "on", "groups": [group(Role.ADMINISTRATOR)]}
    administrator.post(reverse("wagtailusers_users:edit", args=[other.pk]), sent)
    other.refresh_from_db()
    assert (other.language, other.is_superuser, other.is_staff) == ("en", True, True)


def test_a_new_address_tells_the_old_one_and_ends_what_was_open(administrator: Client) -> None:
    clerk = person(Role.CLERK, email="old@example.org")
    browser = Client()
    browser.force_login(clerk)
    sent = {"language": "pl", "is_active": "on", "groups": [group(Role.CLERK)]}
    url = reverse("wagtailusers_users:edit", args=[clerk.pk])
    administrator.post(url, {**sent, "email": "old@example.org"})
    assert OpenSession.objects.filter(user=clerk).exists()
    with mock.patch.object(trust, "forget_all") as forget:
        administrator.post(url, {**sent, "email": "new@example.org"})
    assert forget.called and not OpenSession.objects.filter(user=clerk).exists()
    assert not [job for job in Job.objects.all() if "old@example.org" in str(job.payload)]
    drain()
    (letter,) = [each for each in mail.outbox if each.to == ["old@example.org"]]
    assert "administrator" in letter.body.lower()
    ended = AuditEntry.objects.filter(action="devices.sessions_ended", object_id=str(clerk.pk))
    assert [entry.reason for entry in ended] == ["new address"]


def test_addresses_of_people_never_stand_in_the_event_log(administrator: Client) -> None:
    sent = {"email": "new@example.org", "language": "pl", "groups": [group(Role.CLERK)]}
    administrator.post(reverse("wagtailusers_users:add"), sent)
    new = User.objects.get(email="new@example.org")
    url = reverse("wagtailusers_users:edit", args=[new.pk])
    administrator.post(url, {**sent, "is_active": "on", "language": "en"})
    administrator.post(reverse("wagtailusers_users:delete", args=[new.pk]))
    entries = list(AuditEntry.objects.all())
    assert "content.edited" in {entry.action for entry in entries}
    assert not [entry.action for entry in entries if "new@example.org" in str(entry.details)]


def test_who_left_traces_in_the_ledgers_is_switched_off_and_not_deleted(administrator: Client) -> None:
    clerk, customer = person(Role.CLERK), UserFactory()
    removals.FactorRemovalRequest.objects.create(
        user=customer, asked_by=clerk, asked_at=timezone.now(), reason="x"
    )
    answer = administrator.post(reverse("wagtailusers_users:delete", args=[clerk.pk]), follow=True)
    assert answer.status_code == 200 and User.objects.filter(pk=clerk.pk).exists()
    assert "logowania nie można usunąć" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="identity.person_removed").exists()
