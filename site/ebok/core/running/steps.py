"""The steps that make an empty folder an office: databases, texts, static files, a demo town."""

from __future__ import annotations

import hashlib
import shutil
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from ebok.core.running.preparation import Step
from ebok.core.running.stamps import fingerprint_of_files
from ebok.core.running.translations import compile_catalogues


def all_steps() -> list[Step]:
    """What is due before a start, in this order; the demo town only in demo mode."""
    steps = [
        Step("texts", "Compiling translations", _catalogues, _compile_texts),
        Step("databases", "Setting up the databases", _migrations, _set_up_databases),
        Step("static", "Collecting style sheets, fonts and scripts", _static_files, _collect_static),
    ]
    if settings.DEMO and settings.EXCHANGE_MANAGED:
        steps.append(
            Step("demo-town", "Making a demo town and loading its billing data", _databases, _load_demo_town)
        )
    if settings.DEMO:
        steps += [
            Step("demo-content", "Writing the demo town's public pages", _databases, _write_demo_content),
            Step("demo-accounts", "Making the demo sign-ins", _databases, _make_demo_accounts),
            Step("demo-tickets", "Making the demo tickets", _databases, _make_demo_tickets),
            Step("demo-own-data", "Declaring the demo consents", _databases, _declare_demo_own_data),
        ]
    return steps


def a_database_file_is_missing() -> bool:
    """True when an embedded database was deleted or never made: nothing that was prepared holds."""
    names = [
        database["NAME"] for database in settings.DATABASES.values() if database["ENGINE"].endswith("sqlite3")
    ]
    return any(not Path(name).exists() for name in names)


def own_folders(name: str) -> list[Path]:
    """The folders called `name` ("migrations", "static") of this repository's apps."""
    roots = [Path(config.path) for config in apps.get_app_configs()]
    own = [root for root in roots if root.is_relative_to(settings.ROOT_DIR) and ".venv" not in root.parts]
    return sorted(root / name for root in own if (root / name).is_dir())


def _lock() -> Path:
    return Path(settings.SITE_DIR, "requirements.lock")


def _databases() -> str:
    names = "|".join(
        f"{database['ENGINE']} {database.get('HOST', '')} {database['NAME']}"
        for database in settings.DATABASES.values()
    )
    return hashlib.sha256(names.encode()).hexdigest()


def _migrations() -> str:
    return _databases() + fingerprint_of_files([_lock(), *own_folders("migrations")])


def _set_up_databases() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    # Only its own apps: walking through all the others would take as long as the first database.
    call_command("migrate", "exchange", database="exchange", interactive=False, verbosity=0)


def _catalogues() -> str:
    return fingerprint_of_files(sorted(Path(settings.SITE_DIR, "locale").rglob("*.?o")))


def _compile_texts() -> None:
    compile_catalogues(locale_dir=Path(settings.SITE_DIR, "locale"))


def _static_files() -> str:
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    return str(settings.STATIC_ROOT) + fingerprint_of_files([_lock(), *folders, *own_folders("static")])


def _collect_static() -> None:
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def _load_demo_town() -> None:
    _quietly("demo_town")


def _write_demo_content() -> None:
    _quietly("demo_content")


def _make_demo_accounts() -> None:
    _quietly("demo_accounts")


def _make_demo_tickets() -> None:
    _quietly("demo_tickets")


def _declare_demo_own_data() -> None:
    _quietly("demo_own_data")


def _quietly(command: str, *arguments: str) -> None:
    """What a command reports is of no use to the person who waits; what it raises is."""
    call_command(command, *arguments, verbosity=0, stdout=StringIO())
