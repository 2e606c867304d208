"""Runs the benchmarks of this folder, prints a table and fails on a broken ratio.

.venv/bin/python site/benchmarks/run.py [--size S|M|L] [NAME ...]
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from measuring import SIZES, Figure, NotMeasured

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def names() -> list[str]:
    """The benchmarks there are: modules with a `measure` function."""
    modules = sorted(path for path in HERE.glob("*.py") if path.stem not in {"run", "measuring"})
    return [path.stem for path in modules if "\ndef measure(" in path.read_text(encoding="utf-8")]


def measured(name: str, size: str) -> list[Figure]:
    """The figures of one benchmark, taken in an empty folder that is removed afterwards.

    Raises:
        NotMeasured: this machine lacks something.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"ebok-bench-{name}-"))
    try:
        figures: list[Figure] = importlib.import_module(name).measure(size=size, folder=folder)
        return figures
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def line(figure: Figure) -> str:
    """One line of the table."""
    text = f"  {figure.name:<58} {figure.value:>12,.2f} {figure.unit:<11}"
    if figure.ratio is not None:
        text += f" {figure.ratio:>8.2f} x {figure.limit_name} ({figure.limit:,.2f})"
    if figure.goal is not None:
        text += f", {figure.rule} {figure.goal:g}"
    return text + ("   BROKEN" if figure.broken else "")


def store(*, size: str, results: dict[str, list[Figure]], left_out: dict[str, str]) -> Path:
    """Write everything to `var/bench.json`, for comparison over time."""
    folder = Path(os.environ.get("VAR_DIR", ROOT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "size": size,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "not_measured": left_out,
        "figures": {
            name: [asdict(figure) | {"ratio": figure.ratio, "broken": figure.broken} for figure in figures]
            for name, figures in results.items()
        },
    }
    path = folder / "bench.json"
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def main() -> int:
    """Measure what was asked for; 1 when a ratio is broken."""
    parser = argparse.ArgumentParser(description="Speed and memory as ratios to a limit of the same run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(names())}")
    parser.add_argument("--size", choices=SIZES, default="S", help="customer accounts: 1 k, 100 k, 1 M")
    options = parser.parse_args()
    if unknown := set(options.names) - set(names()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    results: dict[str, list[Figure]] = {}
    left_out: dict[str, str] = {}
    for name in options.names or names():
        print(name, flush=True)
        try:
            results[name] = measured(name, options.size)
        except NotMeasured as reason:
            left_out[name] = str(reason)
            print(f"  not measured: {reason}", flush=True)
            continue
        print(*map(line, results[name]), sep="\n", flush=True)
    path = store(size=options.size, results=results, left_out=left_out)
    broken = [figure.name for figures in results.values() for figure in figures if figure.broken]
    print(f"\n{sum(map(len, results.values()))} figures, {len(broken)} broken; written to {path}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
