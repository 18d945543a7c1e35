"""`empathy serve`: the readings of the command over HTTP, for software in other languages."""

from __future__ import annotations

import signal
import socket
import threading
from pathlib import Path

from empathy.engine import Engine
from empathy.http.door import Door
from empathy.http.server import Place, Server

SHORTEST_TOKEN = 16
REACHABLE = "{} can be reached from other machines: give a token with --token-file, or stay on 127.0.0.1."
TOO_SHORT = f"The token in {{}} is too short: write at least {SHORTEST_TOKEN} characters that nobody can guess."
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class CannotServe(Exception):
    """Why the service does not start, in one sentence."""


def opened(host: str, port: int, token_file: Path | None, weights: Path | None) -> Server:
    """A server that listens. Raises CannotServe; OSError for a token file that cannot be read; WeightsError."""
    token = token_in(token_file) if token_file else None
    place = found(host, port)
    if not (place.is_loopback or token):
        raise CannotServe(REACHABLE.format(place.address[0]))
    engine = warm(Engine.load(weights))
    try:
        return Server(place, Door, engine, token)
    except OSError as wrong:
        raise CannotServe(f"Cannot listen on {host}, port {port}: {wrong.strerror}.") from None


def warm(engine: Engine) -> Engine:
    """What is opened on first use is opened now, not while somebody waits."""
    engine.read("")
    engine.reply("", "")
    return engine


def token_in(file: Path) -> bytes:
    token = file.read_bytes().strip()
    if len(token) < SHORTEST_TOKEN:
        raise CannotServe(TOO_SHORT.format(file))
    return token


def found(host: str, port: int) -> Place:
    try:
        places = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise CannotServe(f"There is no host called {host}.") from None
    family, _, _, _, address = places[0]
    return Place(family, address)


def until_told(server: Server) -> None:
    """Serve until Ctrl-C or SIGTERM; then answer what is in progress. A second one ends it at once."""
    told = threading.Event()
    for one in SIGNALS:
        signal.signal(one, lambda *_: told.set())
    threading.Thread(target=server.serve_forever, args=(0.1,)).start()
    told.wait()
    for one in SIGNALS:
        signal.signal(one, signal.SIG_DFL)
    server.end()
