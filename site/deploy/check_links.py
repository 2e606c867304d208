"""Every relative link in a Markdown file of this repository leads to a file that exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

LINK = re.compile(r"\]\(([^)\s]+)\)")
OUTSIDE = ("http://", "https://", "mailto:", "#")


def markdown_files() -> list[Path]:
    """The Markdown files git knows."""
    listed = subprocess.run(["git", "ls-files", "*.md"], capture_output=True, text=True, check=True)  # noqa: S607
    return [Path(line) for line in listed.stdout.splitlines()]


def broken_links(file: Path) -> list[str]:
    """Links of one file that lead nowhere, as "file: link"."""
    links = LINK.findall(file.read_text(encoding="utf-8"))
    local = [link.split("#")[0] for link in links if not link.startswith(OUTSIDE)]
    return [f"{file}: {link}" for link in local if not (file.parent / link).exists()]


def main() -> int:
    """Print the broken links; 1 when there are any."""
    broken = [line for file in markdown_files() if file.exists() for line in broken_links(file)]
    sys.stdout.writelines(line + "\n" for line in broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
