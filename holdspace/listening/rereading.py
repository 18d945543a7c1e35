"""Reading again, with a newer version, the texts that still stand: a few at a time, beside everything else.

Each text is a transaction of its own that also moves the mark: killed anywhere, it goes on where it stopped, and no
text is done twice, whoever else is at it. It takes up no more than `SECONDS` of a round: whoever is rung is not late.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from holdspace.listening import engine
from holdspace.listening.actions import Heard, keep_newer_reading, listen_for_danger
from holdspace.listening.models import Purpose, Reading, Rereading, Tier
from holdspace.listening.sources import source_of, sources
from holdspace.people import consents
from holdspace.people.models import Consent

SECONDS = 2.0
AT_ONCE = 100
A_MINUTE = timedelta(minutes=1)
NUMBER = re.compile(r"\d+(?:\.\d+)*")


class CannotReadError(Exception):
    """The engine is off, or reads by its rules alone: what it read before would be lost for less."""


# --- what is old --------------------------------------------------------------------------------------------------


def old() -> QuerySet[Reading]:
    """Readings by an older version, of texts that stand before others and whose writers still agree to be read."""
    read = Reading.objects.filter(purpose=Purpose.SAFETY, tier__isnull=False, engine__in=older_versions())
    return read.filter(_of_shown_texts(), _still_agreed()).order_by("pk")


def older_versions() -> list[str]:
    read = Reading.objects.filter(purpose=Purpose.SAFETY).order_by().values_list("engine", flat=True).distinct()
    return [version for version in read if is_older(version, engine.version())]


def is_older(version: str, than: str) -> bool:
    """By its numbers. What has none is not known to be older."""
    numbers = _numbers(version)
    return bool(numbers) and numbers < _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    found = NUMBER.match(version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _of_shown_texts() -> Q:
    shown = Q(pk__in=())
    for one in sources():
        shown |= Q(text_kind=one.kind, text_id__in=one.shown())
    return shown


def _still_agreed() -> Exists:
    version = consents.TEXTS[consents.SAFETY_READING].version
    agreed = Consent.objects.filter(purpose=consents.SAFETY_READING, version=version, withdrawn_at=None)
    return Exists(agreed.filter(person=OuterRef("person")))


# --- begin, pause, go on ------------------------------------------------------------------------------------------


def latest() -> Rereading | None:
    return Rereading.objects.first()


@transaction.atomic
def begin() -> Rereading:
    """A new one, in the place of the one before."""
    if not can_read():
        raise CannotReadError
    Rereading.objects.all().delete()
    return Rereading.objects.create(version=engine.version(), total=old().count())


def pause() -> bool:
    """Whether there was something to pause."""
    return bool(Rereading.objects.filter(ended_at=None, paused_at=None).update(paused_at=timezone.now()))


def go_on() -> bool:
    """Whether there was something paused."""
    paused = Rereading.objects.filter(ended_at=None, paused_at__isnull=False)
    return bool(paused.update(paused_at=None, went_on_at=timezone.now(), done_then=F("done")))


def can_read() -> bool:
    return engine.state() == "ok"


# --- a round ------------------------------------------------------------------------------------------------------


def a_round(seconds: float = SECONDS) -> bool:
    """Read some, for about so long. Whether there is more to do now."""
    job = latest()
    if job is None or not job.is_under_way or job.version != engine.version() or not can_read():
        return False
    until = time.monotonic() + seconds
    for reading in _next(job):
        if not _read_again(job, reading):
            return _is_under_way()  # paused, or somebody else did this one
        if time.monotonic() >= until:
            return True
    return not _ended(job)


def _is_under_way() -> bool:
    job = latest()
    return job is not None and job.is_under_way


def _next(job: Rereading) -> list[Reading]:
    waiting = old().filter(pk__gt=job.after) if job.after else old()
    return list(waiting.select_related("person")[:AT_ONCE])


def _ended(job: Rereading) -> bool:
    if _next(job):
        return False
    Rereading.objects.filter(begun_at=job.begun_at, after=job.after).update(ended_at=timezone.now())
    return True


def _read_again(job: Rereading, reading: Reading) -> bool:
    """One text; False where the mark was moved or held meanwhile, and then nothing was kept."""
    heard = _hear(reading)
    missed = heard.allowed and heard.engine != job.version
    with transaction.atomic():
        here = Rereading.objects.filter(begun_at=job.begun_at, after=job.after, paused_at=None, ended_at=None)
        if not here.update(after=reading.pk, done=F("done") + 1, missed=F("missed") + int(missed)):
            return False
        standing = Reading.objects.select_for_update().filter(pk=reading.pk).first()
        if standing and heard.allowed and not missed:
            _keep(standing, heard)
    job.after = reading.pk
    return True


def _hear(reading: Reading) -> Heard:
    """Not allowed where the words are gone, or the agreement is, since the round began."""
    body = source_of(reading).words_of(reading.person, [reading.text_id]).get(reading.text_id)
    return listen_for_danger(person=reading.person, text=body) if body else Heard(allowed=False)


def _keep(standing: Reading, heard: Heard) -> None:
    """What somebody on duty looks at never becomes milder under their hands."""
    found = source_of(standing)
    if is_graver(heard, standing):
        found.late(standing.text_id, Tier(heard.tier or Tier.NONE), [*heard.reasons, *heard.claim_reasons])
    if not (is_milder(heard, standing) and found.is_open(standing.text_id)):
        keep_newer_reading(standing, heard)


def is_graver(heard: Heard, reading: Reading) -> bool:
    """It finds danger, or advice that can harm, where the older version found less."""
    return heard.worries and _steps_up(heard, reading) > 0 or bool(heard.claims and not reading.claims)


def is_milder(heard: Heard, reading: Reading) -> bool:
    return _steps_up(heard, reading) < 0 or bool(reading.claims and not heard.claims)


def _steps_up(heard: Heard, reading: Reading) -> int:
    return Tier(heard.tier or Tier.NONE).step - Tier(reading.tier or Tier.NONE).step


# --- how far ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """`left` is None before the pace is known, and while nothing moves."""

    job: Rereading
    left: timedelta | None

    @property
    def is_open(self) -> bool:
        """Under way or paused, and for the version that reads now."""
        return self.job.ended_at is None and self.job.version == engine.version()

    @property
    def total(self) -> int:
        """Never less than is done: texts may have come among the old ones meanwhile."""
        return max(self.job.total, self.job.done)


def progress(now: datetime | None = None) -> Progress | None:
    job = latest()
    return Progress(job, time_left(job, now or timezone.now())) if job else None


def time_left(job: Rereading, now: datetime) -> timedelta | None:
    """By the pace since it last went on; some come each minute, so that the first one says little."""
    done, passed = job.done - job.done_then, now - job.went_on_at
    if not job.is_under_way or not done or passed < A_MINUTE:
        return None
    return passed / done * max(0, job.total - job.done)


def rounds(seconds: float = SECONDS) -> Iterator[Progress]:
    """Round after round without a rest, for the command line."""
    more = True
    while more:
        more = a_round(seconds)
        if now := progress():
            yield now
