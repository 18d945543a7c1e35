"""Work beside the pages: queued tasks, and the chores that come round by the clock. Two threads of the serving process.

No error ends either of them: a chore or a task that failed is told, and the rest goes on. A thread that has hung or
died cannot be started anew from inside; `state` says so within three minutes, and a restart of the server mends it.
Whatever was being done then was one transaction, and is done again.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from holdspace.circles.echoes import settle_missed
from holdspace.circles.training import remind
from holdspace.circles.unheard import tick
from holdspace.circles.waiting_words import read_waiting
from holdspace.insights.actions import tell_the_house
from holdspace.insights.forgetting import forget_all
from holdspace.kit import health
from holdspace.listening import engine
from holdspace.listening.rereading import a_round
from holdspace.notices.actions import send_digests
from holdspace.people.papers import look_after
from holdspace.safeguarding import pager
from holdspace.safeguarding.moderation import forget_removed, keep_appeals_waiting

logger = logging.getLogger(__name__)

CHORES_EVERY = 60  # seconds
TASKS_EVERY = 1.0
ASLEEP_AFTER = 180
CHORES, TASKS = "chores", "tasks"

_went_well: dict[str, float] = {}


def state() -> str:
    """ok while both threads get on, down when one has not for three minutes, absent where no worker was started.

    A first round, which may have a whole place to read, has the same three minutes.
    """
    if not _went_well:
        return health.ABSENT
    return health.OK if time.monotonic() - min(_went_well.values()) < ASLEEP_AFTER else health.DOWN


def start() -> None:
    """Run chores and queued tasks in threads of this process, for as long as it lives."""
    engine.warm()
    _went_well.update(dict.fromkeys((CHORES, TASKS), time.monotonic()))
    health.register("worker", state)
    for name, work in ((CHORES, chores_for_ever), (TASKS, tasks_for_ever)):
        threading.Thread(target=work, name=name, daemon=True).start()


def chores_for_ever() -> None:
    while True:
        chores()
        time.sleep(CHORES_EVERY)


def chores() -> None:
    """Every chore once. The round went well if the clock of the unheard could be looked at, whatever else failed."""
    done(pager.tick)
    done(read_waiting)
    done(settle_missed)
    if done(tick):
        _went_well[CHORES] = time.monotonic()
    done(digests)
    done(keep_appeals_waiting)
    done(tell_the_house)
    done(remind_listeners)
    done(papers)
    done(read_again)
    done(forget)


def done(chore: Callable[[], object]) -> bool:
    """Did it succeed? One that fails is told and tried again next time."""
    try:
        close_old_connections()
        chore()
    except Exception:  # the clock must not stop for one broken chore
        logger.exception("A chore failed and is tried again in %s seconds", CHORES_EVERY)
        return False
    return True


def digests() -> None:
    send_digests(timezone.now())


def remind_listeners() -> None:
    remind(timezone.now())


def papers() -> None:
    look_after(timezone.now())


def read_again() -> None:
    """Last but one and for two seconds at most: nobody who is rung waits for it."""
    a_round()


def forget() -> None:
    """Once a day: removed texts whose time is over, old sessions and tasks, and what is past its keep time.

    Each of them whatever becomes of the others.
    """
    if not _is_new_day():
        return
    now = timezone.now()
    done(lambda: forget_removed(now))
    done(lambda: call_command("clearsessions", verbosity=0))
    done(lambda: call_command("prune_db_task_results", verbosity=0, min_age_days=7))
    done(lambda: forget_all(now))


def _is_new_day() -> bool:
    return cache.add(f"forgot-{timezone.now():%Y-%m-%d}", True, 2 * 86_400)


def tasks_for_ever() -> None:
    while True:
        tasks()
        time.sleep(TASKS_EVERY)


def tasks() -> None:
    """Every task that is ready, one after the other."""
    try:
        Tasks().run()
    except Exception:  # a lost database, say: nobody would start this thread again
        logger.exception("The queue of tasks is looked at again in %s seconds", TASKS_EVERY)
    else:
        _went_well[TASKS] = time.monotonic()


class Tasks(Worker):
    """The worker of django-tasks, until nothing is ready; a long row of tasks is no sleep."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=TASKS_EVERY,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"thread-{threading.get_ident()}",
            excluded_queue_names=[],
        )

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        super().run_task(db_task_result)
        _went_well[TASKS] = time.monotonic()
