"""Taking one's words along, and leaving so that nothing readable remains (C-18).

Each room with rows about people registers one `Part` from its apps.py. Parts are asked in the order in which
they were registered, upper rooms first, so that a lower room never pulls a row away from under an upper one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise

from holdspace.people.models import Person
from holdspace.people.signals import person_left

Words = dict[str, Any] | list[Any]


@dataclass(frozen=True)
class Part:
    """What one room holds about a person.

    models    every model of the room with rows about people
    export    all of it as plain data for JSON: texts, dates and words, no ids of other people
    erase     removes it, inside the caller's transaction
    vanishes  one sentence for the preview: what will be gone
    stays     one sentence: what stays under "[left]", and why; empty when nothing stays
    label     what the part is called on the page
    """

    name: str
    models: Sequence[type[models.Model]]
    export: Callable[[Person], Words]
    erase: Callable[[Person], None]
    vanishes: str | Promise = ""
    stays: str | Promise = ""
    label: str | Promise = ""


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    if part.name in _parts:
        raise ValueError(f"two parts are called {part.name!r}")
    _parts[part.name] = part


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


def words_of(person: Person) -> dict[str, Words]:
    """Everything this place holds about a person, by part."""
    return {part.name: part.export(person) for part in parts()}


@transaction.atomic
def leave(person: Person) -> None:
    """Erase a person from every room, all or nothing."""
    person_id = person.pk
    for part in parts():
        part.erase(person)
    person.delete()
    transaction.on_commit(lambda: person_left.send(Person, person_id=person_id), robust=True)
