"""Public pages (B1): through nginx against a static file of the same bytes, and the embedded default."""

from __future__ import annotations

from pathlib import Path

from measuring import Figure
from office import Load, Office, load, need, prepared

CONNECTIONS = 200
SECONDS = {"S": 4, "M": 10, "L": 30}
STATIC_GOAL = 0.75
EMBEDDED_GOAL = 12.0


def measure(*, size: str, folder: Path) -> list[Figure]:
    """The home page, warm; nothing here depends on how many customers there are."""
    need("nginx", "wrk", "openssl")
    office = prepared(folder)
    seconds = SECONDS[size]
    return behind_nginx(office, seconds) + embedded(office, seconds)


def behind_nginx(office: Office, seconds: int) -> list[Figure]:
    """The shipped nginx configuration, with TLS, against a file of the same size and headers."""
    with office.application() as application, office.nginx(application) as nginx:
        page = nginx.browser().get("/")
        if page.status != 200:
            raise RuntimeError(f"the home page answered {page.status}")
        (office.folder / "static" / "bench.html").write_bytes(page.body)
        host = f"https://localhost:{nginx.https_port}"
        static = load(f"{host}/static/bench.html", connections=CONNECTIONS, seconds=seconds)
        load(f"{host}/", connections=CONNECTIONS, seconds=2)  # both are measured warm
        pages = load(f"{host}/", connections=CONNECTIONS, seconds=seconds)
    weight = len(page.body) / 1000
    return [
        Figure("home page", weight, "kB"),
        Figure(
            "home page through nginx",
            pages.rate,
            "answers/s",
            limit=static.rate,
            limit_name="static file by nginx",
            goal=STATIC_GOAL,
        ),
        Figure(
            "home page through nginx, 99th percentile",
            pages.p99 * 1000,
            "ms",
            limit=static.p99 * 1000,
            limit_name="static file by nginx",
            goal=2.0,
            rule="at most",
        ),
        failures("home page through nginx, answers that failed", pages),
    ]


def embedded(office: Office, seconds: int) -> list[Figure]:
    """What `make run` gives: gunicorn alone, with its page cache and without."""
    with office.application() as application:
        url = f"http://127.0.0.1:{application.port}/"
        load(url, connections=8, seconds=1)
        cached = load(url, connections=16, seconds=seconds)
    with office.application(PAGE_CACHE_URL="dummycache://") as application:
        url = f"http://127.0.0.1:{application.port}/"
        load(url, connections=8, seconds=1)
        rendered = load(url, connections=16, seconds=seconds)
    return [
        Figure(
            "home page from the embedded server",
            cached.rate,
            "answers/s",
            limit=rendered.rate,
            limit_name="the same, rendered each time",
            goal=EMBEDDED_GOAL,
        ),
        failures("home page from the embedded server, answers that failed", cached),
    ]


def failures(name: str, seen: Load) -> Figure:
    """None may fail; judged against one, so that any is too many."""
    return Figure(name, float(seen.errors), "", limit=1.0, limit_name="one", goal=0.0, rule="at most")
