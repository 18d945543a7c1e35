"""Work beside the pages: queued tasks, and the chores that come round by the clock. One thread of the serving process.

If it dies the server starts it again; whatever it was doing was one transaction and is done again.
"""

import logging
import threading
import time

from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from holdspace.circles.unheard import tick
from holdspace.circles.waiting_words import read_waiting
from holdspace.kit import health
from holdspace.listening import engine
from holdspace.notices.actions import send_digests

logger = logging.getLogger(__name__)

CHORES_EVERY = 60  # seconds
TASKS_EVERY = 1.0
ASLEEP_AFTER = 180

_last_round = 0.0


def state() -> str:
    """ok while chores come round, asleep when they have not for three minutes, absent where no worker runs."""
    if not _last_round:
        return health.ABSENT
    return "ok" if time.monotonic() - _last_round < ASLEEP_AFTER else health.DOWN


def start() -> None:
    """Run chores and queued tasks in threads of this process, for as long as it lives."""
    engine.warm()
    health.register("worker", state)
    for name, work in (("chores", chores_for_ever), ("tasks", tasks_for_ever)):
        threading.Thread(target=work, name=name, daemon=True).start()


def chores_for_ever() -> None:
    while True:
        chores()
        time.sleep(CHORES_EVERY)


def chores() -> None:
    """Every chore once. One that fails is told and tried again next time; the others go on."""
    global _last_round
    close_old_connections()
    for chore in (read_waiting, tick, lambda: send_digests(timezone.now()), forget):
        try:
            chore()
        except Exception:  # the clock must not stop for one broken chore
            logger.exception("A chore failed and is tried again in %s seconds", CHORES_EVERY)
    _last_round = time.monotonic()


def forget() -> None:
    """Once a day: sessions that ended and tasks that are long done."""
    if not _is_new_day():
        return
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0, min_age_days=7)


def _is_new_day() -> bool:
    return cache.add(f"forgot-{timezone.now():%Y-%m-%d}", True, 2 * 86_400)


def tasks_for_ever() -> None:
    while True:
        try:
            tasks_until_broken()
        except OperationalError:
            logger.exception("The task worker lost the database and begins again")
            time.sleep(TASKS_EVERY)


def tasks_until_broken() -> None:
    Worker(
        queue_names=["*"],
        interval=TASKS_EVERY,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"thread-{threading.get_ident()}",
        excluded_queue_names=[],
    ).run()
