"""Joins the style sheets of site/static/css into one file, app.css, so that a page asks once.

    python site/deploy/bundle_css.py           write app.css
    python site/deploy/bundle_css.py --check   fail when app.css is not what the sources give

It only joins and strips comments and indentation: what stands in the sources is what the browser
gets. The order between files does not matter beyond the first two, because `@layer` decides.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
BUNDLE = CSS / "app.css"
FIRST = ["layers.css", "fonts.css", "tokens.css", "base.css", "layout.css"]


def sources() -> list[Path]:
    """Every style sheet in order: the foundations, the components by name, then what overrides."""
    components = sorted((CSS / "components").glob("*.css"))
    return [*(CSS / name for name in FIRST), *components, CSS / "utilities.css", CSS / "print.css"]


def compact(css: str) -> str:
    """Without comments, indentation and the blanks around braces, commas and semicolons."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    lines = (line.strip() for line in css.splitlines())
    joined = "\n".join(line for line in lines if line)
    return re.sub(r"\s*([{};])\s*", r"\1", joined).replace(";}", "}")


def bundle() -> str:
    """The whole style sheet as one text."""
    return "\n".join(compact(path.read_text()) for path in sources()) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(
            0 if BUNDLE.read_text() == bundle() else "app.css is stale: python site/deploy/bundle_css.py"
        )
    BUNDLE.write_text(bundle())
