"""Connections and threads: how many at once, and an end that leaves no request without its answer."""

from __future__ import annotations

import socket
import socketserver
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from threading import BoundedSemaphore
from typing import Any

from empathy.engine import Engine
from empathy.http.answers import Answer, Refused, refusal
from empathy.http.metrics import Metrics

BUSY = {"message": "Too many requests at once. Please try again in a second.", "Retry_After": "1"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may ask of the others' time and of the memory."""

    body: int = 16 * 2**20  # bytes of one request
    text: int = 1_000_000  # characters of one text
    patience: float = 30.0  # seconds to send a whole request, or to take one answer
    at_work: int = 8  # requests that are being read
    connections: int = 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen: an address that the machine knows."""

    family: socket.AddressFamily
    address: tuple[Any, ...]

    @property
    def is_loopback(self) -> bool:
        return ip_address(self.address[0]).is_loopback


class Server(socketserver.ThreadingTCPServer):
    """A thread a connection over one engine. Reads are the same side by side as alone."""

    daemon_threads = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(
        self,
        place: Place,
        door: type[socketserver.BaseRequestHandler],
        engine: Engine,
        token: bytes | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Binds and listens. Raises OSError where the place is taken or not allowed."""
        self.address_family = place.family
        self.engine = engine
        self.token = token
        self.limits = limits or Limits()
        self.metrics = Metrics()
        self.only_loopback = place.is_loopback
        self.is_ending = False
        self._desks = BoundedSemaphore(self.limits.at_work)
        self._open: set[socket.socket] = set()
        self._idle: set[socket.socket] = set()
        super().__init__(place.address, door)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://[{host!s}]:{port}" if self.address_family == socket.AF_INET6 else f"http://{host!s}:{port}"

    @contextmanager
    def desk(self) -> Iterator[None]:
        """A place to be read at. Raises Refused when all are taken."""
        if not self._desks.acquire(blocking=False):
            raise Refused(503, **BUSY)
        self.metrics.in_progress(1)
        try:
            yield
        finally:
            self.metrics.in_progress(-1)
            self._desks.release()

    @contextmanager
    def waiting(self, connection: socket.socket) -> Iterator[None]:
        """While a connection has not begun a request. At the end, what it has already sent is still heard."""
        self._idle.add(connection)
        if self.is_ending:
            hear_no_more(connection)
        try:
            yield
        finally:
            self.begins(connection)

    def begins(self, connection: socket.socket) -> None:
        self._idle.discard(connection)

    def end(self) -> None:
        """Let nobody in any more, answer the requests in progress, and return when the last is answered."""
        self.is_ending = True
        self.shutdown()
        for connection in list(self._idle):
            hear_no_more(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        if len(self._open) < self.limits.connections:
            super().process_request(request, client_address)
            return
        with suppress(OSError):
            request.sendall(written(refusal(503, **BUSY)))
        self.metrics.answered("other", 503, 0)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say which fault and where. Its own words stay unsaid: they may be the text's."""
        fault = sys.exc_info()[1]
        if fault is None or isinstance(fault, OSError):
            return
        place = traceback.extract_tb(fault.__traceback__)[-1]
        sys.stderr.write(f"A fault: {type(fault).__name__} in {place.filename}, line {place.lineno}.\n")


def written(answer: Answer) -> bytes:
    """A whole answer as it goes over the line, for a client that nobody has time to listen to."""
    told = {"Content-Type": answer.kind, "Content-Length": len(answer.body), "Connection": "close", **answer.headers}
    head = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", *(f"{k}: {v}" for k, v in told.items())]
    return "\r\n".join([*head, "", ""]).encode() + answer.body


def hear_no_more(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
