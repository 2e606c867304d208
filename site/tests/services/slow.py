"""Connections that never finish what they began to send."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from types import TracebackType

PATH = "/accounts/login/"
HEADERS = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".encode()
# As a browser: without a token the application refuses a form before it reads the body.
TOKEN = "a" * 32
BROWSER = f"Origin: https://localhost\r\nCookie: csrftoken={TOKEN}; __Host-csrftoken={TOKEN}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nlogin="
BODY = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{BROWSER}{FORM}".encode()
# No limit on posts counts it, so that somebody may have as many as he may have connections.
BODY_OF_A_READER = BODY.replace(b"POST", b"GET")
ROUND_SECONDS = 0.5
_TRUSTING = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_TRUSTING.check_hostname, _TRUSTING.verify_mode = False, ssl.CERT_NONE


class Dripping:
    """Opens connections to nginx, and sends one more byte to each about twice a second, until it is left.

    Parameters:
        port: of nginx.
        beginnings: what each connection sends at once.
    """

    def __init__(self, port: int, beginnings: Sequence[bytes]) -> None:
        self.port = port
        self.beginnings = beginnings
        self.open: list[ssl.SSLSocket] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def __enter__(self) -> Dripping:
        self.open = [begun(self.port, beginning) for beginning in self.beginnings]
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        for connection in self.open:
            connection.close()

    def _drip(self) -> None:
        pause = ROUND_SECONDS / len(self.open)
        while True:
            for connection in self.open:
                with contextlib.suppress(OSError):  # nginx has ended it
                    connection.send(b"a")
                if self._ended.wait(pause):
                    return


def begun(port: int, beginning: bytes) -> ssl.SSLSocket:
    """A connection to nginx on which a request has begun."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection = _TRUSTING.wrap_socket(plain, server_hostname="localhost")
    connection.sendall(beginning)
    return connection


def told_by(connection: ssl.SSLSocket, *, within: float) -> str | None:
    """The first line that nginx says, "" when it ends the connection without a word; None while it waits."""
    connection.settimeout(within)
    try:
        return connection.recv(4096).decode().partition("\r\n")[0]
    except TimeoutError:
        return None
    except (ConnectionError, ssl.SSLError):
        return ""


def seconds_until_ended(connection: ssl.SSLSocket, *, within: float) -> float:
    """For how long one more byte can be sent each quarter of a second; `within` when there is no end."""
    started = time.monotonic()
    while (passed := time.monotonic() - started) < within:
        try:
            connection.send(b"a")
        except OSError:
            return passed
        time.sleep(0.25)
    return within
