"""An installation that would be unsafe does not start, and says in plain words why."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from ebok.core import checks
from ebok.core.startup import production_problems

SITE_DIR = Path(__file__).resolve().parents[3]
GOOD = {
    "SECRET_KEY": "vJ3xq8Zt0cWm5Rk2Yb7Nd4Hf9Lp6Gs1Aa-Ue_Xo0Ti3Qz8Cw5Vy",
    "SITE_URL": "https://ebok.example.pl",
    "ALLOWED_HOSTS": "ebok.example.pl",
    "DATABASE_URL": "postgres://ebok:x@db/ebok",
    "EXCHANGE_DATABASE_URL": "postgres://ebok:x@db/exchange",
    "CACHE_URL": "redis://cache:6379/0",
    "PAGE_CACHE_URL": "redis://cache:6379/1",
    "BROKER_URL": "redis://cache:6379/2",
    "STORAGE_URL": "file:///srv/ebok/files",
    "EMAIL_URL": "smtp+tls://ebok:x@mail:587",
    "DEFAULT_FROM_EMAIL": "ebok@example.pl",
    "TRUSTED_PROXY_COUNT": "1",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Import the production settings as a server would, with a clean environment."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SITE_DIR), **GOOD, **changes}
    program = [sys.executable, "-c", "import ebok.settings.production"]
    return subprocess.run(
        program, env=environment, cwd=SITE_DIR, capture_output=True, text=True, timeout=60, check=False
    )


def test_complete_settings_start() -> None:
    started = start()
    assert started.returncode == 0, started.stderr


def test_each_missing_setting_is_named_with_its_meaning() -> None:
    started = start(**dict.fromkeys(GOOD, ""))
    assert started.returncode != 0
    for name in GOOD:
        assert f"  {name}: " in started.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"SECRET_KEY": "ebok-demo-only-not-a-secret-0123456789abcdefghij"},
            "everybody can read in the source",
        ),
        ({"SECRET_KEY": "django-insecure-" + "x1" * 30}, "everybody can read in the source"),
        ({"SECRET_KEY": "short"}, "too short"),
        ({"SECRET_KEY": "a" * 60}, "too plain"),
        ({"SITE_URL": "http://ebok.example.pl"}, "must be the https address"),
        ({"SITE_URL": "https://ebok.example.pl/office"}, "without a path"),
        ({"EBOK_DEMO": "1"}, "demo accounts never run in production"),
    ],
)
def test_unsafe_settings_do_not_start(changes: dict[str, str], sentence: str) -> None:
    values = {"SECRET_KEY": GOOD["SECRET_KEY"], "SITE_URL": GOOD["SITE_URL"], **changes}
    problems = production_problems(
        secret_key=values["SECRET_KEY"], site_url=values["SITE_URL"], demo="EBOK_DEMO" in changes
    )
    assert len(problems) == 1
    assert sentence in problems[0]


@pytest.mark.long
def test_the_server_prints_the_sentence_and_not_the_secret() -> None:
    started = start(SECRET_KEY="short-but-mine")
    assert "SECRET_KEY is too short" in started.stderr
    assert "short-but-mine" not in started.stderr


def ids_of(messages: list) -> set[str]:
    return {message.id for message in messages}


def test_deploy_checks_find_every_demo_default_and_hint_at_a_remedy(settings) -> None:
    settings.DEMO = True
    settings.SECRET_KEY = "ebok-demo-only"
    settings.SITE_URL = "http://localhost:8000"
    settings.TRUSTED_PROXY_COUNT = 0
    found = [
        message for message in run_checks(include_deployment_checks=True) if message.id.startswith("ebok.")
    ]
    assert {"ebok.E001", "ebok.E002", "ebok.E003", "ebok.W004", "ebok.E005"} <= ids_of(found)
    assert all(message.hint for message in found)


def test_deploy_checks_are_silent_on_a_sound_installation(settings) -> None:
    settings.SECRET_KEY = GOOD["SECRET_KEY"]
    settings.SITE_URL = GOOD["SITE_URL"]
    settings.TRUSTED_PROXY_COUNT = 1
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    ours = (
        checks.secret_key_is_secret,
        checks.demo_is_off,
        checks.site_url_is_https,
        checks.proxies_are_counted,
        checks.limits_are_shared,
        checks.other_machines_are_reached_encrypted,
        checks.passwords_are_no_examples,
    )
    assert [message for check in ours for message in check(None)] == []


@pytest.mark.parametrize(
    ("host", "mode", "is_told"),
    [
        ("db.example", None, True),
        ("db.example", "require", True),  # encrypted, but for whom?
        ("db.example", "verify-full", False),
        ("127.0.0.1", None, False),
        ("/run/postgresql", None, False),
        ("", None, False),
    ],
)
def test_a_database_elsewhere_has_to_show_its_certificate(settings, monkeypatch, host, mode, is_told) -> None:
    monkeypatch.setitem(settings.DATABASES["exchange"], "HOST", host)
    monkeypatch.setitem(settings.DATABASES["exchange"], "OPTIONS", {"sslmode": mode} if mode else {})
    told = checks.other_machines_are_reached_encrypted(None)
    assert [message.msg.split()[0] for message in told] == ["EXCHANGE_DATABASE_URL"] * is_told


def test_no_password_is_the_one_of_the_example(settings, monkeypatch) -> None:
    example = (Path(__file__).parents[3] / "deploy" / "ebok.env.example").read_text()
    assert set(re.findall(r"//\w+:(\w+)@", example)) == {checks.EXAMPLE_PASSWORD}
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", checks.EXAMPLE_PASSWORD)
    settings.EMAIL_HOST_PASSWORD = checks.EXAMPLE_PASSWORD
    told = checks.passwords_are_no_examples(None)
    assert [message.msg.split()[0] for message in told] == ["DATABASE_URL", "EMAIL_URL"]


def test_a_cache_and_a_queue_elsewhere_are_reached_encrypted(settings) -> None:
    settings.CACHES = {
        "default": {"LOCATION": "redis://cache.example:6379/0"},
        "pages": {"LOCATION": "rediss://cache.example:6379/1"},
    }
    settings.BROKER_URL = "amqp://ebok:secret@queue.example/"
    told = checks.other_machines_are_reached_encrypted(None)
    assert [message.msg.split()[0] for message in told] == ["CACHE_URL", "BROKER_URL"]
    assert not any("secret" in message.msg for message in told)


def test_a_folder_that_cannot_be_written_to_is_named(settings, tmp_path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings.VAR_DIR = in_the_way / "var"
    [message] = checks.folders_can_be_written(None)
    assert str(in_the_way / "var") in message.msg
    settings.VAR_DIR = tmp_path / "not" / "there" / "yet"
    assert checks.folders_can_be_written(None) == []
