"""The client's true network address, whatever the headers claim."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# One household or one server gets at least a /64 of IPv6; single addresses in it cost nothing.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The address of whoever stands in front of our outermost trusted proxy.

    Each of `TRUSTED_PROXY_COUNT` proxies appends the address it saw to `X-Forwarded-For`, so the
    client is that many places from the end; everything further left is the client's own claim.

    Returns an empty string when the server knows no address (a Unix socket without proxies).
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXY_COUNT < 1:
        return peer
    claimed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if len(claimed) < settings.TRUSTED_PROXY_COUNT:
        return peer
    candidate = claimed[-settings.TRUSTED_PROXY_COUNT]
    try:
        return str(ip_address(candidate))
    except ValueError:
        return peer


def neighbourhood(address: str) -> str:
    """What limits count by: an IPv4 address itself, of an IPv6 address its network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, IPV6_PREFIX), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
