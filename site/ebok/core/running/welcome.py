"""What the person who started the office reads once its first page can be had."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Sequence
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from ebok.core.running.preparation import Say


class Welcome:
    """Asks for the first page until it comes, then greets once.

    Parameters:
        host, port: where the web server listens.
        say: tells the person in front of the terminal.
        greeting: lines to say once the page is there.
    """

    def __init__(self, *, host: str, port: int, say: Say, greeting: Callable[[], Sequence[str]]) -> None:
        self.host = host
        self.port = port
        self.say = say
        self.greeting = greeting
        self.given = False

    def __call__(self) -> None:
        """One look; cheap once the greeting was given."""
        if self.given or not first_page_is_there(host=self.host, port=self.port):
            return
        self.given = True
        for line in self.greeting():
            self.say(line)


def first_page_is_there(*, host: str, port: int) -> bool:
    """True when the home page is answered with 200."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def greeting() -> list[str]:
    """Address, sign-ins and where letters and logs go."""
    lines = ["", f"eBOK is open: {settings.SITE_URL}/", ""]
    if settings.DEMO:
        lines += ["Demo sign-ins (invented people):", *demo_sign_ins(), ""]
    lines += [
        f"Letters it sends:  {settings.VAR_DIR / 'mail'}",
        f"Logs:              {settings.VAR_DIR / 'log'}",
        "Ctrl-C stops it; the data stays.",
    ]
    return lines


def demo_sign_ins() -> list[str]:
    """The table that `demo_accounts` prints."""
    table = StringIO()
    call_command("demo_accounts", stdout=table)
    connections.close_all()
    return [f"  {line}" for line in table.getvalue().splitlines()]
