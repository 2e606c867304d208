"""Texts and their translations: `collect` them, `check` that none is missing, `compile` them.

`collect` and `check` need the gettext tools (Debian: apt install gettext); `compile` does not.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE_DIR = ROOT / "site" / "locale"
LANGUAGES = ["pl"]  # English is the language of the source
IGNORED = [
    ".venv",
    "var",
    "node_modules",
    "*/tests/*",
    "site/benchmarks/*",
    "site/static/*",
    "*/locale/*",
    "*/locale",
]
# Names under which modules import gettext besides Django's own: `_` is lazy there, `now_text` is not.
ALIASES = ("now_text", "plural_noop:1,2")
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]


def collect(locale_dir: Path) -> None:
    """Bring the catalogues of `locale_dir` up to date with the texts of the source."""
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ebok.settings.test"
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    django.setup()
    command = Command()
    command.xgettext_options = [
        *Command.xgettext_options,
        *(f"--keyword={alias}" for alias in ALIASES),
    ]
    settings.LOCALE_PATHS = [str(locale_dir)]
    for language in LANGUAGES:
        (locale_dir / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    call_command(
        command,
        locale=LANGUAGES,
        extensions=["html", "txt", "py", "xml"],
        ignore_patterns=IGNORED,
        add_location="file",
        no_wrap=True,
        no_obsolete=True,
        verbosity=0,
    )


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is wrong in a catalogue: missing, fuzzy or ill-formed translations, in words."""
    for message in catalogue:
        if not message.id:
            continue
        if message.fuzzy:
            yield f"fuzzy: {message.id!r}"
        elif not is_translated(message):
            yield f"missing: {message.id!r}"
        else:
            yield from (f"wrong: {message.id!r}: {error}" for error in message.check(catalogue))


def is_translated(message: Message) -> bool:
    """True when every form of the message has a text."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms)


def check() -> int:
    """Print what is missing from the catalogues; 1 when anything is."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "locale"
        LOCALE_DIR.mkdir(exist_ok=True)
        shutil.copytree(LOCALE_DIR, copy, ignore=shutil.ignore_patterns("*.mo"))
        collect(copy)
        for source in sorted(copy.glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as stream:
                catalogue = read_po(stream)
            found += [f"{source.relative_to(copy)}: {fault}" for fault in faults(catalogue)]
    print(*found, f"{len(found)} texts to put right", sep="\n")
    return 1 if found else 0


def main() -> int:
    """Do what the first argument says."""
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "check":
        return check()
    if command == "collect":
        collect(LOCALE_DIR)
        return 0
    if command == "compile":
        from ebok.core.running.translations import compile_catalogues

        compile_catalogues(locale_dir=LOCALE_DIR)
        return 0
    print("messages.py collect | check | compile")
    return 2


if __name__ == "__main__":
    sys.exit(main())
