"""Closed by default: every URL of the site belongs to a zone of the map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation

from ebok.core.zones import Zone, closed, zone_of
from ebok.urls import PUBLIC_ROUTES, ZONES

PUBLIC_ZONES = {"public", "accounts", "guest", "schedule", "content-api", "files", "health", "styleguide"}
ADVICE = """These URLs belong to no zone, so the site answers 404 for them:
  {routes}
Mount each under the prefix of a guarded zone, or, if everybody may read it, add its route
to PUBLIC_ROUTES in site/ebok/urls.py (and make sure that nothing personal is in its answer)."""


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            yield route


def all_routes() -> list[str]:
    return list(routes(get_resolver().url_patterns))


def homeless(candidates: list[str], zones: list[Zone]) -> list[str]:
    return [route for route in candidates if zone_of(route, zones) is None]


def test_every_url_belongs_to_a_zone() -> None:
    lost = homeless(all_routes(), ZONES)
    assert not lost, ADVICE.format(routes="\n  ".join(lost))


def test_the_walk_sees_a_url_that_nobody_listed() -> None:
    assert homeless(["portal/", "forgotten/", "en/forgotten/"], ZONES) == ["forgotten/", "en/forgotten/"]


def test_every_public_route_is_still_mounted() -> None:
    mounted = {route.removeprefix("en/") for route in all_routes()}
    assert mounted >= PUBLIC_ROUTES, "Remove these from PUBLIC_ROUTES: nothing is mounted there any more."


def test_only_the_named_zones_are_public() -> None:
    assert {zone.name for zone in ZONES if zone.public} == PUBLIC_ZONES
    assert all(zone.guard for zone in ZONES if not zone.public)


def test_no_two_zones_claim_the_same_prefix_or_name() -> None:
    prefixes = [zone.prefix for zone in ZONES if zone.prefix]
    assert len(prefixes) == len(set(prefixes))
    assert len({zone.name for zone in ZONES}) == len(ZONES)


def test_a_zone_that_is_not_public_must_name_a_guard() -> None:
    with pytest.raises(ValueError, match="names no guard"):
        Zone(name="secret", prefix="secret/")


def test_no_zone_can_cover_the_whole_site() -> None:
    with pytest.raises(ValueError, match="covers nothing"):
        Zone(name="public", prefix="", public=True)


def test_a_prefix_ends_with_a_slash_so_that_portale_is_not_portal() -> None:
    with pytest.raises(ValueError, match="slash"):
        Zone(name="portal", prefix="portal", public=True)


def test_the_longest_prefix_wins_in_both_languages() -> None:
    api = Zone(name="api", prefix="api/v1/", guard=lambda request: HttpResponse(status=403))
    content = Zone(name="content", prefix="api/v1/content/", public=True)
    assert zone_of("api/v1/invoices/", [content, api]) is api
    assert zone_of("en/api/v1/content/pages/", [content, api]) is content
    assert zone_of("api/v2/", [content, api]) is None


def test_a_closed_route_answers_as_if_it_were_not_there() -> None:
    with pytest.raises(Http404):
        closed(RequestFactory().get("/_util/login/"))


@pytest.mark.parametrize("path", ["/", "/en/", "/komunikaty/", "/en/announcements/"])
def test_the_zone_of_a_real_request_is_found_in_both_languages(path: str) -> None:
    with translation.override("en" if path.startswith("/en/") else "pl"):
        zone = zone_of(resolve(path).route, ZONES)
    assert zone is not None and zone.name == "public"


def test_files_of_editors_depend_on_the_reader_so_no_cache_may_keep_them() -> None:
    zone = zone_of(resolve("/documents/1/plan.pdf").route, ZONES)
    assert zone is not None and (zone.name, zone.public, zone.personal) == ("files", True, True)
