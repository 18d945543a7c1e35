"""What has to be told within 72 hours of a breach, in one file: ids, kinds, times and counts, nobody's words."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from holdspace.kit.place import here
from holdspace.people.leaving import parts
from holdspace.people.models import Person
from holdspace.safeguarding.log import end_of_log, faults
from holdspace.safeguarding.models import Entry, What

TO_TELL = timedelta(hours=72)
READS = (What.CASE_READ, What.AUTHOR_REVEALED, What.CASE_EXPORTED, What.HEAVY_OPENED)
LETTERS = ("1-read-me", "2-what-happened", "3-letter-to-the-authority", "4-letter-to-people")


@dataclass(frozen=True)
class Breach:
    """When it may have happened, when you came to know of it, and one person if it is about one."""

    since: datetime
    until: datetime
    known_at: datetime
    person: Person | None = None

    @property
    def tell_by(self) -> datetime:
        return self.known_at + TO_TELL


def pack(breach: Breach, to: Path) -> Path:
    """Writes the zip, readable by its owner alone. It never overwrites another."""
    file = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as opened, ZipFile(opened, "w", ZIP_DEFLATED) as zipped:
        for name, text in contents(breach):
            zipped.writestr(name, text)
    return to


def contents(breach: Breach) -> Iterator[tuple[str, str]]:
    told = _told(breach)
    for name in LETTERS:
        yield f"{name}.md", render_to_string(f"insights/breach/{name}.md", told)
    yield "affected.csv", _table(("person", "part", "kind", "rows"), _held(breach))
    yield "log.csv", _table(("number", "at", "what", "by", "about", "person", "seal"), _rows(_entries(breach)))
    reads = _entries(breach).filter(what__in=[what.value for what in READS])
    yield "reads.csv", _table(("number", "at", "what", "by", "about", "person", "seal"), _rows(reads))
    yield "sessions.csv", _table(("person", "last entered", "signed in until"), _sessions(breach))
    yield "timeline.csv", _table(("at", "what", "who or what"), _timeline(breach))


def _told(breach: Breach) -> dict[str, Any]:
    return {
        "breach": breach,
        "place": here(),
        "people": _people(breach).count(),
        "parts": [part.label or part.name for part in parts()],
        "faults": list(faults()),
        "seal": end_of_log().seal,
        "entries": _entries(breach).count(),
        "now": timezone.now(),
    }


def _people(breach: Breach) -> QuerySet[Person]:
    """Everybody who had an account by the end of the time, or the one it is about."""
    people = Person.objects.filter(joined_at__lte=breach.until).order_by("pk")
    return people.filter(pk=breach.person.pk) if breach.person else people


def _held(breach: Breach) -> Iterator[tuple[object, ...]]:
    """How many rows of each kind are kept about each of them; a kind without rows is left out."""
    for model, field, part in _kinds():
        people = _people(breach).values("pk")
        keys = model._default_manager.filter(**{f"{field}__in": people}).values_list(field, flat=True)
        counts: dict[object, int] = {}
        for key in keys.iterator():
            counts[key] = counts.get(key, 0) + 1
        yield from ((key, part, f"{model.__name__}.{field}", count) for key, count in sorted(counts.items(), key=str))


def _kinds() -> Iterator[tuple[Any, str, str]]:
    for part in parts():
        for model in part.models:
            for field in model._meta.get_fields():
                if field.related_model is Person and field.concrete and not field.many_to_many:
                    yield model, field.name, part.name


def _entries(breach: Breach) -> QuerySet[Entry]:
    entries = Entry.objects.filter(at__range=(breach.since, breach.until)).order_by("number")
    if breach.person is None:
        return entries
    return entries.filter(Q(person=breach.person.pk) | Q(by=breach.person.pk))


def _rows(entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    """Without the reasons that staff gave: those could repeat what somebody said."""
    for one in entries:
        yield one.number, one.at.isoformat(), one.what, one.by or "", one.about, one.person or "", one.seal


def _sessions(breach: Breach) -> Iterator[tuple[object, ...]]:
    until = _open_sessions()
    for pk, entered in _people(breach).values_list("pk", "last_login"):
        if (entered and entered >= breach.since) or str(pk) in until:
            yield pk, entered.isoformat() if entered else "", until.get(str(pk), "")


def _open_sessions() -> dict[str, str]:
    sessions = Session.objects.filter(expire_date__gt=timezone.now()).order_by("expire_date").iterator()
    return {str(one.get_decoded().get(SESSION_KEY)): one.expire_date.isoformat() for one in sessions}


def _timeline(breach: Breach) -> list[tuple[object, ...]]:
    steps: list[tuple[object, ...]] = [
        (breach.since.isoformat(), "it may have begun", ""),
        (breach.until.isoformat(), "it had ended, as far as you know", ""),
        (breach.known_at.isoformat(), "you came to know of it", ""),
        (breach.tell_by.isoformat(), "the authority has to know by now", ""),
    ]
    steps += [(one.at.isoformat(), one.what, one.by or "") for one in _entries(breach)]
    return sorted(steps, key=lambda step: str(step[0]))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows(rows)
    return written.getvalue()
