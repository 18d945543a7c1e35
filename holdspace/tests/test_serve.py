"""`bin/serve` on a fresh machine: it says in one sentence what is wrong, and keeps what people wrote to itself."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import clear_url_caches

from holdspace import serve
from holdspace.circles.policy import is_empty_place
from holdspace.people.models import Person
from holdspace.settings import kept_key

ROOT = Path(__file__).resolve().parents[2]


def begin(data: Path, *words: str, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "holdspace.serve", "--data", str(data), "--empty", *words]
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        env=os.environ | settings,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        umask=0o022,
    )


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def wait_for(port: str) -> dict[str, str]:
    """The headers of Help now, as soon as it is served."""
    for _ in range(1000):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/help-now/") as page:  # noqa: S310
                return dict(page.headers)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError


@pytest.mark.slow
def test_a_first_start_keeps_everything_to_the_owner_and_ends_when_asked(tmp_path):
    port = free_port()
    server = begin(tmp_path / "var", "--port", port)
    try:
        assert wait_for(port)
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "var", *(tmp_path / "var").iterdir())}
        assert modes["var"] == 0o700
        assert modes["holdspace.sqlite3"] == modes["holdspace.sqlite3-wal"] == modes["secret-key"] == 0o600
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as health:  # noqa: S310
            assert b'"worker": "ok"' in health.read()
    finally:
        server.send_signal(signal.SIGINT)
        said, complained = server.communicate(timeout=20)
    assert "Holdspace is at http://127.0.0.1:" in said
    assert "Traceback" not in complained


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"HOLDSPACE_UNDO_SECONDS": "abc"}, "HOLDSPACE_UNDO_SECONDS must be a whole number, not 'abc'"),
        ({"HOLDSPACE_ENGINE": "perhaps"}, "HOLDSPACE_ENGINE must be true or false"),
        ({"HOLDSPACE_SECRET_KEY_FILE": "/nowhere/key"}, "HOLDSPACE_SECRET_KEY_FILE points at '/nowhere/key'"),
    ],
)
def test_a_setting_that_is_wrong_ends_in_one_sentence(tmp_path, settings, told):
    server = begin(tmp_path, "--port", free_port(), **settings)
    _, complained = server.communicate(timeout=60)
    assert server.returncode == 1
    assert told in complained
    assert len(complained.splitlines()) == 1


def test_a_key_that_cannot_be_read_ends_in_one_sentence(tmp_path):
    (tmp_path / "secret-key").mkdir()
    (tmp_path / "secret-key/inside").touch()
    server = begin(tmp_path, "--port", free_port())
    _, complained = server.communicate(timeout=60)
    assert server.returncode == 1
    assert len(complained.splitlines()) == 1
    assert "cannot be prepared" in complained


def test_the_key_is_made_once_and_is_the_owners(tmp_path):
    path = tmp_path / "new/secret-key"
    key = kept_key(path)
    assert len(key) > 50
    assert kept_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["secret-key"]


def test_an_empty_key_counts_as_none(tmp_path):
    path = tmp_path / "secret-key"
    path.touch()
    assert len(kept_key(path)) > 50


def test_a_key_of_another_process_is_left_alone(tmp_path, monkeypatch):
    path = tmp_path / "secret-key"
    link = os.link

    def a_moment_later(fresh, to):
        path.write_text("theirs")
        link(fresh, to)

    monkeypatch.setattr(os, "link", a_moment_later)
    assert kept_key(path) == "theirs"


@pytest.mark.django_db
def test_the_demo_stays_out_of_a_place_in_production(settings, capsys):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="public"):
        call_command("load_demo")
    serve.bring_in_demo(for_real=True)
    assert "The demo stays out" in capsys.readouterr().out
    assert is_empty_place()


@pytest.mark.django_db
def test_doors_that_everybody_knows_are_never_opened_in_production(settings):
    row = _first_in_the_demo()
    Person.objects.create_person(name=row["name"], passphrase=row["passphrase"], country="PT", time_zone="UTC")
    assert not serve.has_public_doors()
    settings.PRODUCTION = True
    assert serve.has_public_doors()


def _first_in_the_demo():
    from holdspace.circles.demo import read

    return read("people")["person"][0]


def test_help_now_is_warm_before_anybody_asks(monkeypatch):
    from holdspace.library import policy

    clear_url_caches()
    policy.book.cache_clear()
    serve.warm_up()
    assert policy.book.cache_info().currsize == 1
