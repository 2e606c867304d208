"""Office zones outside their networks are not there."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory

from selfservice.identity import networks

INSIDE, OUTSIDE = "10.1.2.3", "198.51.100.9"


def request(zone: str, address: str, **headers: str) -> HttpRequest:
    made = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    made.zone = SimpleNamespace(name=zone)  # type: ignore[attr-defined]
    return made


def is_open(zone: str, address: str, **headers: str) -> bool:
    try:
        networks.refuse_outside(request(zone, address, **headers))
    except Http404:
        return False
    return True


@pytest.mark.parametrize("zone", ["staff", "field", "cms"])
def test_a_limited_zone_is_open_inside_and_not_there_outside(zone: str, settings: Any) -> None:
    setattr(settings, networks.SETTINGS[zone], ["10.0.0.0/8", "2001:db8::/32"])
    assert is_open(zone, INSIDE)
    assert is_open(zone, "2001:db8:5::1")
    assert is_open(zone, "::ffff:10.9.9.9")
    assert not is_open(zone, OUTSIDE)
    assert not is_open(zone, "2001:db9::1")
    assert not is_open(zone, "")
    assert not is_open(zone, "unix:")


def test_an_unlimited_zone_is_open_everywhere(settings: Any) -> None:
    settings.STAFF_NETWORKS = []
    assert is_open("staff", OUTSIDE)


def test_customers_zone_is_never_limited(settings: Any) -> None:
    settings.STAFF_NETWORKS = ["10.0.0.0/8"]
    assert is_open("portal", OUTSIDE)


def test_forged_headers_do_not_move_anybody_inside(settings: Any) -> None:
    settings.STAFF_NETWORKS = ["10.0.0.0/8"]
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP"):
        assert not is_open("staff", OUTSIDE, **{header: INSIDE})
    settings.TRUSTED_PROXY_COUNT = 1
    assert not is_open("staff", "127.0.0.1", **{"X-Forwarded-For": f"{INSIDE}, {OUTSIDE}"})
    assert is_open("staff", "127.0.0.1", **{"X-Forwarded-For": f"{OUTSIDE}, {INSIDE}"})


def test_a_misspelt_network_is_said_at_the_start(settings: Any) -> None:
    settings.CMS_NETWORKS = ["10.0.0.0/33"]
    (problem,) = networks.networks_are_networks(None)
    assert problem.id == "identity.E002"
    assert "CMS_NETWORKS" in problem.msg


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "setting"), [("/en/staff/", "STAFF_NETWORKS"), ("/cms/", "CMS_NETWORKS")])
def test_outsiders_do_not_even_see_a_sign_in(path: str, setting: str, settings: Any) -> None:
    setattr(settings, setting, ["10.0.0.0/8"])
    assert Client().get(path, REMOTE_ADDR=OUTSIDE).status_code == 404
    assert "/accounts/login/" in Client().get(path, REMOTE_ADDR=INSIDE)["Location"]
