"""The files of this repository, with git and without."""

from __future__ import annotations

import os
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRIVATE_TO_GIT = {".git"}


def repository_files(*patterns: str) -> list[Path]:
    """Files that belong to the repository and exist, relative to its root.

    A machine that received the sources without git lists its folders instead, by the same ignore rules.

    Parameters:
        patterns: names such as `*.py`; none of them means all files.
    """
    found = _known_to_git() if shutil.which("git") and (ROOT / ".git").exists() else _found_in_folders()
    return [path for path in found if not patterns or any(fnmatch(str(path), each) for each in patterns)]


def _known_to_git() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def _found_in_folders() -> list[Path]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    found: list[Path] = []
    for folder, inner, names in os.walk(ROOT):
        place = Path(folder).relative_to(ROOT)
        inner[:] = [
            name for name in inner if name not in PRIVATE_TO_GIT and not _ignored(place / name, rules, "/")
        ]
        found += [place / name for name in names if not _ignored(place / name, rules, "")]
    return sorted(found)


def _ignored(path: Path, rules: list[str], ending: str) -> bool:
    """The plain rules this repository uses: `name/`, `/name/` at the root, `*.ending`."""
    return any(
        f"/{path}{ending}" == rule if rule.startswith("/") else fnmatch(f"{path.name}{ending}", rule)
        for rule in rules
    )
