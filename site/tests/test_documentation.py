"""What is documented is what there is."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
from pathlib import Path

import pytest

from ebok.core.health import probes
from ebok.settings.background import SCHEDULE
from ebok.urls import ZONES
from selfservice.zones.staff.words import ALARMS

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


def test_every_target_of_make_stands_among_the_commands() -> None:
    listed = {name.split()[-1] for name in rows_of("site/docs/development.md", "Commands")}
    assert listed == {name for name, _ in TARGET.findall((ROOT / "Makefile").read_text())} - {"help"}


def rows_of(page: str, heading: str) -> dict[str, str]:
    """First and second cell of the rows of the tables under a heading."""
    text = (ROOT / page).read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
    return {name.strip().strip("`"): second.strip() for name, second in cells}


def test_every_probe_is_explained() -> None:
    explained = set(rows_of("site/docs/operations.md", "Health"))
    assert explained - {"/health/live", "/health/ready"} == {probe.name for probe in probes()}


def test_all_periodic_work_is_listed_with_its_interval() -> None:
    listed = rows_of("site/docs/operations.md", "Background work")
    lengths = {"s": 1, "min": 60, "h": 3600}
    told = {name: text.split() for name, text in listed.items() if re.fullmatch(r"\d+ (s|min|h)", text)}
    seconds = {name: int(number) * lengths[unit] for name, (number, unit) in told.items()}
    assert seconds == {name: interval for name, (_task, interval) in SCHEDULE.items()}


def test_every_zone_has_its_row() -> None:
    assert set(rows_of("site/docs/security.md", "Closed by default")) == {zone.name for zone in ZONES}


def test_every_alarm_is_explained_to_the_office() -> None:
    assert set(rows_of("site/docs/handbook/administrator.md", "Alarms")) == set(ALARMS)


@pytest.mark.long
def test_the_command_of_an_installation_finds_its_settings(tmp_path: Path) -> None:
    settings = tmp_path / "ebok.env"
    settings.write_text("# of a test\nDJANGO_SETTINGS_MODULE=ebok.settings.test\n")
    told = subprocess.run(
        [ROOT / "site/deploy/ebok-manage", "shell", "-v", "0", "-c", "import os; print(os.getcwd())"],
        env={"PATH": os.environ["PATH"], "EBOK_SETTINGS": str(settings), "EBOK_USER": getpass.getuser()},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(ROOT)
