"""What an installation must not start with. Plain functions: settings ask them before Django is up."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

SECRET_KEY_LENGTH = 50
# Begins every key that stands in this repository, and Django's own generated ones.
KNOWN_SECRETS = ("ebok-demo-only", "test-only", "django-insecure-")


def secret_key_problems(secret_key: str) -> Iterator[str]:
    """Why this secret key protects nothing, one sentence a reason; nothing when it is fine."""
    if secret_key.startswith(KNOWN_SECRETS):
        yield "SECRET_KEY is one that everybody can read in the source code."
    elif len(secret_key) < SECRET_KEY_LENGTH or len(set(secret_key)) < 5:
        yield f"SECRET_KEY is too short or too plain; it needs {SECRET_KEY_LENGTH} random characters."


def site_url_problems(site_url: str) -> Iterator[str]:
    """Why customers could not trust links to this address."""
    url = urlsplit(site_url)
    if url.scheme != "https" or not url.hostname:
        yield f"SITE_URL is {site_url!r}; it must be the https address that customers see."
    elif url.path not in {"", "/"} or url.query:
        yield f"SITE_URL is {site_url!r}; it must be an address without a path."


def production_problems(*, secret_key: str, site_url: str, demo: bool) -> list[str]:
    """All reasons not to start in production, one sentence each."""
    problems = [*secret_key_problems(secret_key), *site_url_problems(site_url)]
    if demo:
        problems.append("EBOK_DEMO is on; demo accounts never run in production.")
    return problems
