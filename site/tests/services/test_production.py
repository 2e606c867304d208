"""The shipped example environment, filled in, serves; spoilt, it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Answer, Browser
from servers import Server, free_port
from towns import ROOT, Town

pytestmark = pytest.mark.services
BEHIND_TLS = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "192.0.2.7"}


def example() -> dict[str, str]:
    lines = (ROOT / "site" / "deploy" / "ebok.env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a small office: the example with this machine's servers and a fresh database."""
    folder = tmp_path_factory.mktemp("production")
    given = ("DATABASE_URL", "EXCHANGE_DATABASE_URL", "CACHE_URL", "PAGE_CACHE_URL", "BROKER_URL")
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        **example(),
        **{name: os.environ[name] for name in given},
        "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + "/ebok_fresh",
        "SECRET_KEY": "Vw3nQ8xK" * 8,
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "https://localhost",
        "EMAIL_URL": "smtp+tls://ebok:Vw3nQ8xK@mail.example.pl:587",
        "VAR_DIR": str(folder),
        "STORAGE_URL": f"file://{folder}/files",
    }


@pytest.fixture(scope="module")
def fresh_database(production: dict[str, str]) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE ebok_fresh")
    for command in ("migrate", "collectstatic"):
        done = manage(production, command, "--no-input", "--verbosity", "0")
        assert done.returncode == 0, done.stderr


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "site" / "manage.py"), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)


def gunicorn(env: dict[str, str], folder: Path) -> Server:
    port = free_port()
    config = str(ROOT / "site" / "deploy" / "gunicorn.conf.py")
    return Server(
        [sys.executable, "-m", "gunicorn", "--config", config, "ebok.wsgi:application"],
        port=port,
        log=folder / "web.log",
        env={**env, "WEB_BIND": f"127.0.0.1:{port}"},
        cwd=ROOT / "site",
    )


@pytest.fixture(scope="module")
def web(
    production: dict[str, str], fresh_database: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    server = gunicorn(production, tmp_path_factory.mktemp("web")).start()
    yield Browser(port=server.port)
    server.stop()


def test_it_is_alive(web: Browser) -> None:
    assert web.get("/health/live", **BEHIND_TLS).status == 200


def test_cookies_belong_to_this_host_and_travel_encrypted(web: Browser) -> None:
    lines = web.get("/accounts/login/", **BEHIND_TLS).headers.get_all("Set-Cookie") or []
    assert [line for line in lines if line.startswith("__Host-csrftoken=")]
    assert all(line.startswith("__Host-") and "; Secure" in line and "Domain=" not in line for line in lines)


def test_plain_http_is_sent_away_and_https_is_kept_for_a_year(web: Browser) -> None:
    plain = web.get("/accounts/login/", X_Forwarded_Proto="http")
    assert (plain.status, plain.headers["Location"]) == (301, "https://localhost/accounts/login/")
    strict = web.get("/accounts/login/", **BEHIND_TLS).headers.get_all("Strict-Transport-Security")
    assert strict == ["max-age=31536000; includeSubDomains; preload"]


def test_an_error_shows_nothing_of_the_inside(web: Browser) -> None:
    answer: Answer = web.get("/no-such-page/", **BEHIND_TLS)
    assert answer.status == 404
    assert "Traceback" not in answer.text
    assert "urlpatterns" not in answer.text


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "TRUSTED_PROXY_COUNT"])
def test_the_web_server_does_not_start_without_a_setting_and_names_it(
    production: dict[str, str], tmp_path: Path, name: str
) -> None:
    spoilt = {key: value for key, value in production.items() if key != name}
    with pytest.raises(AssertionError, match=f"missing from the environment:\n  {name}: "):
        gunicorn(spoilt, tmp_path).start()


def test_the_web_server_does_not_start_on_a_database_with_demo_people(
    town: Town, production: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match="demo users"):
        gunicorn({**production, "DATABASE_URL": town.env["DATABASE_URL"]}, tmp_path).start()


@pytest.mark.parametrize("command", [["run"], ["demo_accounts"]])
def test_production_makes_no_demonstration(
    production: dict[str, str], fresh_database: None, command: list[str]
) -> None:
    done = manage(production, *command)
    assert done.returncode != 0
    assert "production" in done.stderr.lower() or "demo mode" in done.stderr


def test_the_deployment_check_is_clean(production: dict[str, str], fresh_database: None) -> None:
    done = manage(production, "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    assert done.returncode == 0, done.stderr
