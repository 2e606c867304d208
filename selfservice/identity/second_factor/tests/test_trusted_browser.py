"""A trusted browser is not asked for a code, until the trust ends."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor import trust
from selfservice.identity.second_factor.models import TrustedDevice
from selfservice.identity.second_factor.tasks import tidy
from selfservice.identity.second_factor.tests.factories import code, with_factor
from selfservice.identity.second_factor.tests.test_sign_in import STEP, give_password, is_signed_in
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db


def trusted_client(user: User) -> Client:
    client = Client(headers={"user-agent": "A browser"})
    give_password(client, user)
    client.post(STEP, {"code": code(), "trust": "on"})
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    return client


def test_it_is_not_asked_again_and_counts_as_verified(user: User) -> None:
    client = trusted_client(user)
    give_password(client, user)
    assert is_signed_in(client)
    assert client.get("/en/accounts/second-factor/").wsgi_request.user.is_verified()
    assert TrustedDevice.objects.get().last_used_at is not None


def test_without_the_wish_it_is_asked_every_time(client: Client, user: User) -> None:
    give_password(client, user)
    client.post(STEP, {"code": code()})
    assert not TrustedDevice.objects.exists()


def test_trust_taken_back_ends_at_once(user: User) -> None:
    client = trusted_client(user)
    trust.forget(user=user, device_id=TrustedDevice.objects.get().pk)
    assert give_password(client, user)["Location"] == STEP


def test_a_changed_password_ends_all_trust(user: User) -> None:
    client = trusted_client(user)
    give_password(client, user)
    client.post(
        "/en/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "zielony most przy lesie",
            "password2": "zielony most przy lesie",
        },
    )
    assert not trust.current(user).exists()


def test_trust_ends_by_itself(user: User) -> None:
    client = trusted_client(user)
    device = TrustedDevice.objects.get()
    TrustedDevice.objects.update(
        created_at=device.created_at.replace(year=2025), expires_at=device.created_at
    )
    assert give_password(client, user)["Location"] == STEP


def test_a_forged_or_foreign_cookie_is_no_trust(user: User) -> None:
    client = trusted_client(user)
    name = trust.cookie_name(user)
    good = client.cookies[name].value
    for forged in (good[:-2] + "xx", good.split(":")[0], "nonsense"):
        client.cookies[name] = forged
        assert give_password(client, user)["Location"] == STEP
    other = UserFactory.create()
    with_factor(other)
    client.cookies[trust.cookie_name(other)] = good
    assert give_password(client, other)["Location"] == STEP


def test_the_cookie_is_out_of_reach_of_scripts_and_bound_to_the_host(user: User, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert trust.cookie_name(user).startswith("__Host-")
    settings.SESSION_COOKIE_SECURE = False
    cookie = trusted_client(user).cookies[trust.cookie_name(user)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_the_database_holds_no_usable_secret(user: User) -> None:
    client = trusted_client(user)
    secret = client.cookies[trust.cookie_name(user)].value.split(":")[0]
    assert TrustedDevice.objects.get().digest not in {secret, ""}


@pytest.mark.parametrize("role", [Role.CLERK, Role.EDITOR, Role.MODERATOR])
def test_office_people_are_asked_every_time(client: Client, role: Role) -> None:
    user = person(role)
    give_password(client, user)
    assert b'name="trust"' not in client.get(STEP).content
    client.post(STEP, {"code": code(), "trust": "on"})
    assert not TrustedDevice.objects.exists()


def test_a_position_given_later_ends_the_trust(user: User) -> None:
    client = trusted_client(user)
    user.groups.add(person(Role.EDITOR).groups.get())
    assert give_password(client, user)["Location"] == STEP
    assert not is_signed_in(client)


def test_what_is_trusted_no_more_is_forgotten_and_nothing_else(user: User) -> None:
    client = trusted_client(user)
    kept = TrustedDevice.objects.get()
    for number, change in enumerate(({"revoked_at": kept.created_at}, {"expires_at": kept.created_at})):
        past = {"created_at": kept.created_at.replace(year=2025), "expires_at": kept.expires_at, **change}
        TrustedDevice.objects.create(user=user, digest=str(number), **past)
    tidy()
    assert list(TrustedDevice.objects.all()) == [kept]
    assert give_password(client, user)["Location"] != STEP
