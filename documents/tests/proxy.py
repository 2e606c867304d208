"""A small TCP proxy that spoils a connection on purpose: delays it, cuts it, or answers 503 itself."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class FaultyProxy:
    """Forwards to `target` (host, port); what it spoils can be changed while it runs.

    Parameters:
        delay: seconds for which every piece of an answer is held back.
        cut_after: bytes of an answer after which the connection is closed.
        busy: True to answer 503 without asking the target.
    """

    target: tuple[str, int]
    delay: float = 0.0
    cut_after: int | None = None
    busy: bool = False
    connections: int = 0
    _listener: socket.socket = field(default_factory=socket.socket)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            if self.busy:
                client.recv(65536)
                client.sendall(BUSY)
                return
            with socket.create_connection(self.target) as server:
                threading.Thread(target=self._copy_request, args=(client, server), daemon=True).start()
                self._copy_answer(server, client)
                client.shutdown(socket.SHUT_RDWR)

    def _copy_request(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                server.sendall(data)

    def _copy_answer(self, server: socket.socket, client: socket.socket) -> None:
        sent = 0
        while data := server.recv(65536):
            time.sleep(self.delay)
            if self.cut_after is not None:
                data = data[: self.cut_after - sent]
            client.sendall(data)
            sent += len(data)
            if self.cut_after is not None and sent >= self.cut_after:
                return
