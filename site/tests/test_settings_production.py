"""Production refuses to start half-configured, and says in plain words what is missing."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
SECRET = "Vw3nQ8xK" * 8
NEEDED = [
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "EXCHANGE_DATABASE_URL",
    "CACHE_URL",
    "PAGE_CACHE_URL",
    "BROKER_URL",
    "STORAGE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "TRUSTED_PROXY_COUNT",
]


def example() -> dict[str, str]:
    """The settings of the example environment file."""
    lines = (DEPLOY / "ebok.env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A complete production environment; the test takes something away or spoils it."""
    monkeypatch.delenv("EBOK_DEMO", raising=False)
    for name, value in (example() | {"SECRET_KEY": SECRET}).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def start() -> dict[str, object]:
    sys.modules.pop("ebok.settings.required", None)  # it refuses while it is imported
    return runpy.run_module("ebok.settings.production")


def test_a_complete_environment_starts(environment: pytest.MonkeyPatch) -> None:
    settings = start()
    assert settings["DEBUG"] is False
    assert settings["DEMO"] is False
    assert settings["STYLEGUIDE"] is False


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("how", ["left out", "left empty"])
def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str, how: str) -> None:
    if how == "left out":
        environment.delenv(name)
    else:
        environment.setenv(name, "")
    with pytest.raises(ImproperlyConfigured, match=rf"missing from the environment:\n  {name}: \w+"):
        start()


def test_all_missing_settings_are_named_at_once(environment: pytest.MonkeyPatch) -> None:
    for name in NEEDED:
        environment.delenv(name)
    with pytest.raises(ImproperlyConfigured) as refusal:
        start()
    assert all(f"  {name}: " in str(refusal.value) for name in NEEDED)


def test_demo_mode_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("EBOK_DEMO", "1")
    with pytest.raises(ImproperlyConfigured, match="demo accounts never run in production"):
        start()


def test_the_secret_of_the_demo_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SECRET_KEY")
    demo = runpy.run_module("ebok.settings.dev")["SECRET_KEY"]
    environment.setenv("SECRET_KEY", str(demo))
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is one that everybody can read"):
        start()


def test_a_short_secret_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is too short"):
        start()


def test_an_address_without_encryption_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SITE_URL", "http://ebok.example.pl")
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        start()


def test_the_example_environment_holds_no_usable_secret() -> None:
    assert example()["SECRET_KEY"] == ""


def test_the_example_names_every_needed_setting() -> None:
    assert set(NEEDED) <= set(example())


@pytest.mark.filterwarnings("ignore:.*found in sys.modules")
@pytest.mark.parametrize("name", ["default", "exchange"])
def test_a_database_that_falls_silent_shows_within_seconds(
    environment: pytest.MonkeyPatch, name: str
) -> None:
    for variable in ("DATABASE_URL", "EXCHANGE_DATABASE_URL"):
        environment.setenv(variable, "postgres://ebok:secret@db.example/ebok")
    options = runpy.run_module("ebok.settings.base")["DATABASES"][name]["OPTIONS"]
    silent = options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"]
    assert options["connect_timeout"] <= 3 and silent <= 15
    assert options["tcp_user_timeout"] <= 15_000


def test_cookies_belong_to_one_host_and_travel_encrypted(environment: pytest.MonkeyPatch) -> None:
    settings = start()
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["SECURE_SSL_REDIRECT"] is True
