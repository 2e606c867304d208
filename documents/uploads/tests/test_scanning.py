"""The virus scanner: what it is sent, what it answers, and what holds while it is away."""

import io
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from documents.uploads import errors, scanning
from documents.uploads.scanning import ScannerFailed, ScanState, ask, scan
from documents.uploads.services import accept
from documents.uploads.tests import files
from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm

Answer = Callable[[bytes], bytes]


class Daemon(threading.Thread):
    """Speaks clamd's side of INSTREAM on a Unix socket, for one connection after another."""

    def __init__(self, path: Path, answer: Answer) -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.received: list[bytes] = []
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen()

    def run(self) -> None:
        while True:
            try:
                connection, _peer = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b"".join(iter(lambda: self._chunk(stream), b""))
                self.received.append(content)
                with suppress(BrokenPipeError):  # who asked has waited long enough
                    connection.sendall(self.answer(content))

    @staticmethod
    def _chunk(stream: Any) -> bytes:
        (length,) = struct.unpack("!L", stream.read(4))
        return bytes(stream.read(length))


def like_clamav(content: bytes) -> bytes:
    found = files.EICAR in content
    return b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"


@pytest.fixture
def daemon(tmp_path: Path, settings: Any) -> Iterator[Callable[[Answer], Daemon]]:
    started: list[Daemon] = []

    def start(answer: Answer = like_clamav) -> Daemon:
        path = tmp_path / "clamd.ctl"
        settings.CLAMD_URL = f"unix://{path}"
        settings.CLAMD_SECONDS = 2
        started.append(Daemon(path, answer))
        started[-1].start()
        return started[-1]

    yield start
    for running in started:
        running.listener.shutdown(socket.SHUT_RDWR)
        running.listener.close()


@pytest.mark.django_db
class TestStates:
    def test_without_a_scanner_files_are_marked_as_not_scanned(self, settings: Any) -> None:
        settings.CLAMD_URL = ""
        assert scan(files.EICAR) is ScanState.NOT_SCANNED

    def test_a_clean_file_is_clean_and_reaches_the_scanner_whole(self, daemon: Any) -> None:
        running = daemon()
        content = b"x" * (3 * scanning.CHUNK + 7)
        assert scan(content) is ScanState.CLEAN
        assert running.received == [content]

    def test_an_infected_file_is_found(self, daemon: Any) -> None:
        daemon()
        assert scan(b"before" + files.EICAR) is ScanState.INFECTED

    @pytest.mark.parametrize(
        "answer",
        [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\0", b"<html>", b"stream: \xff\xfe ERROR\0"],
    )
    def test_an_answer_that_is_neither_leaves_the_file_pending(self, daemon: Any, answer: bytes) -> None:
        daemon(lambda content: answer)
        assert scan(b"x") is ScanState.PENDING
        assert Alarm.objects.get(code=scanning.ALARM).cleared_at is None

    def test_a_scanner_that_is_away_leaves_the_file_pending(self, settings: Any, tmp_path: Path) -> None:
        settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
        assert scan(b"x") is ScanState.PENDING

    @pytest.mark.long
    def test_a_scanner_that_hangs_is_left_in_time(self, daemon: Any, settings: Any) -> None:
        daemon(lambda content: time.sleep(1.5) or b"stream: OK\0")
        settings.CLAMD_SECONDS = 0.2
        started = time.monotonic()
        assert scan(b"x") is ScanState.PENDING
        assert time.monotonic() - started < 1

    def test_the_alarm_ends_when_the_scanner_answers_again(self, daemon: Any, settings: Any) -> None:
        settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"
        scan(b"x")
        daemon()
        scan(b"x")
        assert Alarm.objects.get(code=scanning.ALARM).cleared_at is not None

    def test_only_clean_files_and_those_of_sites_without_a_scanner_are_given_to_others(self) -> None:
        assert {state for state in ScanState if state.is_given_out} == {
            ScanState.CLEAN,
            ScanState.NOT_SCANNED,
        }


@pytest.mark.django_db
def test_an_infected_upload_is_refused_logged_and_not_kept(daemon: Any) -> None:
    daemon()
    photo = files.photo() + files.EICAR
    with pytest.raises(errors.InfectedFile):
        accept(file=io.BytesIO(photo), name="x.jpg", rules=files.PHOTOS)
    assert AuditEntry.objects.get().action == "documents.upload_infected"


@pytest.mark.django_db
def test_the_scanner_sees_what_was_sent_not_what_we_made_of_it(daemon: Any) -> None:
    running = daemon()
    sent = files.photo()
    kept = accept(file=io.BytesIO(sent), name="x.jpg", rules=files.PHOTOS)
    assert running.received == [sent]
    assert kept.content != sent
    assert kept.scan is ScanState.CLEAN


def test_a_failure_says_what_the_scanner_said(daemon: Any, settings: Any) -> None:
    daemon(lambda content: b"stream: Can't allocate memory ERROR\0")
    with pytest.raises(ScannerFailed, match="allocate"):
        ask(b"x", url=settings.CLAMD_URL, seconds=2)
