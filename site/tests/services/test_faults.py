"""Servers that go away: what still works, what says so, and how soon all is well again."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from browser import Browser
from front import Nginx
from proxy import Proxy
from servers import Server, free_port
from towns import Town

pytestmark = pytest.mark.services


def through(proxy: Proxy, url: str) -> str:
    """The same address, reached through the proxy."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    return urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{proxy.port}"))


@pytest.fixture
def database(town: Town) -> Iterator[Proxy]:
    with Proxy(target=urlsplit(town.env["DATABASE_URL"]).port or 5432) as proxy:
        yield proxy


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Server]:
    port = free_port()
    argv = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = Server(argv, port=port, log=tmp_path / "redis.log", env=dict(os.environ)).start()
    yield server
    server.stop()


@pytest.fixture
def office(town: Town, database: Proxy, nginx_for: Callable[..., Nginx]) -> Iterator[Browser]:
    """A customer signed in to an office whose database can be taken away."""
    urls = {name: through(database, town.env[name]) for name in ("DATABASE_URL", "EXCHANGE_DATABASE_URL")}
    application = town.application(env=urls).start()
    browser = nginx_for(application).browser()
    person = town.person("customer")
    browser.sign_in(person["email"], person["password"])
    browser.dashboard = f"/portal/accounts/{person['accounts'][0]}/"
    assert browser.get(browser.dashboard).status == 200
    yield browser
    application.stop()


def test_without_a_database_the_public_pages_stay_and_the_others_say_so_at_once(
    office: Browser, database: Proxy
) -> None:
    stranger = Browser(port=office.port, trust=office.trust)
    assert stranger.get("/").status == 200
    database.cut()
    for _ in range(5):
        started = time.monotonic()
        answer = office.get(office.dashboard)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
        assert time.monotonic() - started <= 3
        assert stranger.get("/").status == 200
        time.sleep(0.6)  # the page kept by nginx grows old meanwhile
    database.mend()
    deadline = time.monotonic() + 5
    while office.get(office.dashboard).status != 200:
        assert time.monotonic() < deadline, "not back within five seconds"
        time.sleep(0.2)


def test_a_lock_held_for_long_answers_503_soon_and_harms_nobody_else(town: Town, office: Browser) -> None:
    import psycopg

    with psycopg.connect(town.env["EXCHANGE_DATABASE_URL"]) as holder:
        holder.execute("LOCK TABLE invoices IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        answer = office.get(office.dashboard + "invoices/")
        waited = time.monotonic() - started
        assert answer.status == 503
        assert waited <= 4
        assert Browser(port=office.port, trust=office.trust).get("/").status == 200
        holder.rollback()
    assert office.get(office.dashboard + "invoices/").status == 200


def ask_for_work(town: Town, env: dict[str, str], *keys: str) -> float:
    """Enqueue jobs in one transaction; seconds it took, start of Python left out."""
    script = (
        "import time\n"
        "from django.db import transaction\n"
        "from ebok.core.alarms import raise_alarm\n"
        "from ebok.outbox.handlers import handles\n"
        "from ebok.outbox.services import enqueue\n"
        "handles('test.nothing')(lambda payload: None)\n"
        "started = time.monotonic()\n"
        f"for key in {keys!r}:\n"
        "    with transaction.atomic():\n"
        "        enqueue(kind='test.nothing', key=key)\n"
        "print('took', time.monotonic() - started)\n"
    )
    told = town.manage("shell", "--no-imports", "-c", script, env=env)
    return float(told.split("took ")[1].split()[0])


def test_a_dead_broker_costs_a_request_no_more_than_a_second(town: Town, broker: Server) -> None:
    env = {"BROKER_URL": f"redis://127.0.0.1:{broker.port}/0"}
    assert ask_for_work(town, env, "alive-1") < 2
    broker.stop()
    assert ask_for_work(town, env, *[f"dead-{number}" for number in range(20)]) < 3


def test_requests_succeed_while_the_broker_is_down(
    town: Town, broker: Server, nginx_for: Callable[..., Nginx]
) -> None:
    application = town.application(env={"BROKER_URL": f"redis://127.0.0.1:{broker.port}/0"}).start()
    browser = nginx_for(application).browser()
    broker.stop()
    person = town.person("customer")
    started = time.monotonic()
    browser.sign_in(person["email"], person["password"])
    assert browser.get(f"/portal/accounts/{person['accounts'][0]}/").status == 200
    reset = browser.post("/accounts/password/reset/", {"email": person["email"]})
    assert reset.status == 302
    assert time.monotonic() - started < 10
    application.stop()


def test_a_stop_of_the_web_server_loses_no_request_in_flight(town: Town) -> None:
    application = town.application().start()
    browser = Browser(port=application.port)
    answers: list[int] = []
    lock = threading.Lock()

    def read() -> None:
        status = browser.get("/accounts/login/").status
        with lock:
            answers.append(status)

    readers = [threading.Thread(target=read) for _ in range(20)]
    for reader in readers:
        reader.start()
    time.sleep(0.05)
    process = application.process
    assert process
    process.terminate()
    for reader in readers:
        reader.join()
    assert process.wait(timeout=35) == 0
    application.stop()
    assert answers.count(200) == len(answers) == 20


def test_the_worker_stops_by_itself_when_asked(town: Town) -> None:
    command = [
        str(Path(os.sys.executable)),
        "-m",
        "celery",
        "--app",
        "ebok",
        "worker",
        "--concurrency",
        "1",
        "--without-gossip",
        "--without-mingle",
    ]
    log = town.folder / "celery.log"
    with log.open("wb") as out:
        worker = subprocess.Popen(command, env=town.env, stdout=out, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 40
        while b"ready" not in log.read_bytes():
            assert worker.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        worker.terminate()
        assert worker.wait(timeout=30) == 0
