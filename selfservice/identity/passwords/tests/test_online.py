"""What the range service answers, or fails to answer, in every way seen so far."""

import hashlib
import io
import threading
import urllib.error
import urllib.request
import urllib.response
from collections.abc import Callable
from email.message import Message
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest

from selfservice.identity.passwords import online
from selfservice.identity.passwords.errors import LeaksUnavailable

Opener = Callable[..., Any]
PASSWORD = "leaked-somewhere-1"
DIGEST = hashlib.sha1(PASSWORD.encode(), usedforsecurity=False).hexdigest().upper()
OTHERS = f"{'0' * 35}:3\r\n{'1' * 35}:4"


class Service:
    """Stands in for the opener of the standard library: what is asked, and what comes back."""

    def __init__(self, answer: Callable[[], bytes]) -> None:
        self.answer = answer
        self.asked: list[urllib.request.Request] = []
        self.limits: list[float | None] = []

    def __call__(self, request: urllib.request.Request, timeout: float | None = None) -> io.BytesIO:
        self.asked.append(request)
        self.limits.append(timeout)
        return io.BytesIO(self.answer())


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Callable[[], bytes]], Service]:
    settings.BREACHED_PASSWORDS_URL = "https://leaks.example.org/mirror/"
    online.connect()

    def install(answer: Callable[[], bytes]) -> Service:
        stub = Service(answer)
        monkeypatch.setattr(online._OPENER, "open", stub)
        return stub

    return install


def failing(error: Exception) -> Callable[[], bytes]:
    def answer() -> bytes:
        raise error

    return answer


def http_error(status: int) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("https://leaks.example.org/", status, "no", Message(), io.BytesIO())


class SendsElsewhere(urllib.request.HTTPSHandler):
    """A service that answers with another address, and says what it was asked."""

    asked: ClassVar[list[str]] = []

    def https_open(self, req: urllib.request.Request) -> Any:
        self.asked.append(req.full_url)
        headers = Message()
        headers["Location"] = "https://inside.example.org/secret"
        answer = urllib.response.addinfourl(io.BytesIO(b""), headers, req.full_url, 302)
        answer.msg = "Found"  # type: ignore[attr-defined]
        return answer


def test_nobody_can_send_our_server_on_to_another_address(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BREACHED_PASSWORDS_URL = "https://leaks.example.org"
    online.connect()
    ours = [type(each) for each in online._OPENER.handlers if isinstance(each, online.NoRedirects)]
    monkeypatch.setattr(online, "_OPENER", urllib.request.build_opener(SendsElsewhere, *ours))
    with pytest.raises(LeaksUnavailable):
        online.times_seen(PASSWORD)
    assert [urlsplit(url).hostname for url in SendsElsewhere.asked] == ["leaks.example.org"]


def test_a_leaked_password_is_counted(service: Any) -> None:
    service(lambda: f"{OTHERS}\r\n{DIGEST[5:]}:42".encode())
    assert online.times_seen(PASSWORD) == 42


def test_an_unknown_password_counts_nothing(service: Any) -> None:
    service(lambda: OTHERS.encode())
    assert online.times_seen(PASSWORD) == 0


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_mirror_may_end_its_lines_as_it_likes(service: Any, end: str) -> None:
    service(lambda: f"{OTHERS}\r\n{DIGEST[5:]}:42\r\n".replace("\r\n", end).encode())
    assert online.times_seen(PASSWORD) == 42


def test_only_five_characters_of_the_hash_leave_the_site(service: Any) -> None:
    stub = service(lambda: OTHERS.encode())
    online.times_seen(PASSWORD)
    (request,) = stub.asked
    assert request.full_url == f"https://leaks.example.org/mirror/range/{DIGEST[:5]}"
    assert request.data is None
    assert DIGEST[5:] not in f"{request.full_url}{request.headers}"


def test_forty_hex_digits_are_a_password_like_any_other(service: Any) -> None:
    stub = service(lambda: OTHERS.encode())
    online.times_seen("a" * 40)
    assert stub.asked[0].full_url.endswith(
        hashlib.sha1(b"a" * 40, usedforsecurity=False).hexdigest()[:5].upper()
    )


@pytest.mark.parametrize(
    "fault",
    [
        http_error(503),
        http_error(429),
        http_error(404),
        urllib.error.URLError("refused"),
        TimeoutError("silent"),
        ConnectionResetError(),
    ],
    ids=lambda fault: f"{type(fault).__name__}-{getattr(fault, 'code', '')}",
)
def test_every_fault_of_the_service_is_one_exception(service: Any, fault: Exception) -> None:
    service(failing(fault))
    with pytest.raises(LeaksUnavailable):
        online.times_seen(PASSWORD)


@pytest.mark.parametrize(
    "nonsense", [b"<html>Log in to the hotel network</html>", b"", b"\xff\xfe\x00", b"ABC:many"]
)
def test_an_answer_that_is_no_range_is_a_fault_not_a_clean_bill(service: Any, nonsense: bytes) -> None:
    service(lambda: nonsense)
    with pytest.raises(LeaksUnavailable):
        online.times_seen(PASSWORD)


def test_a_service_that_drips_is_left_after_the_time_limit(service: Any, settings: Any) -> None:
    settings.BREACHED_PASSWORDS_SECONDS = 0.05
    left = threading.Event()

    def drip() -> bytes:
        assert left.wait(timeout=10), "whoever asked waited for the whole answer"
        return OTHERS.encode()

    stub = service(drip)
    with pytest.raises(LeaksUnavailable):
        online.times_seen(PASSWORD)
    left.set()
    assert stub.limits == [0.05]
