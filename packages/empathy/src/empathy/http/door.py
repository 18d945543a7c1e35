"""One connection: is this request allowed, what does it ask, and the answer. No word of a text goes anywhere else."""

from __future__ import annotations

import hmac
import io
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from empathy import lines
from empathy.engine import Engine
from empathy.http.answers import JSON, NDJSON, Answer, Refused, encoded, refusal
from empathy.http.heads import declared, names_loopback
from empathy.http.hearing import Hearing
from empathy.http.pages import PAGES
from empathy.http.server import Server

COMMANDS: Mapping[str, lines.Answer] = {"/v1/read": lines.read, "/v1/reply": lines.reply, "/v1/embed": lines.embed}
ALLOWED = {**dict.fromkeys(PAGES, "GET, HEAD"), **dict.fromkeys(COMMANDS, "POST")}
FOR_ALL = {"/", "/page.css", "/openapi.json", "/healthz"}
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TEXTS = ("text", "story", "reply")
MOST_UNHEARD = 64 * 2**20


class Door(BaseHTTPRequestHandler):
    """Takes one request after the other from one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    unheard = 0
    status = 0

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.hearing = Hearing(self.connection, self.server.limits.patience)
        self.rfile = io.BufferedReader(self.hearing)

    def handle_one_request(self) -> None:
        self.hearing.begin()
        with self.server.waiting(self.connection):
            super().handle_one_request()

    def parse_request(self) -> bool:
        self.server.begins(self.connection)
        return super().parse_request()

    def answer(self) -> None:
        began, self.status, self.unheard = time.monotonic(), 0, MOST_UNHEARD
        try:
            self.take()
        except Refused as refused:
            self.send(refused.answer)
        except OSError:
            raise
        except Exception:
            self.send_fault()
            raise
        finally:
            path = self.wanted if self.wanted in ALLOWED else "other"
            self.server.metrics.answered(path, self.status, time.monotonic() - began)

    do_GET = do_HEAD = do_POST = answer

    @property
    def wanted(self) -> str:
        return self.path.partition("?")[0]

    def take(self) -> None:
        self.unheard = declared(self.headers)
        self.check()
        if self.wanted in PAGES:
            self.send(PAGES[self.wanted](self.server))
        else:
            self.read(self.wanted)

    def check(self) -> None:
        """Host, path, method, token: in this order. Raises Refused."""
        if self.server.only_loopback and not names_loopback(self.headers.get_all("Host", [])):
            raise Refused(421, "This service answers only to localhost.")
        if self.wanted not in ALLOWED:
            raise Refused(404, "There is nothing at this path. /openapi.json says what there is.")
        if self.command not in ALLOWED[self.wanted].split(", "):
            raise Refused(405, "This path does not take this method.", Allow=ALLOWED[self.wanted])
        if self.wanted not in FOR_ALL and not self.has_token():
            raise Refused(401, "This path needs the token.", WWW_Authenticate="Bearer")

    def has_token(self) -> bool:
        if self.server.token is None:
            return True
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode("latin-1"), self.server.token)

    # Reading

    def read(self, path: str) -> None:
        kind = self.headers.get_content_type()
        if kind not in {JSON, NDJSON}:
            raise Refused(415, f"Send {JSON} or {NDJSON}.")
        body = self.body()
        if kind == NDJSON:
            self.read_lines(path, body)
        else:
            self.read_one(path, body)

    def read_lines(self, path: str, body: bytes) -> None:
        with self.server.desk():
            self.send_lines(self.readings(path, io.BytesIO(body)))

    def read_one(self, path: str, body: bytes) -> None:
        with self.server.desk():
            record = next(self.readings(path, [body]))
        self.send(Answer(status_of(record, body), encoded(record)))

    def body(self) -> bytes:
        """The whole body. Raises Refused."""
        if "Content-Length" not in self.headers:
            raise Refused(411, "Say how long the body is (Content-Length).")
        if self.unheard > self.server.limits.body:
            raise Refused(413, f"The body is longer than {self.server.limits.body} bytes.")
        self.welcome()
        try:
            body = self.rfile.read(self.unheard)
        except TimeoutError:
            raise Refused(408, "The body took too long to come.") from None
        if len(body) < self.unheard:
            raise Refused(400, "The body ended before it was whole.")
        self.unheard = 0
        return body

    def welcome(self) -> None:
        """Tell a client that waits for it that its body will be read."""
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(HTTPStatus.CONTINUE)
            self.end_headers()

    def handle_expect_100(self) -> bool:
        # Whether the body is welcome is known only when path, token and length have been looked at.
        return True

    def readings(self, path: str, asked: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        for answer in lines.answers(asked, self.bounded(COMMANDS[path]), self.server.engine):
            self.server.metrics.text(path.rpartition("/")[2], well="error" not in answer)
            yield answer

    def bounded(self, answer: lines.Answer) -> lines.Answer:
        def within(engine: Engine, record: lines.Record) -> dict[str, Any]:
            check_length(record, self.server.limits.text)
            return answer(engine, record)

        return within

    # Answering

    def send(self, answer: Answer) -> None:
        self.begin(answer.status, answer.kind, {**answer.headers, "Content-Length": str(len(answer.body))})
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        if self.unheard:
            self.hear_the_rest()

    def send_lines(self, answers: Iterable[Mapping[str, Any]]) -> None:
        """Each as soon as it is there. A stream that was cut off lacks its last, empty chunk."""
        chunked = self.request_version != "HTTP/1.0"
        self.begin(200, NDJSON, {"Transfer-Encoding": "chunked"} if chunked else {"Connection": "close"})
        for answer in answers:
            self.wfile.write(chunk(encoded(answer)) if chunked else encoded(answer))
        if chunked:
            self.wfile.write(chunk(b""))

    def begin(self, status: int, kind: str, headers: Mapping[str, str]) -> None:
        self.status = status
        self.send_response(status)
        for name, told in {"Content-Type": kind, **ALWAYS, **headers}.items():
            self.send_header(name, told)
        if self.unheard or self.server.is_ending:
            self.send_header("Connection", "close")
        self.end_headers()

    def hear_the_rest(self) -> None:
        """Take in what was not asked for: a connection closed over unread bytes can lose the answer with them."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            left = min(self.unheard, MOST_UNHEARD)
            while left > 0 and (piece := self.rfile.read(min(left, 2**16))):
                left -= len(piece)

    def send_fault(self) -> None:
        if not self.status:
            self.close_connection = True
            self.send(refusal(500, "Something went wrong here. The text was not read."))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the parser of heads does not understand, in the shape of every other refusal."""
        if code == HTTPStatus.NOT_IMPLEMENTED:
            self.answer()  # a whole request with another method than those above
            return
        self.request_version = self.protocol_version
        self.unheard = MOST_UNHEARD
        self.send(refusal(code, f"{HTTPStatus(code).phrase}."))
        self.server.metrics.answered("other", self.status, 0)

    def version_string(self) -> str:
        return "empathy"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a path can carry somebody's words."""


def check_length(record: lines.Record, most: int) -> None:
    for name in TEXTS:
        if isinstance(record.get(name), str) and len(record[name]) > most:
            raise lines.Unusable(f'The field "{name}" is longer than {most} characters.')


def status_of(record: Mapping[str, Any], body: bytes) -> int:
    if "error" not in record:
        return 200
    try:
        lines.decoded(body)
    except lines.NotJson:
        return 400
    return 422


def chunk(piece: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(piece), piece)
