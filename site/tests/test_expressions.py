"""No text, however long and wicked, makes a regular expression of the site slow."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from expressions import found
from expressions.ambiguity import EXPONENTIAL, QUADRATIC, verdict
from expressions.found import Expression

from selfservice.exchange.contract import Column, Kind
from selfservice.exchange.loading import values

GROWTH = Path(__file__).with_name("expressions") / "growth.py"
MOST_SECONDS = 60
_DECIMALS = values.Decimals(
    Column(name="gross", kind=Kind.DECIMAL, required=True, meaning="", digits=12, decimals=2)
)
# What is only known while the site runs: an example of each, and how it is used.
MADE_LATER = {
    "selfservice/exchange/loading/values.py": [
        (re.compile("[0-9]{1,18}"), "fullmatch"),
        (_DECIMALS._canonical, "fullmatch"),
        (_DECIMALS._tolerated, "fullmatch"),
        (_DECIMALS._one, "fullmatch"),
    ]
}
# Wagtail's comparison of revisions does not begin with "^". An address is too short to make use of it.
OF_LIBRARIES = {
    "cms/snippets/documents/documenttemplate/history/(?P<pk>.+)/revisions/compare/"
    r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$ (search)"
}


def made_later() -> list[Expression]:
    return [
        Expression(
            f"{path} {pattern.pattern}", pattern.pattern, pattern.flags & ~re.UNICODE, frozenset({way})
        )
        for path, patterns in MADE_LATER.items()
        for pattern, way in patterns
    ]


def faults(expressions: Iterable[Expression]) -> dict[str, str]:
    return {
        f"{each.where} ({way})": fault
        for each in expressions
        for way in each.ways
        if (fault := verdict(each.pattern, each.flags, way=way))
    }


def test_no_expression_of_our_code_reads_a_text_in_ever_more_ways() -> None:
    expressions = list(found.in_code())
    assert len(expressions) > 35
    assert faults(expressions) == {}
    assert faults(made_later()) == {}


def test_no_route_reads_an_address_in_ever_more_ways() -> None:
    routes = {(each.pattern, each.flags): each for each in found.in_routes()}
    assert len(routes) > 200
    assert set(faults(routes.values())) == OF_LIBRARIES


def test_no_expression_of_nginx_reads_a_request_in_ever_more_ways() -> None:
    expressions = list(found.in_nginx())
    assert len(expressions) > 8
    assert faults(expressions) == {}


def test_every_expression_is_seen() -> None:
    assert found.hidden() == [], "Write `import re`, so that the expressions of this module are found."
    known = {path: len(patterns) for path, patterns in MADE_LATER.items()}
    assert found.made_later() == known, "Give an example of each of these in MADE_LATER."


@pytest.mark.parametrize(
    "line",
    [
        "X = re.compile(r'a+')",
        "re.sub(r'a+', '', text, flags=re.I)",
        "rows.filter(name__iregex=r'a+')",
        "RegexValidator(r'a+')",
        "RegexValidator(regex=r'a+')",
        "re_path(r'a+', view)",
        "class Number:\n    regex = r'a+'",
    ],
)
def test_the_walk_finds_an_expression(line: str) -> None:
    [place] = found.places(ast.parse(line), path=Path("x.py"), used={})
    assert ast.literal_eval(place.source) == "a+"


@pytest.mark.parametrize(
    ("pattern", "way", "fault"),
    [
        (r"(a+)+b", "match", EXPONENTIAL),
        (r"(a*)*b", "match", EXPONENTIAL),
        (r"(a|aa)+b", "match", EXPONENTIAL),
        (r"(\w|\d\d)*x", "match", EXPONENTIAL),
        (r"(a?b?)*c", "match", EXPONENTIAL),
        (r"^(\w+\s?)*$", "search", EXPONENTIAL),
        (r"([a-z]+[0-9]*)+!", "fullmatch", EXPONENTIAL),
        (r"(?:x+x+)+y", "match", EXPONENTIAL),
        (r"(?i:[a-z]x|Ax)*!", "fullmatch", EXPONENTIAL),
        (r"\d+\d+", "fullmatch", QUADRATIC),
        (r"a*b?a*c", "match", QUADRATIC),
        (r".*=.*;", "match", QUADRATIC),
        (r"\s+$", "search", QUADRATIC),
        (r"\s*,", "search", QUADRATIC),
        (r"<.*?>", "search", QUADRATIC),
        (r"<[^>]*>", "search", QUADRATIC),
        (r"\w{1,}\d{3,}x", "match", QUADRATIC),
        (r"(?=.*x)y", "search", QUADRATIC),
        (r"(a+)\1+b", "match", QUADRATIC),
        (rb"\x00*\x00*a", "match", QUADRATIC),
        (r"\w{0,5000}\w{0,5000}!", "match", QUADRATIC),
        # Seen elsewhere: Django CVE-2019-14232 (Truncator); made like Wagtail CVE-2024-39317 (search).
        (r"<.*?>|((?:\w[-\w]*|&.*?;)+)", "search", EXPONENTIAL),
        (r"[\w\d]+:(?:\w|\"[^\"]*\")*:?(\w+)!", "match", QUADRATIC),
    ],
)
def test_an_expression_that_can_be_made_slow_is_seen(pattern: str | bytes, way: str, fault: str) -> None:
    assert verdict(pattern, 0, way=way) == fault


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"\s+", "search"),
        (r"\w+", "search"),
        (r"\s*,", "match"),
        (r"[a-z]+(?:-[a-z]+)*", "fullmatch"),
        (r"[0-9]+\.[0-9]+", "fullmatch"),
        (r"([0-9]{1,3}+\n)*+", "fullmatch"),
        (r"^\s*x", "search"),
        (r"<![ ]*(a|b)", "search"),
        (r"(a|b)*c", "fullmatch"),
        (r"\d{1,20}\d{1,20}x", "match"),
    ],
)
def test_an_expression_that_stays_quick_is_let_through(pattern: str, way: str) -> None:
    assert verdict(pattern, 0, way=way) == ""


def tried(expressions: Iterable[Expression]) -> list[str]:
    """What the program that tries them says of slow ones; the last name when it did not end in time."""
    rows = [
        (
            each.where,
            each.pattern.decode("latin-1") if isinstance(each.pattern, bytes) else each.pattern,
            isinstance(each.pattern, bytes),
            each.flags,
            sorted(each.ways),
            each.longest,
        )
        for each in expressions
    ]
    command = [sys.executable, str(GROWTH)]
    try:
        done = subprocess.run(
            command, input=json.dumps(rows), capture_output=True, text=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        return [f"never ends: {(error.stdout or b'').decode().splitlines()[-1]}"]
    assert done.returncode in {0, 1}, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("slow ")]


@pytest.mark.long
def test_the_work_of_every_expression_grows_with_the_length_alone() -> None:
    routes = {(each.pattern, each.flags): each for each in found.in_routes()}
    assert tried([*found.in_code(), *made_later(), *found.in_nginx(), *routes.values()]) == []


@pytest.mark.long
@pytest.mark.parametrize("pattern", [r"\s+$", r"\d+\d+!", r"<[^>]*>"])
def test_a_slow_expression_is_noticed_by_its_times(pattern: str) -> None:
    bad = Expression("bad", pattern, 0, frozenset({"search"}))
    assert tried([bad]) != []


@pytest.mark.long
def test_an_endless_expression_is_ended_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "MOST_SECONDS", 2)
    assert tried([Expression("bad", r"(a|aa)+b", 0, frozenset({"match"}))]) == ["never ends: try bad"]
