"""What can honestly be promised: who is there to answer, in which hours and languages. For the steward alone.

Groups under ten are not told by their number, so that nobody is singled out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holdspace.circles import promises, unheard
from holdspace.circles.models import Listening
from holdspace.circles.routing import WillingListener, is_in_window
from holdspace.circles.topics import SPOKEN
from holdspace.kit.place import here
from holdspace.people.models import RoleKind
from holdspace.people.policy import people_with_role

FEWEST = 10
FEWER = _("fewer than ten")
NOBODY = _("nobody")


@dataclass(frozen=True)
class Language:
    name: str
    listeners: str | Promise
    empty_hours: str
    promise: str | Promise


@dataclass(frozen=True)
class SupplyNow:
    """Sentences for one page; `why_silent` is empty where a time can be promised."""

    members: str | Promise
    listeners: str | Promise
    unsigned: str | Promise
    stories_a_day: str | Promise
    languages: tuple[Language, ...]
    why_silent: tuple[str | Promise, ...]

    @property
    def has_unsigned(self) -> bool:
        return self.unsigned != NOBODY


def at_least_ten(count: int) -> str | Promise:
    if count == 0:
        return NOBODY
    return FEWER if count < FEWEST else str(count)


def supply_now(now: datetime) -> SupplyNow:
    waits, supply = unheard.measured(now)
    willing = [unheard.as_willing(row, unheard.Events(), now) for row in unheard.willing_listeners()]
    spoken = sorted({*here().languages, *supply.by_language})
    return SupplyNow(
        members=at_least_ten(people_with_role(RoleKind.MEMBER).count()),
        listeners=at_least_ten(supply.listeners),
        unsigned=at_least_ten(_unsigned()),
        stories_a_day=_a_day(len(waits)),
        languages=tuple(_language(code, willing, now) for code in spoken),
        why_silent=tuple(_why_silent(waits, supply, now)),
    )


def _unsigned() -> int:
    """Who said when they listen without the right to: they are asked nothing and count for nothing."""
    signed_off = people_with_role(RoleKind.LISTENER)
    return Listening.objects.filter(is_paused=False).exclude(person__in=signed_off).count()


def _a_day(stories: int) -> str | Promise:
    """Of the last four weeks."""
    return FEWER if stories < FEWEST else f"{stories / promises.MEMORY.days:.1f}"


def _language(code: str, willing: Iterable[WillingListener], now: datetime) -> Language:
    speaking = [who for who in willing if code in who.languages and who.in_good_standing]
    hours = unheard.promised_hours(code, now)
    says = ngettext("within %(n)s hour", "within %(n)s hours", hours) % {"n": hours} if hours else _("no time yet")
    return Language(SPOKEN.get(code, code), at_least_ten(len(speaking)), _empty_hours(speaking, now), says)


def _empty_hours(speaking: list[WillingListener], now: datetime) -> str:
    """Hours of the day in UTC in which none of them may be asked: "0–5, 22–23"."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    empty = [hour for hour in range(24) if not _any_awake(speaking, midnight + timedelta(hours=hour))]
    return ", ".join(f"{first}–{last}" if first < last else f"{first}" for first, last in _runs(empty))


def _any_awake(speaking: list[WillingListener], hour: datetime) -> bool:
    return any(is_in_window(who, hour) for who in speaking)


def _runs(hours: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for hour in hours:
        if runs and runs[-1][1] == hour - 1:
            runs[-1] = (runs[-1][0], hour)
        else:
            runs.append((hour, hour))
    return runs


def _why_silent(waits: list[promises.Wait], supply: promises.Supply, now: datetime) -> list[str | Promise]:
    if any(unheard.promised_hours(code, now) for code in here().languages):
        return []
    reasons: list[str | Promise] = []
    if supply.listeners < promises.ENOUGH_LISTENERS:
        reasons.append(gettext("It takes %(n)s signed-off listeners.") % {"n": promises.ENOUGH_LISTENERS})
    if _unsigned():
        reasons.append(_("People who were not signed off as listeners do not count."))
    if len(supply.empty_hours) == 24:
        reasons.append(_("In no hour of the day is there anybody who may be asked."))
    if len(waits) < promises.ENOUGH_STORIES:
        told = gettext("It takes %(n)s stories within four weeks to measure it.")
        reasons.append(told % {"n": promises.ENOUGH_STORIES})
    return reasons or [_("Too few of the stories were heard within a day.")]
