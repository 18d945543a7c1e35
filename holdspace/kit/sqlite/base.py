"""SQLite lets one write at a time, and who finds it taken sleeps and tries again, up to a tenth of a second each time.

Under a rush every writer sleeps while nobody writes. The threads of this process line up here instead: whoever is done
hands on to the next at once. Another process still waits as SQLite has it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base

_turns: dict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread of this process at a time is in a transaction on one file; nobody waits longer than `timeout`."""

    _turn: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        """A commit that failed leaves the transaction open: the rollback that follows ends the turn."""
        done = super()._commit()  # type: ignore[misc]
        self._end_turn()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        turn = _turns[str(self.settings_dict["NAME"])]
        if turn.acquire(timeout=self.settings_dict.get("OPTIONS", {}).get("timeout", 5)):
            self._turn = turn

    def _end_turn(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            turn.release()
