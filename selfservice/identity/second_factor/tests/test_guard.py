"""The guard of the office: no way in without a second factor."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, Role
from selfservice.identity.second_factor import policy
from selfservice.identity.second_factor.guards import second_factor_guard
from selfservice.identity.second_factor.tests.factories import sign_in_verified, with_factor
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db
BASE = "/en/accounts/second-factor/"


def request_of(client: Client, zone: str) -> HttpRequest:
    request = client.get(BASE).wsgi_request
    request.zone = SimpleNamespace(name=zone)  # type: ignore[attr-defined]
    request.path = "/en/somewhere/"
    return request


def without_factor(role: Role) -> Any:
    user = person(role)
    user.otp_device.delete()
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("zone", ["staff", "field", "cms"])
def test_whoever_enters_an_office_zone_without_a_factor_is_led_to_set_one_up(
    client: Client, zone: str
) -> None:
    client.force_login(without_factor(Role.CLERK))
    answer = second_factor_guard(request_of(client, zone))
    assert answer
    assert answer["Location"].startswith(f"{BASE}set-up/?next=")


def test_a_session_that_began_without_the_code_is_led_to_give_it(client: Client) -> None:
    clerk = without_factor(Role.CLERK)
    client.force_login(clerk)
    with_factor(clerk)
    answer = second_factor_guard(request_of(client, "staff"))
    assert answer
    assert answer["Location"].startswith(f"{BASE}confirm/?next=")


def test_a_verified_session_passes(client: Client) -> None:
    sign_in_verified(client, person(Role.CLERK))
    assert second_factor_guard(request_of(client, "staff")) is None


def test_a_factor_removed_meanwhile_closes_open_sessions(client: Client) -> None:
    device = sign_in_verified(client, person(Role.CLERK))
    device.delete()
    assert second_factor_guard(request_of(client, "staff")) is not None


@pytest.mark.few(4)
@pytest.mark.parametrize("role", GROUP_NAMES)
def test_office_people_need_it_in_the_portal_too_and_customers_do_not(client: Client, role: Role) -> None:
    client.force_login(without_factor(role))
    assert second_factor_guard(request_of(client, "portal")) is not None
    client.force_login(UserFactory.create())
    assert second_factor_guard(request_of(client, "portal")) is None


def test_a_site_may_demand_it_of_customers(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_FOR_CUSTOMERS = True
    client.force_login(UserFactory.create())
    assert second_factor_guard(request_of(client, "portal")) is not None


def test_the_guard_costs_customers_no_query(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(UserFactory.create())
    request = request_of(client, "portal")
    assert request.user.is_authenticated
    with django_assert_num_queries(0):
        second_factor_guard(request)


@pytest.mark.parametrize("role", Role)
def test_editors_count_as_office(role: Role) -> None:
    assert policy.is_demanded_of(person(role)) is (role != Role.CUSTOMER)
    assert bool(policy.trust_days(person(role))) is (role == Role.CUSTOMER)
