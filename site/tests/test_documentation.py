"""What is documented is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Of an office; `test.py` belongs to the suite.
SETTINGS = [
    *sorted(set((ROOT / "site/ebok/settings").glob("*.py")) - {ROOT / "site/ebok/settings/test.py"}),
    ROOT / "site" / "deploy" / "gunicorn.conf.py",
]
READ = re.compile(r'(?:env\.\w+|os\.environ\.get)\(\s*"([A-Z_]+)"')
TARGET = re.compile(r"^([a-z-]+):.*## (.+)$", re.M)


def settings_read() -> set[str]:
    return {name for path in SETTINGS for name in READ.findall(path.read_text())}


def test_every_setting_is_explained() -> None:
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "site/docs/operations.md").read_text()))
    assert settings_read() - explained == set()


def test_every_explained_setting_exists() -> None:
    page = (ROOT / "site/docs/operations.md").read_text()
    table = page.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert explained - settings_read() == {"DJANGO_SETTINGS_MODULE"}


def test_every_target_of_make_has_a_sentence() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert phony
    assert {name for name, _ in TARGET.findall(makefile)} == set(phony[1].split())


@pytest.mark.parametrize("page", ["README.md", "site/docs/development.md"])
def test_every_command_that_is_named_exists(page: str) -> None:
    targets = {name for name, _ in TARGET.findall((ROOT / "Makefile").read_text())}
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", (ROOT / page).read_text(), re.M))
    assert named
    assert named - targets == set()
