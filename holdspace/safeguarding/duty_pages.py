"""Pages beside the board, for those on duty. Rooms above add theirs from their apps.py."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from holdspace.people.models import Person
from holdspace.safeguarding.policy import is_on_duty


@dataclass(frozen=True)
class DutyPage:
    label: str | Promise
    route: str
    is_for: Callable[[Person], bool] = is_on_duty


_pages: list[DutyPage] = []


def register(page: DutyPage) -> None:
    _pages.append(page)


def duty_pages(person: Person) -> list[DutyPage]:
    return [page for page in _pages if page.is_for(person)]
