"""One office behind real servers: PostgreSQL and Redis (from the environment), gunicorn, nginx with TLS."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest
from browser import Browser
from front import Nginx, certificate
from servers import Server, free_port, stop_all
from towns import ACCEL_PREFIX, REAL_SERVERS, ROOT, Town


@pytest.fixture(scope="session", autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    stop_all()


@pytest.fixture(scope="session", autouse=True)
def real_servers() -> None:
    if missing := [name for name in REAL_SERVERS if name not in os.environ]:
        pytest.skip(f"make services-test sets {', '.join(missing)}")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    env = {name: value for name, value in os.environ.items() if name not in ("STORAGE_URL", "SITE_URL")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "ebok.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "VAR_DIR": str(folder),
        "PORT": str(free_port()),
        "SITE_URL": "https://localhost",
        "TRUSTED_PROXY_COUNT": "1",
        "DOWNLOADS_X_ACCEL_PREFIX": ACCEL_PREFIX,
    }
    town = Town(folder=folder, env=env, people=[])
    town.manage("run", "--prepare-only")
    town.people = json.loads(town.manage("demo_accounts", "--format", "json"))
    return town


@pytest.fixture(scope="module")
def application(town: Town) -> Iterator[Server]:
    server = town.application().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def nginx_for(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Nginx]]:
    """Starts nginx in front of an application, on request with a changed configuration."""
    started: list[Nginx] = []
    trust = certificate(tmp_path_factory.mktemp("tls"))

    def start(application: Server, change: Callable[[str], str] = lambda text: text) -> Nginx:
        nginx = Nginx(
            folder=tmp_path_factory.mktemp("nginx"),
            upstream_port=application.port,
            var=town.folder,
            trust=trust,
            change=change,
        )
        started.append(nginx)
        nginx.server.start()
        return nginx

    yield start
    for nginx in started:
        nginx.server.stop()


@pytest.fixture(scope="module")
def nginx(nginx_for: Callable[..., Nginx], application: Server) -> Nginx:
    return nginx_for(application)


@pytest.fixture
def stranger(nginx: Nginx) -> Browser:
    return nginx.browser()


@pytest.fixture(scope="module")
def customer(town: Town, nginx: Nginx) -> Browser:
    browser = nginx.browser()
    person = town.person("customer")
    browser.sign_in(person["email"], person["password"])
    return browser
