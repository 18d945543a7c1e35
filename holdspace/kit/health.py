"""How the house is, for the people who watch over the server. Rooms add their own checks from their apps.py."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

from holdspace import __version__

DOWN, OK, ABSENT = "down", "ok", "absent"

Check = Callable[[], str]


def register(name: str, check: Check) -> None:
    """`check` answers one short word; "down" turns the whole answer to 503. It must answer within a second or so."""
    _checks[name] = check


def report() -> dict[str, Any]:
    """The state of every part by name, "absent" where no room has spoken for it, and one `status` over all."""
    parts = {"engine": ABSENT, "database": ABSENT, "worker": ABSENT} | {name: ask() for name, ask in _checks.items()}
    status = DOWN if DOWN in parts.values() else OK
    return {"status": status, "version": __version__} | parts


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return DOWN
    return OK


_checks: dict[str, Check] = {"database": _database}
