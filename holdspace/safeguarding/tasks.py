"""Work queued in the transaction that calls for it, done by the worker within a second or two."""

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from holdspace.safeguarding import pager


def page_soon() -> None:
    """Queue a round, unless one is queued that has not begun: it will see what is being kept now."""
    if not DBTaskResult.objects.ready().filter(task_path=page_waiting.module_path).exists():
        page_waiting.enqueue()


@task(queue_name="crisis", priority=100)
def page_waiting() -> None:
    """Somebody on duty is rung now. Should this be lost, the next round of the clock does the same."""
    pager.tick()
