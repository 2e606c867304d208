"""Ways of writing code that have let strangers in elsewhere do not stand in this repository."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_repository import templates
from tree import ROOT, repository_files

UNTRUSTED = {"GET", "POST", "data", "query_params", "headers", "COOKIES", "META"}
# Places that put together SQL from names of our own tables, never from anything typed; each says so.
OWN_SQL = {
    "selfservice/exchange/loading",
    "selfservice/exchange/management",
    "site/ebok/audit/protection.py",
    "site/benchmarks",
}


# Help texts of fields come from our own code and carry links and lists.
UNESCAPED = {"templates/components/_field_notes.html"}
NOT_SERVED = {"tests", "migrations"}


def sources() -> list[Path]:
    return [path for path in repository_files("*.py") if not NOT_SERVED & set(path.parts)]


def faults(code: str) -> Iterator[str]:
    """What is banned in this code, one line each."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            yield from _faults_of_call(node)


def _faults_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for keyword in call.keywords:
        if keyword.arg is None and _is_untrusted(keyword.value):
            yield f"line {call.lineno}: **{ast.unparse(keyword.value)} lets a stranger name the fields"
    if name in {"RawSQL", "extra"} or (name == "raw" and isinstance(call.func, ast.Attribute)):
        yield f"line {call.lineno}: {name}() goes around the query compiler"
    if name in {"eval", "exec"} or ast.unparse(call.func) in {"pickle.loads", "yaml.load"}:
        yield f"line {call.lineno}: {name}()"
    if name in {"execute", "executemany"} and call.args and _is_put_together(call.args[0]):
        yield f"line {call.lineno}: SQL put together from text"


def _is_untrusted(value: ast.expr) -> bool:
    text = ast.unparse(value)
    return any(re.search(rf"request\.{name}\b", text) for name in UNTRUSTED)


def _is_put_together(argument: ast.expr) -> bool:
    is_format = isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
    return is_format or isinstance(argument, ast.JoinedStr | ast.BinOp)


def test_no_banned_way_of_writing_stands_in_the_code() -> None:
    found = []
    for path in sources():
        own_sql = path.as_posix().startswith(tuple(OWN_SQL))
        for fault in faults((ROOT / path).read_text(encoding="utf-8")):
            if not (own_sql and "SQL" in fault):
                found.append(f"{path} {fault}")
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        "Invoice.objects.filter(**request.GET)",
        "Invoice.objects.filter(**request.POST.dict())",
        "Model(**self.request.query_params.dict())",
        "rows.extra(where=['x'])",
        "rows.annotate(x=RawSQL('x', []))",
        "Model.objects.raw(text)",
        "cursor.execute(f'SELECT {name}')",
        "cursor.execute('SELECT %s' % name)",
        "cursor.execute('SELECT {}'.format(name))",
        "pickle.loads(body)",
        "eval(text)",
    ],
)
def test_the_search_finds_what_is_banned(bad: str) -> None:
    assert list(faults(bad))


def test_templates_switch_escaping_off_only_for_plain_text_letters() -> None:
    loose = [
        path.as_posix()
        for path in templates()
        if re.search(r"\|\s*safe\b|autoescape off", (ROOT / path).read_text(encoding="utf-8"))
        and path.suffix == ".html"
    ]
    assert set(loose) == UNESCAPED
