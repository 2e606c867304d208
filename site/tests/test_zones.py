"""Closed by default: every URL of the site belongs to a zone of the map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from ebok.core.zones import Zone, zone_of
from ebok.urls import ZONES

PUBLIC_ZONES = {"public", "accounts"}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            yield route


def test_every_url_belongs_to_a_zone() -> None:
    homeless = [route for route in routes(get_resolver().url_patterns) if zone_of(route, ZONES) is None]
    assert homeless == []


def test_only_the_named_zones_are_public() -> None:
    assert {zone.name for zone in ZONES if zone.public} == PUBLIC_ZONES
    assert all(zone.guard for zone in ZONES if not zone.public)


def test_a_zone_that_is_not_public_must_name_a_guard() -> None:
    with pytest.raises(ValueError, match="names no guard"):
        Zone(name="secret", prefix="secret/")


def test_the_longest_prefix_wins_in_both_languages() -> None:
    zones = [
        Zone(name="public", prefix="", public=True),
        Zone(name="portal", prefix="portal/", guard=lambda request: HttpResponse(status=403)),
    ]
    assert zone_of("portal/invoices/", zones) is zones[1]
    assert zone_of("en/portal/invoices/", zones) is zones[1]
    assert zone_of("portale/", zones) is zones[0]
    assert zones[1].guard is not None and zones[1].guard(RequestFactory().get("/")) is not None
