"""Pages read the supplier's own tables or views as they read ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
def test_an_office_on_views_of_the_supplier_shows_its_pages(tmp_path: Path) -> None:
    """In a process of its own: whether tables are ours is decided when the settings are read."""
    environment = {**os.environ, "EXCHANGE_MANAGED": "False"}
    for name in ("DATABASE_URL", "EXCHANGE_DATABASE_URL", "PYTEST_XDIST_WORKER"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "pytest", "site/tests/suppliers_views.py", f"--output={tmp_path}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
