"""A server of its own on a folder of its own, and people who visit it as a browser without scripts does."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "holdspace/circles/demo"
CODE = re.compile(r"code now is (\d{6})")
READY_WITHIN = 120.0  # seconds; the first start brings the demo in
AWAY = (OSError, HTTPException)  # refused, reset, cut off in the middle


@dataclass
class Served:
    """`bin/serve` without its set-up: one process, killed or ended like a steward would."""

    folder: Path
    is_empty: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Served":
        self.start()
        return self

    def __exit__(self, *why: object) -> None:
        self.end()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"  # noqa: S101
        return self.process.pid

    def start(self) -> float:
        """Start, and wait until a page comes. Seconds it took."""
        self.port = self.port or free_port()
        words = [sys.executable, "-m", "holdspace.serve", "--port", str(self.port), "--data", str(self.folder)]
        words += ["--empty"] if self.is_empty else []
        began = time.monotonic()
        with open(self.folder / "serve.log", "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                words, cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=log
            )
        try:
            self._wait(began + READY_WITHIN)
        except RuntimeError:
            self.end()
            raise
        return time.monotonic() - began

    def _wait(self, until: float) -> None:
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"the server ended by itself: {(self.folder / 'serve.log').read_text()[-2000:]}")
            try:
                Visitor(self.address).get("/")
                return
            except AWAY:
                time.sleep(0.05)
        raise RuntimeError(f"no page within {READY_WITHIN:g} seconds")

    def kill(self) -> None:
        """Like a power cut for the process: nothing is said, nothing is closed."""
        os.kill(self.pid, signal.SIGKILL)
        self._gone()

    def end(self) -> None:
        """Like Ctrl-C."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self._gone()

    def _gone(self) -> None:
        if self.process:
            self.process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


class Stay(HTTPRedirectHandler):
    """A redirect is the answer; it is not followed."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """One browser with its cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), Stay())

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.address + path))  # noqa: S310

    def post(self, path: str, **fields: str) -> Answer:
        words = urlencode(fields | {"csrfmiddlewaretoken": self._proof()}).encode()
        return self._ask(Request(self.address + path, words, {"Referer": self.address + path}))  # noqa: S310

    def enter(self, name: str) -> "Visitor":
        """Through the door, with the passphrase of the demo."""
        self.get("/enter/")
        answer = self.post("/enter/", name=name, passphrase=passphrase_of(name))
        if answer.status != 302:
            raise RuntimeError(f"{name} could not enter: {answer.status}")
        if "/2fa/" in answer.headers.get("Location", ""):
            self._show_code(answer.headers["Location"])
        return self

    def _show_code(self, page: str) -> None:
        """Staff of the demo: the page says which code their app would show."""
        code = CODE.search(self.get(page).text)
        if code is None or self.post(page, code=code[1]).status != 302:
            raise RuntimeError("the second step could not be taken")

    def _ask(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=30) as page:
                return Answer(page.status, page.headers, page.read())
        except HTTPError as refused:
            return Answer(refused.code, refused.headers, refused.read())

    def _proof(self) -> str:
        return next((cookie.value or "" for cookie in self.cookies if "csrf" in cookie.name), "")


def passphrase_of(name: str) -> str:
    people = tomllib.loads((DEMO / "people.toml").read_text(encoding="utf-8"))["person"]
    return str(next(person["passphrase"] for person in people if person["name"] == name))


def stories_on(page: Answer) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="(/stories/[0-9a-f-]{36}/)"', page.text)))
