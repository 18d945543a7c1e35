"""What is said about when a guide looks: by the rota, or by the hours this place has set where it has none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache

from holdspace.kit.place import here
from holdspace.safeguarding import rota

REMEMBERED_FOR = timedelta(minutes=1)
ALWAYS = timedelta(days=7)
_KEY = "stretches-of-duty"


@dataclass(frozen=True)
class Hours:
    """Until when somebody is on duty, or from when again; `every_day_at` where there is no rota to ask."""

    until: datetime | None = None
    again_at: datetime | None = None
    is_always: bool = False
    every_day_at: str = ""


def is_covered(now: datetime) -> bool:
    """Is a guide on duty?"""
    spans = _spans(now)
    if spans is None:
        place, hour = here(), now.astimezone(ZoneInfo(settings.TIME_ZONE)).hour
        return place.covered_from <= hour < place.covered_to
    return _current(spans, now) is not None


def covered_again(now: datetime) -> datetime | None:
    """When a guide is on duty next, if nobody is; None where the rota does not say, or where there is none."""
    return next((span.starts_at for span in _spans(now) or () if span.starts_at > now), None)


def hours(now: datetime) -> Hours:
    spans = _spans(now)
    if spans is None:
        return Hours(every_day_at=settings.GUIDE_LOOKS_AT)
    here = _current(spans, now)
    if here is None:
        return Hours(again_at=covered_again(now))
    return Hours(until=here.ends_at, is_always=here.ends_at - now >= ALWAYS)


def forget() -> None:
    """The rota has changed: it is asked anew."""
    cache.delete(_KEY)


def _current(spans: list[rota.Span], now: datetime) -> rota.Span | None:
    return next((span for span in spans if span.starts_at <= now < span.ends_at), None)


def _spans(now: datetime) -> list[rota.Span] | None:
    """Four weeks of them, or None without a rota; asked once a minute, since every story page speaks of it.

    When it was asked is kept beside it: a clock that was put back must not find tomorrow's answer.
    """
    asked_at, spans = cache.get(_KEY) or (now - REMEMBERED_FOR, None)
    if not timedelta() <= now - asked_at < REMEMBERED_FOR:
        spans = rota.covered(now, now + rota.AHEAD) if rota.has_rota(now) else None
        cache.set(_KEY, (now, spans), REMEMBERED_FOR.total_seconds())
    return spans
