"""How the time of an expression grows with the length of a text: a program of its own, for it may never end.

    python site/tests/expressions/growth.py < expressions.json

Reads a list of [name, pattern, is bytes, flags, ways, length of the longest text]; tells each name before
its turn, and each fault.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LENGTHS = (200, 600, 2_000, 20_000, 100_000)
FLOOR = 0.02
"""Seconds of processor time below which nothing is said about growth; the clock is too coarse there."""
MOST_GROWTH = 3.0
"""Twice the length may take up to three times as long: linear work takes two times, the square four."""


def fault_of(run: Callable[[Any], object], attack: tuple[Any, Any, Any], longest: int) -> str:
    """What is wrong with the times that an attack takes; "" when nothing is."""
    for length in (min(each, longest) for each in LENGTHS):
        whole = _seconds(run, _text(attack, length))
        if whole < FLOOR:
            continue
        half = min(_seconds(run, _text(attack, length // 2)) for _try in range(3))
        whole = min(whole, *(_seconds(run, _text(attack, length)) for _try in range(2)))
        if whole > MOST_GROWTH * half and whole >= FLOOR:
            return f"{attack!r}: {length} characters take {whole / half:.1f} times as long as half of them"
    return ""


def _text(attack: tuple[Any, Any, Any], length: int) -> Any:
    before, pump, ending = attack
    return before + pump * (length // len(pump)) + ending


def _seconds(run: Callable[[Any], object], text: Any) -> float:
    started = time.process_time()
    run(text)
    return time.process_time() - started


def _runs(compiled: Any, ways: list[str]) -> list[Callable[[Any], object]]:
    # A search goes on behind each find, as `sub` and `findall` do.
    every = {"match": compiled.match, "fullmatch": compiled.fullmatch, "search": compiled.findall}
    return [every[way] for way in ways]


def main() -> int:
    """Try all that is read, each until its first fault; faults lead to exit code 1."""
    from expressions.attacks import attacks

    faults = []
    for name, text, is_bytes, flags, ways, longest in json.load(sys.stdin):
        sys.stdout.write(f"try {name}\n")
        sys.stdout.flush()
        pattern = text.encode("latin-1") if is_bytes else text
        compiled = re.compile(pattern, flags)
        tries = product(attacks(pattern, flags), _runs(compiled, ways))
        if fault := next(filter(None, (fault_of(run, attack, longest) for attack, run in tries)), ""):
            faults.append(name)
            sys.stdout.write(f"slow {name} {fault}\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
