"""Every text that a person reads is found by the collector of texts."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from tree import ROOT, repository_files

# What Django's collector looks for by itself, and our aliases.
KNOWN = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}


def aliases() -> set[str]:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "site" / "deploy" / "messages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return set(module.ALIASES)


def names_of_gettext(code: str) -> Iterator[str]:
    """Names that a module gives to functions that translate."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from (alias.asname or alias.name for alias in node.names if "gettext" in alias.name)


def test_no_module_translates_under_a_name_that_the_collector_does_not_know() -> None:
    sources: list[Path] = [path for path in repository_files("*.py") if "tests" not in path.parts]
    strange = {
        f"{path}: {name}"
        for path in sources
        for name in names_of_gettext((ROOT / path).read_text(encoding="utf-8"))
        if name not in KNOWN | aliases()
    }
    assert strange == set()


def test_another_name_would_be_seen() -> None:
    assert list(names_of_gettext("from django.utils.translation import gettext as say")) == ["say"]
