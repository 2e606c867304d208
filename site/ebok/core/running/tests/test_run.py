"""The one command: what it refuses, what it tells."""

from __future__ import annotations

import gettext
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError

from ebok.core.management.commands import run
from ebok.core.running import steps
from ebok.core.running.translations import compile_catalogues
from ebok.core.running.welcome import Welcome, greeting


def test_a_port_in_use_is_refused_before_anything_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    class Taken:
        def __enter__(self):
            return self

        def __exit__(self, *exception):
            return None

        def setsockopt(self, *option):
            return None

        def bind(self, address):
            raise OSError(98, "Address already in use")

    monkeypatch.setattr(run.socket, "socket", lambda *kind: Taken())
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:8000: Address already in use.*PORT=8001"):
        run.refuse_a_port_in_use(host="127.0.0.1", port=8000)


def test_the_greeting_is_given_once_when_the_first_page_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, True, True])
    monkeypatch.setattr("ebok.core.running.welcome.first_page_is_there", lambda **where: next(answers))
    said: list[str] = []
    welcome = Welcome(host="127.0.0.1", port=8000, say=said.append, greeting=lambda: ["open"])
    for _ in range(3):
        welcome()
    assert said == ["open"]


@pytest.mark.parametrize("demo", [True, False])
def test_the_greeting_names_the_address_and_in_demo_mode_the_sign_ins(
    settings, monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    settings.DEMO = demo
    settings.SITE_URL = "http://localhost:8123"
    monkeypatch.setattr(
        "ebok.core.running.welcome.call_command", lambda name, stdout: stdout.write("clerk  c@x.pl\n")
    )
    lines = greeting()
    assert "eBOK is open: http://localhost:8123/" in lines
    assert ("  clerk  c@x.pl" in lines) is demo


def test_the_demo_town_is_made_in_demo_mode_only(settings) -> None:
    settings.DEMO = False
    assert [step.name for step in steps.all_steps()] == ["texts", "databases", "static"]
    settings.DEMO = True
    demo = [step.name for step in steps.all_steps()][3:]
    assert demo == [
        "demo-town",
        "demo-content",
        "demo-accounts",
        "demo-tickets",
        "demo-own-data",
    ]


def test_a_deleted_embedded_database_makes_everything_due(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sqlite = {"ENGINE": "django.db.backends.sqlite3"}
    databases = {"default": {**sqlite, "NAME": str(tmp_path / "kept.sqlite3")}}
    (tmp_path / "kept.sqlite3").touch()
    monkeypatch.setattr(steps, "settings", SimpleNamespace(DATABASES=databases))
    assert not steps.a_database_file_is_missing()
    databases["exchange"] = {**sqlite, "NAME": str(tmp_path / "deleted.sqlite3")}
    assert steps.a_database_file_is_missing()


def write_catalogue(folder: Path, text: str) -> Path:
    source = folder / "pl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, encoding="utf-8")
    return source


def test_translations_are_compiled_when_newer_and_fuzzy_ones_stay_out(tmp_path: Path) -> None:
    source = write_catalogue(
        tmp_path,
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Invoice"\nmsgstr "Faktura"\n\n#, fuzzy\nmsgid "Meter"\nmsgstr "Metr"\n',
    )
    assert compile_catalogues(locale_dir=tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as stream:
        texts = gettext.GNUTranslations(stream)
    assert texts.gettext("Invoice") == "Faktura"
    assert texts.gettext("Meter") == "Meter"
    assert compile_catalogues(locale_dir=tmp_path) == []
    os.utime(source, (time.time() + 5, time.time() + 5))
    assert compile_catalogues(locale_dir=tmp_path) == [source.with_suffix(".mo")]
