"""Compiled translations without the gettext tools: Babel turns .po into .mo."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(*, locale_dir: Path) -> list[Path]:
    """Compile every catalogue below `locale_dir` whose .po is newer than its .mo.

    Texts marked fuzzy stay out. Returns the .mo files written.

    Raises:
        babel.messages.pofile.PoFileError: a catalogue is malformed.
    """
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        partial = target.with_suffix(".mo.new")
        with partial.open("wb") as stream:
            write_mo(stream, catalogue)
        partial.replace(target)
        written.append(target)
    return written
