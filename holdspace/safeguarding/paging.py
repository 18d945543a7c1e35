"""Ringing people, round after round, until somebody takes what waits. Safe to run twice, and by two workers.

The first round is rung at once (heavy things wait for their hour), the next ones at N, 2N and 3N minutes, N being the
hour of the ladder; then the lead, then everybody, and everybody again. Nobody judges a case about themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from holdspace.kit.prepared import Given, Prepared
from holdspace.kit.rows import made_or_found
from holdspace.notices.actions import tell_all
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import people_with_role
from holdspace.safeguarding import coverage, rota
from holdspace.safeguarding.ladder import Level, minutes_for
from holdspace.safeguarding.models import Alarm, Concern, Page
from holdspace.safeguarding.policy import concerns_about, everybody_on_duty
from holdspace.safeguarding.policy_desks import at_hand

DUTY = "/duty/"
SHORTEST = timedelta(minutes=5)
LEAD_ROUND, EVERYBODY_ROUND = 4, 5
AGAIN_AFTER = 12  # times N, once everybody was rung
LOOK_AGAIN = timedelta(minutes=15)  # nobody is on duty, and nothing says when somebody is
LONG_AGO = datetime.min.replace(tzinfo=UTC)


def ring(*, link: str, level: Level, now: datetime | None = None) -> None:
    """Something waits for somebody on duty. Called in the transaction that keeps it: both are kept, or neither.

    What grows more serious while it waits is rung anew, from its first round: an alarm of its own, in which whoever is
    on shift and the lead are called again.
    """
    now = now or timezone.now()
    Alarm.objects.ringing().filter(link=link, level__lt=level).update(ended_at=now)
    first_at = now if level > Level.HEAVY else now + pause(level)
    facts = {"level": level, "next_at": first_at, "began_at": now}
    made_or_found(Alarm.objects.all(), facts, link=link, ended_at=None)


def pause(level: Level) -> timedelta:
    """N: how long one person has before the next one is rung."""
    return max(timedelta(minutes=minutes_for(level)), SHORTEST)


def needs_paging(link: str) -> bool:
    return waiting().filter(link=link).exists()


def waiting() -> QuerySet[Concern]:
    return Concern.objects.open().filter(taken_by=None)


# --- who is there -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Staff:
    """Everybody who can be rung at one moment; `here` is who is on duty, whoever was rung longest ago first."""

    is_covered: bool
    again_at: datetime
    here: list[Person]
    coming: list[Person]
    leads: list[Person]
    everybody: list[Person]

    @classmethod
    def at(cls, now: datetime) -> "Staff":
        everybody = everybody_on_duty()
        is_covered = coverage.is_covered(now)
        here = (rota.on_shift(now) or everybody) if is_covered else []
        return cls(
            is_covered=is_covered,
            again_at=coverage.covered_again(now) or now + LOOK_AGAIN,
            here=longest_ago_first(at_hand(here, Level.WORRY)),
            coming=rota.next_after(now, ahead=timedelta(days=7)),
            leads=list(people_with_role(RoleKind.LEAD).order_by("name")),
            everybody=everybody,
        )


def longest_ago_first(people: list[Person]) -> list[Person]:
    rung = Page.objects.filter(person__in=people).values_list("person").annotate(last=Max("made_at"))
    last: dict[UUID, datetime] = dict(rung)
    return sorted(people, key=lambda person: last.get(person.pk, LONG_AGO))


def whom(alarm: Alarm, staff: Staff) -> list[Person]:
    """Who is rung in the next round: only who may look at what nobody has taken, since beside it something may stand
    that is taken. Where the one whose turn it is may not, everybody who may is: never nobody.
    """
    may = cache(lambda person: concerns_about(person, alarm.link).filter(taken_by=None).exists())
    return list(filter(may, by_round(alarm, staff, may))) or list(filter(may, staff.everybody))


def by_round(alarm: Alarm, staff: Staff, may: Callable[[Person], bool]) -> Iterable[Person]:
    if alarm.round >= EVERYBODY_ROUND:
        return staff.everybody
    if alarm.round == LEAD_ROUND:
        return staff.leads
    if alarm.round == 0:
        return first_round(Level(alarm.level), list(filter(may, staff.here)), staff.leads)
    rung = set(alarm.pages.values_list("person", flat=True))
    guides = [person for person in staff.everybody if person not in staff.leads]
    in_order = dict.fromkeys([*staff.here, *staff.coming, *guides])
    fresh = (person for person in in_order if person.pk not in rung and may(person))
    return list(islice(fresh, 1)) or staff.leads


def first_round(level: Level, here: list[Person], leads: list[Person]) -> Iterable[Person]:
    """Danger is told to one guide and the lead, an emergency to all who are there and the lead."""
    if level == Level.EMERGENCY:
        return dict.fromkeys([*here, *leads])
    return dict.fromkeys([*here[:1], *(leads if level == Level.DANGER else [])])


# --- the rounds ---------------------------------------------------------------------------------------------------


def ring_due(now: datetime) -> None:
    """One round of everything whose time has come. What somebody took rings no more; what came back rings again."""
    catch_up(now)
    due = Alarm.objects.ringing().filter(next_at__lte=now).order_by("-level", "next_at")
    if alarms := list(due.values_list("pk", flat=True)):
        staff = Staff.at(now)
        for pk in alarms:
            ring_round(pk, staff, now)


@transaction.atomic
def catch_up(now: datetime) -> None:
    links = dict(waiting().order_by("level").values_list("link", "level"))  # the highest level of each comes last
    ringing = dict(Alarm.objects.ringing().values_list("link", "pk"))
    over = [pk for link, pk in ringing.items() if link not in links]
    Alarm.objects.filter(pk__in=over).update(ended_at=now)
    for link in links.keys() - ringing.keys():
        ring(link=link, level=Level(links[link]), now=now)


@transaction.atomic
def ring_round(pk: UUID, staff: Staff, now: datetime) -> None:
    for alarm in _due(alarm=pk, now=now):  # none where another worker was a moment faster
        _ring(alarm, staff, now)


_due = Prepared(
    lambda: (
        Alarm.objects.ringing()
        .select_for_update()
        .filter(pk=Given("alarm", Alarm._meta.pk), next_at__lte=Given("now", Alarm._meta.get_field("next_at")))
    )
)


def _ring(alarm: Alarm, staff: Staff, now: datetime) -> None:
    if alarm.level < Level.DANGER and not staff.is_covered:
        alarm.next_at = staff.again_at
    else:
        page(alarm, whom(alarm, staff), now)
        alarm.next_at, alarm.round = after(alarm, now), alarm.round + 1
    alarm.save(update_fields=["next_at", "round"])


def after(alarm: Alarm, now: datetime) -> datetime:
    """By the plan, not by when this round happened to run; after a standstill at a pace at which one can answer."""
    wait = pause(Level(alarm.level)) * (AGAIN_AFTER if alarm.round >= EVERYBODY_ROUND else 1)
    return max(alarm.next_at + wait, now + SHORTEST)


def page(alarm: Alarm, people: Iterable[Person], now: datetime) -> None:
    called = list(people)
    pages = [Page(alarm=alarm, round=alarm.round, person=one, made_at=now, next_try_at=now) for one in called]
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    tell_all(people=called, kind=NoticeKind.DUTY, link=DUTY)
