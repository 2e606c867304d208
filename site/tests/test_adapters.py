"""Adapters are loaded by the name in settings: nobody imports one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tree import ROOT, repository_files

FAMILIES = {"channels", "gateways", "loaders"}
OPEN = {"base", "registry", "checks", "__init__", "tests"}


def is_adapter(module: str) -> bool:
    """True for a member of a family, such as "selfservice.payments.gateways.payu"."""
    parts = module.split(".")
    return any(family in FAMILIES and member not in OPEN for family, member in pairwise(parts))


def imported(source: str) -> Iterator[str]:
    """Names of all modules, and of members of modules, that the source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_family(path: Path, module: str) -> bool:
    """An adapter made of several files may import its own parts."""
    return module.startswith(".".join(path.with_suffix("").parts[:-1]))


def test_adapters_are_imported_by_nobody() -> None:
    found = [
        f"{file} imports {module}"
        for file in repository_files("*.py")
        if "tests" not in file.parts
        for module in imported((ROOT / file).read_text(encoding="utf-8"))
        if is_adapter(module) and not own_family(file, module)
    ]
    assert found == []


def test_an_import_of_an_adapter_would_be_seen() -> None:
    module = next(imported("from selfservice.payments.gateways.payu import Gateway"))
    assert is_adapter(module)
    assert not is_adapter("selfservice.payments.gateways.base.Gateway")
