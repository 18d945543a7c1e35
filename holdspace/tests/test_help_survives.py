"""Help now in a place that is being served, after everything behind it was really taken away (S-37)."""

import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.tests.test_serve import ROOT, free_port, wait_for

pytestmark = pytest.mark.slow
TRIES = 30
LIMIT = 0.2  # seconds
PAGES = ("/help-now/", "/help-now/?country=IE", "/help-now/?country=FR&kind=abuse")


@pytest.fixture
def served(tmp_path) -> Iterator[tuple[str, Path]]:
    """A place without an engine and with a cache that refuses; its address, and the folder of its database."""
    port, data = free_port(), tmp_path / "var"
    place = {"DJANGO_SETTINGS_MODULE": "holdspace.tests.dead_cache", "HOLDSPACE_ENGINE": "false"}
    words = [sys.executable, "-m", "holdspace.serve", "--data", str(data), "--empty", "--port", port]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(words, cwd=ROOT, env=os.environ | place, stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}", data
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def destroy_database(data: Path) -> None:
    """Not only renamed: what a connection still holds open is no database any more either."""
    for file in data.glob("holdspace.sqlite3*"):
        file.write_bytes(os.urandom(8192))


def seconds_for(address: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(address) as page:  # noqa: S310
        assert page.status == 200
        assert b"findahelpline.com" in page.read()
    return time.perf_counter() - began


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as page:  # noqa: S310
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_help_now_answers_in_time_with_database_worker_engine_and_cache_gone(served):
    address, data = served
    destroy_database(data)
    assert status_of(f"{address}/healthz") == 503, "the place itself must be down for this to say anything"
    took = [seconds_for(address + page) for page in PAGES for _ in range(TRIES)]
    usual, slow = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    figures = f"median {usual * 1000:.1f} ms, p95 {slow * 1000:.1f} ms, {len(took)} requests"
    sys.stdout.write(f"\nHelp now, everything down: {figures}\n")
    assert usual < LIMIT


def test_help_now_answers_where_there_never_was_a_database(served):
    address, data = served
    for file in data.glob("holdspace.sqlite3*"):
        file.unlink()
    assert seconds_for(f"{address}/help-now/?country=IE") < LIMIT * 10
    assert status_of(f"{address}/help-now/?country=%00") == 200
