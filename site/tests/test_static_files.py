"""The style sheet is what its sources give, vendored files are as locked, nothing asks third parties."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from tree import ROOT, repository_files

DEPLOY = settings.SITE_DIR / "deploy"
STATIC = settings.SITE_DIR / "static"
TEMPLATES = sorted((settings.ROOT_DIR / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "messages" not in path.parts and "email" not in path.parts]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DEPLOY / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def heads(css: str) -> list[str]:
    """What stands outside of all braces: the heads of the outermost rules."""
    depth, outside = 0, [""]
    for letter in css:
        if letter in "{}":
            depth += 1 if letter == "{" else -1
            if depth == 0:
                outside.append("")
        elif depth == 0:
            outside[-1] += letter
    return [head.strip() for head in outside if head.strip()]


def test_the_style_sheet_is_what_its_sources_give() -> None:
    bundle = load("bundle_css")
    assert bundle.BUNDLE.read_text() == bundle.bundle(), "python site/deploy/bundle_css.py"


def test_every_source_is_in_the_style_sheet() -> None:
    bundle = load("bundle_css")
    on_disk = set(bundle.CSS.rglob("*.css")) - {bundle.BUNDLE}
    assert set(bundle.sources()) == on_disk


def test_compacting_changes_nothing_but_blanks_and_comments() -> None:
    compact = load("bundle_css").compact
    source = "/* why */\n.a {\n  color: red;\n  margin: 1px 2px;\n}\n"
    assert compact(source) == ".a{color: red;margin: 1px 2px}"


def test_every_rule_stands_in_a_layer() -> None:
    bundle = load("bundle_css")
    for path in bundle.sources():
        for head in heads(bundle.compact(path.read_text())):
            assert head.startswith(("@layer", "@font-face")), f"{path.name}, outside of a layer: {head[:80]}"


def test_vendored_files_are_as_locked() -> None:
    assert load("vendor").differences() == []


def test_a_changed_vendored_file_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = load("vendor")
    (tmp_path / "plex").mkdir()
    (tmp_path / "plex" / "plex-400.woff2").write_bytes(b"other")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    assert "plex/plex-400.woff2" in vendor.differences()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(settings.ROOT_DIR)))
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.few(4)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(settings.ROOT_DIR)))
def test_a_template_loads_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"(src|srcset|action|data)=[\"'](https?:)?//", path.read_text())


@pytest.mark.few(4)
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.ROOT_DIR)))
def test_a_comment_of_one_line_stays_on_one_line(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert line.count("{#") == line.count("#}"), f"Django shows this to the reader: {line}"


def test_our_files_load_nothing_from_elsewhere() -> None:
    for path in [*STATIC.glob("css/**/*.css"), *STATIC.glob("js/**/*.js")]:
        assert not re.search(r"https?:|url\([\"']?//|import\s*[\"(]", path.read_text()), path


def test_every_icon_is_drawn_somewhere() -> None:
    named = re.compile(r"[\"']([a-z0-9-]+)[\"']")
    sources = [*repository_files("templates/*.html"), *repository_files("*.py")]
    words = {word for path in sources for word in named.findall((ROOT / path).read_text(encoding="utf-8"))}
    icons = {Path(path).stem for path in repository_files("site/static/vendor/lucide/*.svg")}
    assert icons
    assert sorted(icons - words) == []
