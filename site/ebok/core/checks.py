"""Start-up checks: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from ebok.core.startup import secret_key_problems, site_url_problems

LOCAL_CACHES = ("LocMemCache", "DummyCache")
THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})
# What makes PostgreSQL's library look at the certificate; by default it takes any, or none.
CERTIFIED = frozenset({"verify-ca", "verify-full"})
PLAIN_SCHEMES = frozenset({"redis", "amqp"})
# Stands in the place of each password in `ebok.env.example`.
EXAMPLE_PASSWORD = "secret"  # noqa: S105
Apps = Sequence[AppConfig] | None


@register(Tags.security, deploy=True)
def secret_key_is_secret(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    hint = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))' and set SECRET_KEY to it."
    return [Error(problem, hint=hint, id="ebok.E001") for problem in secret_key_problems(settings.SECRET_KEY)]


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    hint = "Unset EBOK_DEMO: everybody can read the passwords of the demo accounts."
    return [Error("The demo mode is on.", hint=hint, id="ebok.E002")]


@register(Tags.security, deploy=True)
def site_url_is_https(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    hint = (
        "Set SITE_URL to the address that customers see, such as https://ebok.example.pl; letters link to it."
    )
    return [Error(problem, hint=hint, id="ebok.E003") for problem in site_url_problems(settings.SITE_URL)]


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if settings.TRUSTED_PROXY_COUNT >= 1:
        return []
    problem = "TRUSTED_PROXY_COUNT is 0: behind a proxy all customers would share one address and one limit."
    hint = "Set it to the number of proxies in front of the application (nginx alone: 1)."
    return [Warning(problem, hint=hint, id="ebok.W004")]


@register(Tags.caches, deploy=True)
def limits_are_shared(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    backend = str(settings.CACHES["default"]["BACKEND"])
    if not backend.endswith(LOCAL_CACHES):
        return []
    problem = (
        "The default cache lives in one process, so limits on sign-in tries count for each process apart."
    )
    hint = "Set CACHE_URL to a cache that all processes share: dbcache://ebok_cache or redis://host:6379/0."
    return [Error(problem, hint=hint, id="ebok.E005")]


@register(Tags.security, deploy=True)
def other_machines_are_reached_encrypted(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    hint = "Add ?sslmode=verify-full to a database's address; say rediss:// or amqps://; or use a tunnel."
    problem = "lies on another machine, and whoever sits between can read or answer in its place."
    return [Warning(f"{setting} {problem}", hint=hint, id="ebok.W007") for setting in _reached_plainly()]


def _reached_plainly() -> Iterator[str]:
    for name, database in settings.DATABASES.items():
        host, mode = str(database.get("HOST", "")), database.get("OPTIONS", {}).get("sslmode")
        if not _is_here(host) and mode not in CERTIFIED:
            yield "DATABASE_URL" if name == "default" else "EXCHANGE_DATABASE_URL"
    addresses = {
        "CACHE_URL": settings.CACHES["default"].get("LOCATION", ""),
        "PAGE_CACHE_URL": settings.CACHES.get("pages", {}).get("LOCATION", ""),
        "BROKER_URL": settings.BROKER_URL,
    }
    for setting, address in addresses.items():
        url = urlsplit(str(address))
        if url.scheme in PLAIN_SCHEMES and not _is_here(url.hostname or ""):
            yield setting


def _is_here(host: str) -> bool:
    """This machine: by name, by address, or by the path of a socket."""
    return host in THIS_MACHINE or host.startswith("/")


@register(Tags.security, deploy=True)
def passwords_are_no_examples(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    passwords = {
        "DATABASE_URL": settings.DATABASES["default"].get("PASSWORD"),
        "EXCHANGE_DATABASE_URL": settings.DATABASES["exchange"].get("PASSWORD"),
        "EMAIL_URL": settings.EMAIL_HOST_PASSWORD,
    }
    hint = "Give the service a long random password, and put it into the address."
    problem = "has the password of the example, which everybody can read."
    return [
        Error(f"{setting} {problem}", hint=hint, id="ebok.E008")
        for setting, password in passwords.items()
        if password == EXAMPLE_PASSWORD
    ]


@register(Tags.files)
def folders_can_be_written(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    hint = "Give the user that runs the application the right to write there, or set VAR_DIR elsewhere."
    folders = [Path(settings.VAR_DIR), *_broker_folders()]
    return [
        Error(f"The folder {folder} cannot be written to.", hint=hint, id="ebok.E006")
        for folder in folders
        if not _can_be_written(folder)
    ]


def _broker_folders() -> Iterator[Path]:
    options = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            yield Path(options[name])


def _can_be_written(folder: Path) -> bool:
    """A folder that is not there yet counts when its nearest parent can be written to."""
    existing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
