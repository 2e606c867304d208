"""A storm of readers while an editor publishes (B2): how soon it is seen, how often it is rendered."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

from measuring import Figure, median
from office import SITE, Office, load, need, prepared

PUBLICATIONS = {"S": 6, "M": 20, "L": 20}
READERS = {"S": 100, "M": 500, "L": 500}
PAUSE = 2.5  # seconds between publications: each must be seen before the next
SEEN_WITHIN = 2.0  # seconds after the commit
EDITOR = """
import sys, time
from wagtail.models import Site
home = Site.objects.get(is_default_site=True).root_page.specific
for line in sys.stdin:
    home.seo_title = line.strip()
    home.save_revision().publish()
    print(time.time(), flush=True)
"""


def measure(*, size: str, folder: Path) -> list[Figure]:
    """Readers ask for the home page through nginx without a pause; the editor changes its title."""
    need("nginx", "wrk", "openssl")
    tally = folder / "renders"
    tally.touch()
    office = prepared(folder)
    office.env |= {"DJANGO_SETTINGS_MODULE": "counting_settings", "RENDER_TALLY": str(tally)}
    publications = PUBLICATIONS[size]
    with office.application() as application, office.nginx(application) as nginx:
        url = f"https://localhost:{nginx.https_port}/"
        nginx.browser().get("/")
        before = renders(tally)
        seconds = int(publications * (PAUSE + 1)) + 6
        storm = Storm(url=url, readers=READERS[size], seconds=seconds)
        delays = publish(office, nginx.browser().get, publications)
        seen = storm.result()
    rendered = renders(tally) - before
    errors = Figure("answers that failed in the storm", seen.errors, "", 1.0, "one", 0.0, "at most")
    return [
        Figure("answers in the storm", seen.rate, "answers/s"),
        Figure(
            "publication seen after, median", median(delays), "s", SEEN_WITHIN, "the promise", 1.0, "at most"
        ),
        Figure(
            "publication seen after, longest", max(delays), "s", SEEN_WITHIN, "the promise", 1.0, "at most"
        ),
        Figure("renders of the home page", rendered, "", publications, "publications", 1.0, "at most"),
        errors,
    ]


class Storm:
    """Readers in the background."""

    def __init__(self, *, url: str, readers: int, seconds: int) -> None:
        self.seen = []
        self.thread = threading.Thread(
            target=lambda: self.seen.append(load(url, connections=readers, seconds=seconds))
        )
        self.thread.start()

    def result(self):
        """What the readers saw, when they are through."""
        self.thread.join()
        return self.seen[0]


def renders(tally: Path) -> int:
    """How often the home page was rendered so far."""
    return tally.read_text(encoding="utf-8").splitlines().count("/")


def publish(office: Office, get, times: int) -> list[float]:
    """Publish `times` titles and watch for each; seconds from commit to first sight."""
    editor = subprocess.Popen(
        [sys.executable, str(SITE / "manage.py"), "shell", "--no-imports", "-c", EDITOR],
        env=office.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert editor.stdin and editor.stdout
    delays = []
    for number in range(times):
        title = f"Edition {number} of the storm"
        editor.stdin.write(title + "\n")
        editor.stdin.flush()
        committed = float(editor.stdout.readline())
        delays.append(seen_at(get, title) - committed)
        time.sleep(max(0.0, PAUSE - delays[-1]))
    editor.stdin.close()
    editor.wait(timeout=30)
    return delays


def seen_at(get, title: str) -> float:
    """When the title was first read, in seconds since 1970.

    Raises:
        TimeoutError: not within ten seconds.
    """
    pattern = re.compile(rf"<title>[^<]*{re.escape(title)}")
    deadline = time.time() + 10
    while time.time() < deadline:
        if pattern.search(get("/").text):
            return time.time()
        time.sleep(0.05)
    raise TimeoutError(f"{title!r} was not seen within ten seconds")
