"""Every answer of every zone carries the headers that keep strangers' code out."""

from __future__ import annotations

import pytest
from access_matrix.town import Town

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PAGES = [
    ("anonymous", "/en/accounts/login/"),
    ("anonymous", "/en/no-such-page/"),
    ("anonymous", "/theme.css"),
    ("anonymous", "/health/live"),
    ("anonymous", "/api/v1/content/pages/"),
    ("anonymous", "/api/v1/no-such-thing/"),
    ("owner", "/en/portal/accounts/100245/"),
    ("owner", "/en/portal/accounts/200/"),
    ("clerk", "/en/staff/"),
    ("editor", "/cms/"),
]


def rules_of(policy: str) -> dict[str, str]:
    return dict(rule.strip().partition(" ")[::2] for rule in policy.split(";") if rule.strip())


@pytest.mark.few(2)
@pytest.mark.parametrize(("persona", "path"), PAGES)
def test_every_answer_carries_the_headers(town: Town, persona: str, path: str) -> None:
    answer = town.clients[persona].get(path)
    rules = rules_of(answer["Content-Security-Policy"])
    assert rules["object-src"] == rules["base-uri"] == "'none'"
    assert rules["frame-ancestors"] in {"'none'", "'self'"} and rules["form-action"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"] and "payment=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}


@pytest.mark.parametrize(("persona", "path"), [pair for pair in PAGES if pair[1] != "/cms/"])
def test_no_page_outside_the_cms_may_run_inline_code(town: Town, persona: str, path: str) -> None:
    policy = town.clients[persona].get(path)["Content-Security-Policy"]
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert rules_of(policy)["script-src"] == rules_of(policy)["style-src"] == "'self'"
    assert rules_of(policy)["frame-ancestors"] == rules_of(policy)["default-src"] == "'none'"


def test_the_cms_allows_inline_code_but_neither_eval_nor_strangers(town: Town) -> None:
    """Wagtail's editor needs it; site/docs/security.md lists where. Without need this test can go."""
    policy = town.clients["editor"].get("/cms/")["Content-Security-Policy"]
    assert "unsafe-eval" not in policy and "http" not in policy and "*" not in policy


def test_private_answers_are_never_kept(town: Town) -> None:
    for persona, path in (
        ("owner", "/en/portal/accounts/100245/"),
        ("clerk", "/en/staff/"),
        ("editor", "/cms/"),
    ):
        assert "no-store" in town.clients[persona].get(path)["Cache-Control"]


def test_a_file_is_shown_in_a_sandbox_where_nothing_runs(town: Town) -> None:
    answer = town.clients["owner"].get("/en/portal/accounts/100245/invoice-files/FV/100245.pdf")
    rules = rules_of(answer["Content-Security-Policy"])
    assert rules["default-src"] == "'none'" and "sandbox" in rules
    assert answer["X-Content-Type-Options"] == "nosniff"
