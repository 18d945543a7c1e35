"""Bytes from a client, who has so many seconds for a whole request and not for each byte."""

from __future__ import annotations

import io
import socket
import time
from typing import Any


class Hearing(io.RawIOBase):
    """Reads from a connection until the time that `begin` set. Raises TimeoutError after it."""

    def __init__(self, connection: socket.socket, patience: float) -> None:
        self._connection = connection
        self._patience = patience
        self.begin()

    def begin(self) -> None:
        self._until = time.monotonic() + self._patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(self._patience)
