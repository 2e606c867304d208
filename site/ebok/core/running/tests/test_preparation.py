"""What has not changed is not prepared again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebok.core.running.preparation import Step, prepare
from ebok.core.running.stamps import Stamps, fingerprint_of_files


class Kitchen:
    """One step whose input is a file, and what became of it."""

    def __init__(self, folder: Path) -> None:
        self.input = folder / "input"
        self.input.write_text("one")
        self.stamps = Stamps(folder / "stamps")
        self.acts = 0
        self.broken = False
        self.said: list[str] = []

    def act(self) -> None:
        if self.broken:
            raise OSError("no space left")
        self.acts += 1

    def prepare(self) -> list[str]:
        step = Step("soup", "Cooking", lambda: fingerprint_of_files([self.input]), self.act)
        return prepare(steps=[step], stamps=self.stamps, say=self.said.append)


@pytest.fixture
def kitchen(tmp_path: Path) -> Kitchen:
    return Kitchen(tmp_path)


def test_a_first_start_prepares_and_says_so(kitchen: Kitchen) -> None:
    assert kitchen.prepare() == ["soup"]
    assert kitchen.said[0] == "Cooking ..."


def test_a_second_start_skips_what_has_not_changed(kitchen: Kitchen) -> None:
    kitchen.prepare()
    assert kitchen.prepare() == []
    assert kitchen.acts == 1


def test_a_changed_input_is_prepared_anew(kitchen: Kitchen) -> None:
    kitchen.prepare()
    kitchen.input.write_text("another length")
    assert kitchen.prepare() == ["soup"]


def test_a_step_that_failed_stays_due(kitchen: Kitchen) -> None:
    kitchen.broken = True
    with pytest.raises(OSError, match="no space"):
        kitchen.prepare()
    kitchen.broken = False
    assert kitchen.prepare() == ["soup"]


def test_forgetting_makes_everything_due(kitchen: Kitchen) -> None:
    kitchen.prepare()
    kitchen.stamps.forget_all()
    assert kitchen.prepare() == ["soup"]


def test_a_new_file_in_a_folder_changes_its_fingerprint(tmp_path: Path) -> None:
    before = fingerprint_of_files([tmp_path])
    (tmp_path / "new").touch()
    assert fingerprint_of_files([tmp_path]) != before
