"""Downloads (B6): a file through the application and nginx against a static one; memory of many at once."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measuring import Figure, median
from office import Office, load, need, prepared
from public_pages import failures

SECONDS = {"S": 4, "M": 10, "L": 20}
PARALLEL = {"S": 20, "M": 100, "L": 100}
SMALL, LARGE = 10**6, 50 * 10**6
ACCEL_GOAL = 0.8
MEMORY_GOAL = 1.25
FIRST_BYTE_GOAL = 4.0
BARE = "/health/live"

MAKE = """
import os
from django.core.files.base import ContentFile
from documents.models import DocumentCase, DocumentTemplate, DocumentVersion
case = DocumentCase.objects.create(name="Benchmark", slug="benchmark")
template = DocumentTemplate.objects.create(case=case, title="Benchmark", slug="benchmark")
for size in ({small}, {large}):
    file = ContentFile(b"%PDF-" + os.urandom(size - 5), name="x.pdf")
    version = DocumentVersion.objects.create(template=template, title="x", version=str(size), file=file)
    print("made", version.url)
"""


def measure(*, size: str, folder: Path) -> list[Figure]:
    """1 MB through nginx and alone, and the memory that parallel downloads of 50 MB take."""
    need("nginx", "wrk", "openssl")
    office = prepared(folder)
    printed = office.manage("shell", "-c", MAKE.format(small=SMALL, large=LARGE))
    small, large = (row.split()[1] for row in printed.splitlines() if row.startswith("made "))
    return [
        *behind_nginx(office, url=small, seconds=SECONDS[size]),
        *alone(office, small=small, large=large, parallel=PARALLEL[size]),
    ]


def behind_nginx(office: Office, *, url: str, seconds: int) -> list[Figure]:
    """The application decides, nginx sends (X-Accel-Redirect)."""
    with (
        office.application(DOWNLOADS_X_ACCEL_PREFIX="/_files/") as application,
        office.nginx(application) as nginx,
    ):
        answer = nginx.browser().get(url)
        if answer.status != 200 or len(answer.body) != SMALL:
            raise RuntimeError(f"the download answered {answer.status} with {len(answer.body)} bytes")
        (office.folder / "static" / "bench.pdf").write_bytes(answer.body)
        host = f"https://localhost:{nginx.https_port}"
        static = load(f"{host}/static/bench.pdf", connections=16, seconds=seconds)
        files = load(f"{host}{url}", connections=16, seconds=seconds)
    return [
        Figure(
            "download of 1 MB, sent by nginx",
            files.rate,
            "answers/s",
            limit=static.rate,
            limit_name="static file by nginx",
            goal=ACCEL_GOAL,
        ),
        failures("download of 1 MB, answers that failed", files),
    ]


def alone(office: Office, *, small: str, large: str, parallel: int) -> list[Figure]:
    """The application sends, proving the checksum on the way."""
    with office.application(WEB_THREADS="50") as application:
        fetch(application.port, small)
        first = median([fetch(application.port, small)[0] for _ in range(30)])
        bare = median([fetch(application.port, BARE)[0] for _ in range(30)])
        workers = children_of(application.process.pid)
        before = memory_of(workers)
        started = time.perf_counter()
        with ThreadPoolExecutor(parallel) as pool:
            fetches = [pool.submit(fetch, application.port, large) for _ in range(parallel)]
            peak = before
            while not all(each.done() for each in fetches):
                peak = max(peak, memory_of(workers))
                time.sleep(0.05)
            if any(each.result()[1] != LARGE for each in fetches):
                raise RuntimeError("a download was short")
        seconds = time.perf_counter() - started
    return [
        Figure(
            "first byte of a download of 1 MB",
            first * 1000,
            "ms",
            limit=bare * 1000,
            limit_name="an answer without any work",
            goal=FIRST_BYTE_GOAL,
            rule="at most",
        ),
        Figure(f"{parallel} downloads of 50 MB at once", parallel * LARGE / seconds / 1e6, "MB/s"),
        Figure(
            f"memory of the application during {parallel} downloads of 50 MB", peak / 1e6, "MB",
            limit=before / 1e6, limit_name="before them", goal=MEMORY_GOAL, rule="at most",
        ),
    ]  # fmt: skip


def fetch(port: int, url: str) -> tuple[float, int]:
    """Seconds to the first byte, and the bytes received.

    Raises:
        RuntimeError: the file did not come whole.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    started = time.perf_counter()
    connection.request("GET", url)
    answer = connection.getresponse()
    received = len(answer.read(1))
    first = time.perf_counter() - started
    while chunk := answer.read(256 * 1024):
        received += len(chunk)
    connection.close()
    if answer.status != 200 or received != int(answer.headers["Content-Length"]):
        raise RuntimeError(f"{answer.status}, {received} bytes")
    return first, received


def children_of(pid: int) -> list[int]:
    """The worker processes of gunicorn."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory_of(pids: list[int]) -> int:
    """Resident bytes of some processes together."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
    return sum(pages) * 4096
