"""Behind one proxy the client's address is the one nginx saw, whatever the client claims."""

from __future__ import annotations

import pytest
from browser import Browser
from towns import Town

pytestmark = pytest.mark.services
FORGED = "203.0.113.99"


def addresses_of_failures(town: Town) -> list[str]:
    told = town.manage(
        "shell",
        "--no-imports",
        "-c",
        "from ebok.audit.models import AuditEntry as Entry\n"
        "print(*Entry.objects.filter(action='identity.sign_in_failed').values_list('address', flat=True))",
    )
    return told.split()


@pytest.mark.parametrize(
    "claim", ["X_Forwarded_For", "X_Real_IP", "Forwarded", "CF_Connecting_IP", "X_Cluster_Client_IP"]
)
def test_a_forged_header_changes_nothing(town: Town, stranger: Browser, claim: str) -> None:
    value = f"for={FORGED}" if claim == "Forwarded" else FORGED
    before = len(addresses_of_failures(town))
    stranger.post("/accounts/login/", {"login": "nobody@example.pl", "password": "wrong"}, **{claim: value})
    addresses = addresses_of_failures(town)
    assert len(addresses) == before + 1
    assert set(addresses) == {"127.0.0.1"}
