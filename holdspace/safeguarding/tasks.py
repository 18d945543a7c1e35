"""Work queued in the transaction that calls for it, done by the worker within a second or two."""

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from holdspace.kit.prepared import Prepared
from holdspace.safeguarding import pager


def page_soon() -> None:
    """Queue a round, unless one is queued that has not begun: it will see what is being kept now."""
    if not _queued():
        page_waiting.enqueue()


@task(queue_name="crisis", priority=100)
def page_waiting() -> None:
    """Somebody on duty is rung now. Should this be lost, the next round of the clock does the same."""
    pager.tick()


_queued = Prepared(
    lambda: DBTaskResult.objects.filter(task_path=page_waiting.module_path, status=TaskResultStatus.READY)[:1]
)
