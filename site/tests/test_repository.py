"""The habits of this repository, kept by machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tree import ROOT, repository_files

MOST_LINES = 300
# Written by tools or by others, or data: nobody reads them as source.
NOT_SOURCE = (".lock", ".po", ".svg", ".csv", ".xml", ".json", ".txt", ".md")
LETTERS = {"messages", "email"}  # mail programs know no style sheet
BINARY = (".woff2", ".ttf", ".otf", ".png", ".pdf", ".ico", ".jpg", ".webp", ".zip", ".gz", ".mo")
OWNER = re.compile(r"decisions/([a-z-]+)\.md")
DECISIONS = ROOT / "site" / "docs" / "decisions"
# The words are put together here, so that this file does not find itself.
OPEN_ENDS = re.compile(
    r"(?:#|//|/\*|<!--).*\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "HA" + "CK"]) + r")\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|tmp/ebok)/")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son(?:click|change|load|submit|input|error|focus|blur|key\w+)\s*=|javascript:",
    re.I,
)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.I | re.S)
DATA_SCRIPT = re.compile(r'type="application/(?:ld\+)?json"')


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository with its content."""
    for path in repository_files():
        if path.suffix not in BINARY:
            yield path, (ROOT / path).read_text(encoding="utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str]) -> Iterator[str]:
    """Places where the pattern stands, as "file:line: text"."""
    for path, text in texts():
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{path}:{number}: {line.strip()[:120]}"


def is_vendored(path: Path) -> bool:
    return "vendor" in path.parts or "fonts" in path.parts


def test_no_path_of_one_persons_machine_stands_in_a_file() -> None:
    assert list(lines_with(MACHINE_PATHS)) == []


def test_no_open_end_without_a_decision_record_that_owns_it() -> None:
    assert [line for line in lines_with(OPEN_ENDS) if not is_owned(line)] == []


def is_owned(line: str) -> bool:
    """Does the line name a decision record that is there?"""
    named = OWNER.search(line)
    return named is not None and (DECISIONS / f"{named[1]}.md").exists()


def test_an_owner_is_a_decision_record_that_exists() -> None:
    record = next(DECISIONS.glob("*.md")).name
    assert is_owned(f"decisions/{record}")
    assert not is_owned("decisions/no-such-record.md") and not is_owned("decisions/12")


def test_site_is_no_package() -> None:
    """Python's own module is called `site`; a package of that name would hide it."""
    assert repository_files("site/__init__.py", "site/tests/__init__.py") == []


def test_no_drawer_is_called_utils() -> None:
    drawers = {"utils.py", "helpers.py", "misc.py"}
    assert [path for path in repository_files("*.py") if path.name in drawers] == []


def test_no_source_file_outgrows_a_screenful_of_screens() -> None:
    def lines(path: Path) -> int:
        return len((ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines())

    source = [
        path
        for path in repository_files()
        if path.suffix not in NOT_SOURCE + BINARY and "migrations" not in path.parts and not is_vendored(path)
    ]
    assert [f"{path}: {lines(path)} lines" for path in source if lines(path) > MOST_LINES] == []


def templates() -> list[Path]:
    return repository_files("templates/*.html")


def test_templates_carry_no_inline_style_script_or_handler() -> None:
    """The content security policy forbids them, so they would silently do nothing."""
    faults = []
    for path in templates():
        if LETTERS & set(path.parts):
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        faults += [f"{path}: {match[0].strip()}" for match in INLINE.finditer(text)]
        faults += [
            f"{path}: inline script"
            for attributes, body in SCRIPT.findall(text)
            if body.strip() and not DATA_SCRIPT.search(attributes)
        ]
    assert faults == []


@pytest.mark.parametrize(
    "bad", ['<p style="x">', "<style>", '<a onclick="x()">', '<a href="javascript:x">', '<form onsubmit="x">']
)
def test_the_search_for_inline_code_finds_it(bad: str) -> None:
    assert INLINE.search(bad)


def test_pages_are_built_from_layouts() -> None:
    """A page extends a layout; what extends nothing is a component, a block, a partial or a letter."""
    parts = {"components", "layouts", "blocks", "admin", "wagtailadmin", "account", "allauth", *LETTERS}
    loose = [
        path
        for path in templates()
        if not parts & set(path.parts)
        and not path.name.startswith("_")
        and not re.search(r"{%\s*extends\b", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert loose == []


def test_every_request_to_the_outside_is_to_ourselves() -> None:
    """No page asks a third party for a font, a script, a picture or a frame."""
    third_party = re.compile(r'(?:src|srcset|action|data)\s*=\s*"(?:https?:)?//', re.I)
    sheet = re.compile(r"<link\b[^>]*href=\"(?:https?:)?//", re.I)
    found = [
        f"{path}: {match[0]}"
        for path in templates()
        for pattern in (third_party, sheet)
        for match in pattern.finditer((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "site/requirements-dev.txt"])
def test_every_package_is_pinned_and_says_why_it_is_here(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+ +# \S.{8,}", line)] == []


def test_systemd_starts_files_that_exist() -> None:
    units = repository_files("site/deploy/systemd/*.service")
    assert {path.stem for path in units} >= {"ebok-web", "ebok-worker", "ebok-beat"}
    for unit in units:
        named = re.findall(r"\bsite/[\w./-]+", (ROOT / unit).read_text())
        assert [path for path in named if not (ROOT / path).exists()] == []


def test_nothing_deployable_is_left_writable_or_unrunnable() -> None:
    scripts = [
        path for path in repository_files("site/deploy/*.sh") if (ROOT / path).read_text().startswith("#!")
    ]
    assert scripts
    assert [path for path in scripts if not (ROOT / path).stat().st_mode & 0o100] == []


def test_a_machine_without_git_sees_the_same_files(monkeypatch: pytest.MonkeyPatch) -> None:
    known = repository_files()
    monkeypatch.setenv("PATH", "")
    assert sorted(repository_files()) == sorted(known)
