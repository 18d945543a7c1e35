"""How the house is, for those who watch over the server. Rooms add their checks from their apps.py."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

from holdspace import __version__

DOWN, OK, ABSENT = "down", "ok", "absent"
PARTS = ("engine", "database", "worker")

Check = Callable[[], str]


def register(name: str, check: Check) -> None:
    """`check` answers one short word, within a second or so; "down" turns the whole answer to 503."""
    _checks[name] = check


def report() -> dict[str, Any]:
    """The state of every part, "absent" where no room has spoken for it, and one `status` over all."""
    parts = dict.fromkeys(PARTS, ABSENT) | {name: ask() for name, ask in _checks.items()}
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
