"""Where somebody signed in from, in words. No third party is asked, so a network is all that is known."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.utils.translation import gettext as _

# Networks of houses and offices (RFC 1918, RFC 4193) and the machine itself.
INTERNAL = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128"))
)
# Providers change the end of a household's address; the network in front of it stays for long.
NETWORK_BITS = {4: 24, 6: 56}


def place_in_words(address: str, *, here: str) -> str:
    """`the network that you use now`, `another network (198.51.100.7)` and the like.

    Parameters:
        address: from where the session or try came.
        here: the reader's own address now.
    """
    if not address:
        return _("unknown network")
    if _network(address) and _network(address) == _network(here):
        return _("the network that you use now (%(address)s)") % {"address": address}
    if _is_internal(address):
        return _("an internal network (%(address)s)") % {"address": address}
    return _("another network (%(address)s)") % {"address": address}


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((parsed, NETWORK_BITS[parsed.version]), strict=False))


def _is_internal(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in INTERNAL)
