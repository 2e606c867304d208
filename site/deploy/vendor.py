"""Brings files of others into site/static/vendor, pinned: name, version, licence, SHA-256.

    python site/deploy/vendor.py           fetch the packages of vendor.json again (needs npm and uv)
    python site/deploy/vendor.py --check   compare the committed files with the lock; no network

Nothing of this is needed to run or to build the office: the files are committed.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "static" / "vendor"
LOCK = VENDOR / "lock.json"
FONTTOOLS = "fonttools[woff]==4.68.0"


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: dict[str, Any], into: Path) -> Path:
    """The unpacked package; npm itself verifies what the registry signed."""
    specifier = f"{package['name']}@{package['version']}"
    packed = subprocess.run(  # noqa: S603
        ["npm", "pack", "--silent", specifier],  # noqa: S607
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(into / packed.stdout.strip()) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def subset(source: Path, target: Path, rules: dict[str, str]) -> None:
    """Keep only the letters we write, so that a page stays within its weight."""
    command = ["uv", "tool", "run", "--from", FONTTOOLS, "pyftsubset", str(source)]
    options = [f"--unicodes={rules['unicodes']}", f"--layout-features={rules['features']}"]
    subprocess.run(  # noqa: S603
        [*command, *options, "--flavor=woff2", f"--output-file={target}"], check=True
    )


def copy(package: dict[str, Any], unpacked: Path, subsets: dict[str, Any]) -> list[Path]:
    folder = VENDOR / package["folder"]
    folder.mkdir(parents=True, exist_ok=True)
    icons = [{"from": f"icons/{name}.svg", "to": f"{name}.svg"} for name in package.get("icons", [])]
    written = []
    for file in [*package["files"], *icons]:
        source, target = unpacked / file["from"], folder / file["to"]
        if "subset" in file:
            subset(source, target, subsets[file["subset"]])
        else:
            target.write_bytes(source.read_bytes())
        written.append(target)
    return written


def update() -> None:
    plan = json.loads((HERE / "vendor.json").read_text())
    locked = []
    for package in plan["packages"]:
        with tempfile.TemporaryDirectory() as folder:
            files = copy(package, fetch(package, Path(folder)), plan["subsets"])
        sums = {str(path.relative_to(VENDOR)): checksum(path) for path in sorted(files)}
        locked.append({**{key: package[key] for key in ("name", "version", "licence")}, "files": sums})
    LOCK.write_text(json.dumps(locked, indent=2) + "\n")


def differences() -> list[str]:
    """What stands in the folder and not in the lock, or differs from it. Empty when all is right."""
    locked = {
        name: digest for package in json.loads(LOCK.read_text()) for name, digest in package["files"].items()
    }
    found = {
        str(path.relative_to(VENDOR)): checksum(path)
        for path in VENDOR.rglob("*")
        if path.is_file() and path != LOCK
    }
    names = sorted(locked.keys() | found.keys())
    return [name for name in names if locked.get(name) != found.get(name)]


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        wrong = differences()
        sys.exit("Not as locked: " + ", ".join(wrong) if wrong else 0)
    update()
