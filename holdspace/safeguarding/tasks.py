"""Work queued in the transaction that calls for it, done by the worker within a second or two."""

from django_tasks import task

from holdspace.safeguarding import pager


@task(queue_name="crisis", priority=100)
def page_waiting() -> None:
    """Somebody on duty is rung now. Should this be lost, the next round of the clock does the same."""
    pager.tick()
