"""Zones of the office that are open inside certain networks only; elsewhere they are not there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import Http404, HttpRequest

from ebok.core.addresses import client_address

Network = IPv4Network | IPv6Network
# Zone of the map of the site -> setting with its list of networks; empty means everywhere.
SETTINGS = {"staff": "STAFF_NETWORKS", "field": "FIELD_NETWORKS", "cms": "CMS_NETWORKS"}


def refuse_outside(request: HttpRequest) -> None:
    """Called by a zone's guard before anything else, so that outsiders do not even see a sign-in.

    Raises:
        Http404: the zone is limited to networks and the client's true address is in none of them.
    """
    zone = getattr(request, "zone", None)
    networks = networks_of(zone.name) if zone is not None else ()
    if networks and not is_inside(client_address(request), networks=networks):
        raise Http404


def networks_of(zone: str) -> tuple[Network, ...]:
    """The networks that a zone is limited to; empty when it is limited to none."""
    name = SETTINGS.get(zone)
    return _parsed(tuple(getattr(settings, name))) if name else ()


def is_inside(address: str, *, networks: Sequence[Network]) -> bool:
    """Is an address in one of the networks? What is no address is in none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in networks)


@lru_cache(maxsize=16)
def _parsed(networks: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text.strip(), strict=False) for text in networks)


@register(Tags.security)
def networks_are_networks(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """A misspelt network would close a zone to everybody, or open it: nothing starts with one."""
    problems: list[CheckMessage] = []
    for name in SETTINGS.values():
        try:
            _parsed(tuple(getattr(settings, name)))
        except ValueError as error:
            hint = f"Set {name} to networks separated by commas, such as 10.0.0.0/8,2001:db8::/32."
            problems.append(Error(f"{name}: {error}.", hint=hint, id="identity.E002"))
    return problems
