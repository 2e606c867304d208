"""Signing in (B5): next to the hash of the password everything else is cheap, and failures look alike."""

from __future__ import annotations

import json
from pathlib import Path

from measuring import Figure
from portal_town import Town

REPEATS = {"S": 10, "M": 30, "L": 30}
HASH_SHARE = 0.85
ALIKE = 1.1


def measure(*, size: str, folder: Path) -> list[Figure]:
    """Right password, wrong password and unknown address, each beside the bare hash."""
    town = Town(folder)
    town.prepare()
    code = f"import sign_in_probe; sign_in_probe.main({REPEATS[size]})"
    taken = json.loads(town.manage("shell", "--no-imports", "-v0", "-c", code).splitlines()[-1])
    rates = {name: 1 / seconds for name, seconds in taken.items()}
    return [
        *[
            Figure(
                f"sign-in, {name}", rates[name], "per CPU second", limit=rates["hash"],
                limit_name="the hash alone", goal=HASH_SHARE,
            )
            for name in ("right", "wrong", "unknown")
        ],
        Figure(
            "sign-in, unknown address", taken["unknown"] * 1000, "ms CPU", limit=taken["wrong"] * 1000,
            limit_name="wrong password", goal=ALIKE, rule="at most",
        ),
        Figure(
            "sign-in, wrong password", taken["wrong"] * 1000, "ms CPU", limit=taken["unknown"] * 1000,
            limit_name="unknown address", goal=ALIKE, rule="at most",
        ),
    ]  # fmt: skip
