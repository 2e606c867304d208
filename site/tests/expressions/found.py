"""Every regular expression that the site runs: in its code, in its routes, in nginx' configuration."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLResolver, get_resolver
from tree import ROOT, repository_files

SERVED = ("site/ebok/", "cms_pages/", "documents/", "selfservice/")
NOT_SERVED = {"tests", "migrations"}
# Functions of `re`, and the place of their flags.
FUNCTIONS = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "findall": 2, "finditer": 2}
FUNCTIONS |= {"split": 3, "sub": 4, "subn": 4}
CALLS = {"RegexValidator", "RegexField", "re_path"}
ANCHORED = {"match", "fullmatch"}
NGINX = ("site/deploy/nginx/ebok.conf", "site/deploy/nginx/ebok-site.conf")
NGINX_EXPRESSION = re.compile(r"""^(?:\s*"~(\*?)(.+?)" |location ~(\*?) (\S+) )""", re.MULTILINE)


LONGEST = 100_000
LONGEST_ADDRESS = 4_094  # `limit_request_line` of gunicorn
LONGEST_HEADER = 8_192  # `large_client_header_buffers` of nginx


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression, where it stands, and how it is used.

    Parameters:
        ways: of "match", "search" and "fullmatch".
        longest: characters of the longest text that can reach it.
    """

    where: str
    pattern: str | bytes
    flags: int
    ways: frozenset[str]
    longest: int = LONGEST


@dataclass(frozen=True, slots=True)
class Place:
    path: Path
    line: int
    source: ast.expr
    flags: ast.expr | None
    ways: frozenset[str]


def in_code() -> Iterator[Expression]:
    """Expressions of our modules, each with its value; those made while running stand in `made_later`."""
    for place in _places():
        known = _read(place)
        if known is not None:
            pattern, flags = known
            yield Expression(f"{place.path}:{place.line}", pattern, int(flags or 0), place.ways)


def made_later() -> dict[str, int]:
    """How many expressions of a module are put together from what is only known while it runs."""
    count: defaultdict[str, int] = defaultdict(int)
    for place in _places():
        if _read(place) is None:
            count[place.path.as_posix()] += 1
    return dict(count)


def hidden() -> list[str]:
    """Imports of `re` under another name, or of another engine: `in_code` would not see their expressions."""
    found = []
    for path, tree in _trees():
        for node in ast.walk(tree):
            strange = isinstance(node, ast.ImportFrom) and node.module in {"re", "regex"}
            if isinstance(node, ast.Import):
                strange = any(
                    each.name == "regex" or (each.name == "re" and each.asname) for each in node.names
                )
            if strange:
                found.append(f"{path}:{node.lineno}")
    return found


def in_routes() -> Iterator[Expression]:
    """The expressions by which addresses are found, those of libraries too."""
    yield from _of_resolver(get_resolver().url_patterns, "")


def _of_resolver(patterns: list[Any], before: str) -> Iterator[Expression]:
    for entry in patterns:
        regex = entry.pattern.regex
        where = f"{before}{entry.pattern}"
        flags = regex.flags & ~re.UNICODE
        yield Expression(where, regex.pattern, flags, frozenset({"search"}), LONGEST_ADDRESS)
        if isinstance(entry, URLResolver):
            yield from _of_resolver(entry.url_patterns, where)


def in_nginx() -> Iterator[Expression]:
    """The expressions of nginx' templates."""
    for name in NGINX:
        for first, pattern, second, place in NGINX_EXPRESSION.findall((ROOT / name).read_text()):
            flags = re.IGNORECASE if first or second else 0
            text = (pattern or place).replace("(?<", "(?P<")
            yield Expression(f"{name}: {text}", text, int(flags), frozenset({"search"}), LONGEST_HEADER)


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    paths = [path for path in repository_files("*.py") if path.as_posix().startswith(SERVED)]
    return [
        (path, ast.parse((ROOT / path).read_text(encoding="utf-8")))
        for path in paths
        if not NOT_SERVED & set(path.parts)
    ]


@cache
def _places() -> list[Place]:
    used = _methods_used()
    return [place for path, tree in _trees() for place in places(tree, path=path, used=used)]


def places(tree: ast.Module, *, path: Path, used: dict[str, set[str]]) -> Iterator[Place]:
    """Where a module writes an expression.

    Parameters:
        used: names of compiled expressions, with the methods that are called on them.
    """
    names = {
        id(node.value): _name(node.targets[0]) for node in ast.walk(tree) if isinstance(node, ast.Assign)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = names.get(id(node))
            yield from _of_call(node, path, used[name] if name and name in used else set())
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == "regex":  # a converter of addresses
            yield Place(path, node.lineno, node.value, None, frozenset({"search"}))


def _of_call(call: ast.Call, path: Path, methods: set[str]) -> Iterator[Place]:
    for keyword in call.keywords:
        if (keyword.arg or "").endswith("regex"):
            yield Place(path, call.lineno, keyword.value, None, frozenset({"search"}))
    name = _name(call.func)
    if name in CALLS and call.args:
        yield Place(path, call.lineno, call.args[0], None, frozenset({"search"}))
    of_re = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "re"
    if not of_re or name not in FUNCTIONS:
        return
    given = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    given += call.args[FUNCTIONS[name] : FUNCTIONS[name] + 1]
    ways = {way if way in ANCHORED else "search" for way in (methods if name == "compile" else {name})}
    yield Place(
        path,
        call.lineno,
        call.args[0],
        given[0] if given else None,
        frozenset(ways or {"search", *ANCHORED}),
    )


def _methods_used() -> dict[str, set[str]]:
    """Methods of expressions by the name they are called on, anywhere in our code."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    for _path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in FUNCTIONS:
                used[_name(node.value)].add(node.attr)
    return used


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _read(place: Place) -> tuple[Any, Any] | None:
    """Pattern and flags; None when one of them is known only while the code runs."""
    try:
        return _value(place, place.source), _value(place, place.flags)
    except NameError:
        return None


def _value(place: Place, source: ast.expr | None) -> Any:
    """What an expression of Python is worth in its module.

    Raises:
        NameError: it names what only exists inside a function.
    """
    if source is None:
        return None
    module = import_module(".".join(place.path.with_suffix("").parts).removeprefix("site."))
    # Our own source, as it stands in the repository.
    return eval(compile(ast.Expression(source), str(place.path), "eval"), dict(vars(module)))  # noqa: S307
