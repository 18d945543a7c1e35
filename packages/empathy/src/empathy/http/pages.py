"""What can be looked at: a page for people, the description for programs, health and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from empathy.http.answers import Answer, encoded
from empathy.http.metrics import KIND as METRICS
from empathy.http.server import Server
from empathy.version import VERSION

PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}


@cache
def kept(name: str) -> bytes:
    """A page of this package, with the version in its place."""
    page = files("empathy.http").joinpath(name).read_text(encoding="utf-8")
    return page.replace("{version}", VERSION).encode()


PAGES: Mapping[str, Callable[[Server], Answer]] = {
    "/": lambda server: Answer(200, kept("page.html"), "text/html; charset=utf-8", PAGE_HEADERS),
    "/page.css": lambda server: Answer(200, kept("page.css"), "text/css; charset=utf-8"),
    "/openapi.json": lambda server: Answer(200, kept("openapi.json")),
    "/healthz": lambda server: Answer(200, encoded({"status": "ok", "version": VERSION})),
    "/metrics": lambda server: Answer(200, server.metrics.page().encode(), METRICS),
}
