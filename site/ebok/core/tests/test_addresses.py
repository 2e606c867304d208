"""The client's true address, whatever the headers claim."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from ebok.core.addresses import client_address

PEER = "10.0.0.1"
SPOOFS = {
    "HTTP_FORWARDED": "for=6.6.6.6",
    "HTTP_CF_CONNECTING_IP": "6.6.6.6",
    "HTTP_X_REAL_IP": "6.6.6.6",
    "HTTP_TRUE_CLIENT_IP": "6.6.6.6",
    "HTTP_X_FORWARDED_HOST": "6.6.6.6",
}


@pytest.mark.parametrize(
    ("proxies", "claimed", "expected"),
    [
        (0, None, PEER),
        (0, "6.6.6.6", PEER),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 7.7.7.7, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", PEER),
        (1, None, PEER),
        (1, "", PEER),
        (1, "203.0.113.7, not-an-address", PEER),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_append_counts(settings, proxies, claimed, expected) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {**SPOOFS} if claimed is None else {**SPOOFS, "HTTP_X_FORWARDED_FOR": claimed}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=PEER, **headers)) == expected
