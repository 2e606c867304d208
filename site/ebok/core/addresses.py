"""The client's true network address, whatever the headers claim."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


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
