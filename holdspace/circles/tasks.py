"""Work that is put off to a moment: queued in the transaction that calls for it, done by the worker."""

from django_tasks import task

from holdspace.circles import unheard


@task()
def tick() -> None:
    """Others can hear a story from now on: its first wave, if it is due at once, need not wait for the next round."""
    unheard.tick()
