"""The way to becoming a listener, step by step. Rooms above add their steps from their apps.py; this one knows none."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from holdspace.people.models import Person


@dataclass(frozen=True)
class Step:
    """One thing to do. `is_done` is asked about whoever is signed in."""

    order: int
    title: str | Promise
    about: str | Promise
    route: str
    is_done: Callable[[Person], bool]

    @property
    def address(self) -> str:
        return reverse(self.route)


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    _steps[step.route] = step


def steps_for(person: Person | None) -> list[tuple[Step, bool]]:
    """Every step in order, and whether this person has done it."""
    in_order = sorted(_steps.values(), key=lambda step: step.order)
    return [(step, person is not None and step.is_done(person)) for step in in_order]
