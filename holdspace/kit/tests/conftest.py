"""A clock for things that must not take long, and collected static files."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.fixture
def benchmark_seconds() -> Callable:
    @contextmanager
    def within(seconds: float) -> Iterator[None]:
        start = time.process_time()
        yield
        assert time.process_time() - start < seconds

    return within


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    """Where static files lie after collecting, hashed and compressed as for a real visit."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "holdspace.kit.storage.HashedStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT
