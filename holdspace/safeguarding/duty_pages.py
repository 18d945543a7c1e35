"""Pages beside the board, for those on duty. Rooms above add theirs from their apps.py."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class DutyPage:
    label: str | Promise
    route: str


_pages: list[DutyPage] = []


def register(page: DutyPage) -> None:
    _pages.append(page)


def duty_pages() -> list[DutyPage]:
    return list(_pages)
