"""Only methods with a meaning reach a view."""

from __future__ import annotations

import pytest
from django.test import Client

from ebok.core.methods import MACHINES, methods_of


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "FOO"])
@pytest.mark.parametrize("path", ["/en/accounts/login/", "/health/live", "/no-such-page/"])
def test_pages_know_no_other_method(client: Client, method: str, path: str) -> None:
    answer = client.generic(method, path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert "Content-Security-Policy" in answer


def test_programs_may_change_and_remove_but_not_trace(client: Client) -> None:
    assert client.generic("TRACE", "/api/v1/content/pages/").status_code == 405
    assert methods_of("/api/v1/no-such-thing/") == methods_of("/cms/pages/") == MACHINES
