"""Nobody unheard: the clocks of `routing.py` over the rows of this room. One tick is one transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Case, CharField, Count, Exists, F, Max, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from holdspace.circles import promises, routing
from holdspace.circles.between import KeptAwayError, wait_for_boundaries
from holdspace.circles.carrying import check_room
from holdspace.circles.models import (
    CircleKind,
    Claim,
    ClaimEnd,
    ContentNote,
    FollowUp,
    Listening,
    Offer,
    Reply,
    Story,
    StoryConcern,
    Wave,
)
from holdspace.circles.openings import forget_openings
from holdspace.circles.policy_training import awake_listeners
from holdspace.circles.topics import Need
from holdspace.conversations.models import Seat
from holdspace.networks.models import Boundary, Kind
from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.coverage import is_covered
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Kind as ConcernKind

RULES = routing.DEFAULT
WAVES_A_TICK = 50
NIGHT = (22 * 60, 7 * 60)
NEW_FOR = timedelta(days=14)
RECENTLY_ENDED = timedelta(days=14)
MEASURED_FOR = 600  # seconds; a promise is computed anew after that


def tick(now: datetime | None = None) -> None:
    """Whatever is due by now: claims that ran out, waves, guides, follow-ups. Safe to run twice, or by two workers."""
    now = now or timezone.now()
    end_lapsed_claims(now)
    route(now)
    leave_to_guides(now)
    ask_how_it_was(now)
    forget_openings(now)


@transaction.atomic
def end_lapsed_claims(now: datetime) -> None:
    Claim.objects.filter(ended_at=None, until__lte=now).update(ended_at=now, ended_how=ClaimEnd.LAPSED)
    gone = Claim.objects.filter(ended_at=None).exclude(listener__in=awake_listeners(now))
    gone.update(ended_at=now, ended_how=ClaimEnd.LET_GO)


@transaction.atomic
def route(now: datetime) -> None:
    """Send every wave that is due. The transaction begins with the write lock: a second worker sees what was sent."""
    desk, sent = look(now), 0
    for story in routing.most_overdue_first(desk.stories):
        row: Any = desk.rows[story.id]
        able = desk.listeners_for(story)
        if not row.is_taken and sent < WAVES_A_TICK:
            sent += send_next(desk, story, able, now)
        is_left = row.is_taken or routing.anyone_left(story, able, now, RULES)
        if not row.is_with_guides and routing.guide_due(
            story, now, RULES, anyone_left=is_left, guide_on_duty=is_covered(now)
        ):
            put_before_guides(row)


def send_next(desk: "Desk", story: routing.WaitingStory, able: list[routing.WillingListener], now: datetime) -> bool:
    """Send this story's next wave, if one is due and somebody may be asked."""
    wave = routing.due_wave(story, routing.speakers_now(story.language, able, now), now, RULES)
    chosen = routing.choose(story, able, now=now, rules=RULES, rarity=desk.rarity) if wave else []
    if wave and chosen:
        send(desk.rows[story.id], wave.number, chosen, now)
        desk.note_asked(chosen, now)
    return bool(chosen)


def send(story: Story, number: int, listeners: Iterable[str], now: datetime) -> None:
    """Offer a story to the listeners of one wave and say that someone waits, never who or what."""
    wave = Wave.objects.create(story=story, number=number, sent_at=now)
    asked = [UUID(listener) for listener in listeners]
    Offer.objects.bulk_create(Offer(story=story, wave=wave, listener_id=person, made_at=now) for person in asked)
    for person in Person.objects.filter(pk__in=asked):
        tell(person=person, kind=NoticeKind.WAITING, link="/unheard/")


@transaction.atomic
def leave_to_guides(now: datetime) -> None:
    """What nobody had answered when its circle ended can be answered there no more. Guides hear of it, once."""
    today = timezone.localdate(now)
    ended = unanswered(now).filter(circle__ends_on__lt=today, circle__ends_on__gte=today - RECENTLY_ENDED)
    known = StoryConcern.objects.filter(story=OuterRef("pk"), concern__kind=ConcernKind.UNHEARD)
    for story in ended.exclude(Exists(known)).select_related("author"):
        put_before_guides(story)


def put_before_guides(story: Story) -> None:
    concern = raise_concern(
        kind=ConcernKind.UNHEARD, level=Level.HEAVY, link=story.address, person=story.author, reasons=[]
    )
    StoryConcern.objects.get_or_create(concern=concern, defaults={"story": story})


# --- what routing sees, in three queries --------------------------------------------------------------------------


@dataclass
class Desk:
    """The waiting stories and the willing listeners at one moment."""

    stories: list[routing.WaitingStory]
    rows: dict[str, Story]
    listeners: dict[str, routing.WillingListener]
    closed: dict[str, frozenset[str]]  # story → who sits in its closed circle
    rarity: dict[str, float] = field(default_factory=dict)
    apart: set[tuple[str, str]] = field(default_factory=set)  # a writer, and whom they blocked
    away: set[tuple[str, str]] = field(default_factory=set)  # a voice, and who keeps it away

    def listeners_for(self, story: routing.WaitingStory) -> list[routing.WillingListener]:
        """A closed circle's story is offered only to listeners who sit in it, and nobody's to whom its writer blocked.

        A listener keeps voices away, not people: who is never offered words without a name would learn whose they are.
        """
        inside, voice = self.closed.get(story.id), self.rows[story.id].voice
        able = [who for who in self.listeners.values() if inside is None or who.id in inside]
        return [who for who in able if (story.author, who.id) not in self.apart and (voice, who.id) not in self.away]

    def note_asked(self, chosen: Iterable[str], now: datetime) -> None:
        for listener in chosen:
            who = self.listeners[listener]
            self.listeners[listener] = replace(who, notices=(*who.notices, now), last_offer_at=now)


def look(now: datetime) -> Desk:
    rows = {str(story.pk): story for story in waiting(now)}
    willing = list(willing_listeners())
    events = Events.between(now, rows)
    holders = Counter(facet for row in willing for facet in row.facets)
    return Desk(
        stories=[as_waiting(story, events) for story in rows.values()],
        rows=rows,
        listeners={str(row.person_id): as_willing(row, events, now) for row in willing},
        closed={
            key: frozenset(events.seats[str(story.circle.conversation_id)])
            for key, story in rows.items()
            if story.circle.kind == CircleKind.INVITE
        },
        rarity=routing.rarity_of(holders, len(willing)),
        apart=events.apart,
        away=events.away,
    )


def unanswered(now: datetime) -> QuerySet[Story]:
    """Told, wanting replies, and with none that counts; also where the circle has ended since."""
    told: QuerySet[Story] = Story.objects.told(now).filter(heard_at=None, is_for_guides=False)
    return told.exclude(need=Need.NO_REPLIES)


def waiting(now: datetime) -> Any:
    """Stories that take replies, can be heard and have no answer; whether somebody has taken them, and guides know."""
    open_here = unanswered(now).exclude(circle__ends_on__lt=timezone.localdate(now))
    return open_here.select_related("circle", "author").annotate(
        sent=Count("waves"),
        last_sent_at=Max("waves__sent_at"),
        is_taken=Exists(Claim.objects.open(now).filter(story=OuterRef("pk"))),
        is_with_guides=Exists(_with_guides(now).filter(story=OuterRef("pk"))),
    )


def _with_guides(now: datetime) -> QuerySet[StoryConcern]:
    """Put before the guides and still there, or closed by one of them within a day and since it began to wait."""
    unheard = StoryConcern.objects.filter(concern__kind=ConcernKind.UNHEARD)
    by_guide = Q(concern__closed_by__isnull=False, concern__closed_at__gt=now - routing.DAY)
    still = Q(story__waits_since=None) | Q(concern__closed_at__gt=F("story__waits_since"))
    return unheard.filter(Q(concern__closed_at=None) | by_guide & still)


def willing_listeners() -> QuerySet[Listening]:
    return Listening.objects.filter(is_paused=False, person__in=awake_listeners()).select_related("person")


def as_waiting(story: Any, events: "Events") -> routing.WaitingStory:
    key = str(story.pk)
    return routing.WaitingStory(
        id=key,
        author=str(story.author_id),
        language=story.language,
        heard_from=max(story.heard_from, story.waits_since or story.heard_from),
        facets=frozenset(story.circle.facets),
        topics=frozenset(events.topics[key]),
        is_first=story.is_first,
        is_vulnerable=story.is_vulnerable,
        waves_sent=story.sent,
        last_wave_at=story.last_sent_at,
        asked=frozenset(events.asked[key]),
    )


def as_willing(row: Listening, events: "Events", now: datetime) -> routing.WillingListener:
    key = str(row.person_id)
    offset = offset_of(row.person, now)
    return routing.WillingListener(
        id=key,
        languages=frozenset(row.languages),
        facets=frozenset(row.facets),
        window=routing.Window(row.window_start, row.window_end, offset),
        nights=routing.Window(*NIGHT, offset) if row.takes_nights else None,
        notices=tuple(events.notices[key]),
        replies=tuple(events.replies[key]),
        lapses=tuple(events.lapses[key]),
        last_offer_at=max(events.notices[key], default=None),
        open_talks=len(events.open[key]),
        cap=row.cap,
        budget=row.budget,
        is_new=now - row.since < NEW_FOR,
        not_now=frozenset(row.not_now),
        vulnerable_this_week=events.vulnerable[key],
        vulnerable_cap=row.vulnerable_cap,
    )


def offset_of(person: Person, now: datetime) -> int:
    """Minutes east of UTC where this person lives, today."""
    offset = now.astimezone(ZoneInfo(person.time_zone or "UTC")).utcoffset() or timedelta()
    return int(offset.total_seconds() // 60)


@dataclass
class Events:
    """What happened lately to listeners and waiting stories, from one query over six tables."""

    asked: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    notices: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    lapses: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    open: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    topics: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    vulnerable: Counter[str] = field(default_factory=Counter)
    apart: set[tuple[str, str]] = field(default_factory=set)
    away: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def between(cls, now: datetime, rows: dict[str, Story]) -> "Events":
        events = cls()
        for kind, person, thing, at, what in happened(now, list(rows)):
            events.note(kind, str(person), str(thing), at, what, now)
        return events

    def note(self, kind: str, person: str, thing: str, at: datetime, what: str, now: datetime) -> None:
        if kind == "offer":
            self.asked[thing].append(person)
            self.notices[person].append(at)
        elif kind == "reply":
            self.replies[person].append(at)
        elif kind == "claim":
            self.note_claim(person, thing, at, what, now)
        elif kind == "note":
            self.topics[thing].append(what)
        elif kind == "block":
            self.apart.add((person, thing))
        elif kind == "away":
            self.away.add((what, person))
        else:
            self.seats[thing].append(person)

    def note_claim(self, person: str, thing: str, at: datetime, what: str, now: datetime) -> None:
        how, _, heavy = what.partition("/")
        if how == "":
            self.open[person].append(thing)
        if how == ClaimEnd.LAPSED:
            self.lapses[person].append(at)
        if heavy == "heavy" and now - at < routing.WEEK:
            self.vulnerable[person] += 1


def happened(now: datetime, stories: list[str]) -> Iterable[tuple[str, UUID, UUID, datetime, str]]:
    """(kind, person, thing, when, what): offers and replies lately, claims, notes, seats in closed circles, blocks,
    and voices kept away."""
    recent = now - 5 * routing.WEEK
    offers = _rows(
        Offer, Q(made_at__gte=now - routing.WEEK) | Q(story__in=stories), "offer", "listener", "story", "made_at"
    )
    replies = _rows(Reply, Q(written_at__gte=recent, is_answer=True), "reply", "author", "story", "written_at")
    claims = _rows(Claim, Q(taken_at__gte=recent), "claim", "listener", "story", "taken_at", what=_claim_words())
    notes = _rows(
        ContentNote, Q(story__in=stories), "note", "story__author", "story", "story__heard_from", what=F("topic")
    )
    closed = Q(left_at=None, conversation__circle__kind=CircleKind.INVITE)
    seats = _rows(Seat, closed, "seat", "person", "conversation", "since")
    apart = _rows(Boundary, Q(kind=Kind.BLOCK, other__isnull=False), "block", "person", "other", "made_at")
    away = _rows(Boundary, ~Q(voice=""), "away", "person", "person", "made_at", what=F("voice"))
    return offers.union(replies, claims, notes, seats, apart, away, all=True)


def _claim_words() -> Concat:
    """How a claim ended ("" while it is open) and whether its story was heavy: "lapsed/heavy"."""
    heavy = Case(When(story__is_vulnerable=True, then=Value("/heavy")), default=Value("/"), output_field=CharField())
    return Concat(F("ended_how"), heavy, output_field=CharField())


def _rows(model: type[Model], which: Q, kind: str, person: str, thing: str, at: str, what: Any = None) -> QuerySet[Any]:
    words = Value("", CharField()) if what is None else what
    rows = model._default_manager.filter(which).order_by()
    return rows.values_list(Value(kind, CharField()), person, thing, at, words)


# --- taking a story by name ---------------------------------------------------------------------------------------


def take(*, story: Story, listener: Person) -> Claim | None:
    """This listener will answer it. None when somebody already holds it, or it no longer waits.

    Raises EnoughError where they carry as much as they chose.
    """
    if not story.is_waiting:
        return None
    now = timezone.now()
    Claim.objects.filter(story=story, ended_at=None, until__lte=now).update(ended_at=now, ended_how=ClaimEnd.LAPSED)
    try:
        with transaction.atomic():
            wait_for_boundaries(story, listener)
            check_room(story, listener)
            return Claim.objects.create(story=story, listener=listener, until=routing.claim_ends(now, RULES))
    except (IntegrityError, KeptAwayError):
        return None


def renew(claim: Claim) -> bool:
    """A little longer, once."""
    if claim.was_renewed:
        return False
    claim.until, claim.was_renewed = routing.claim_ends(claim.taken_at, RULES, renewed=True), True
    claim.save(update_fields=["until", "was_renewed"])
    return True


def let_go(claim: Claim) -> None:
    """It returns to its waves, without a word about who held it."""
    claim.ended_at, claim.ended_how = timezone.now(), ClaimEnd.LET_GO
    claim.save(update_fields=["ended_at", "ended_how"])


def not_for_me(*, story: Story, listener: Person) -> None:
    Offer.objects.filter(story=story, listener=listener).update(declined_at=timezone.now())


# --- afterwards ---------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_how_it_was(now: datetime) -> None:
    """A day after a story was heard its writer is asked, privately and once."""
    lately = now - 2 * routing.WEEK
    heard = Story.objects.filter(heard_at__gte=lately, heard_at__lte=now, follow_up=None, withdrawn_at=None)
    for story in heard.select_related("author"):
        if story.author and story.heard_at and routing.follow_up_due(story.heard_at, now, RULES):
            FollowUp.objects.create(story=story, asked_at=now)
            tell(person=story.author, kind=NoticeKind.FOLLOW_UP, link=story.address)


def answer_follow_up(follow_up: FollowUp, *, felt_heard: bool) -> None:
    """If the writer is still alone with it the story waits again: listeners who were not asked before are, now."""
    follow_up.felt_heard, follow_up.answered_at = felt_heard, timezone.now()
    follow_up.save(update_fields=["felt_heard", "answered_at"])
    if not felt_heard:
        Story.objects.filter(pk=follow_up.story_id).update(heard_at=None, waits_since=follow_up.answered_at)


# --- the promise --------------------------------------------------------------------------------------------------


def promised_hours(language: str, now: datetime | None = None) -> int | None:
    """Within how many hours nine in ten such stories were heard lately; None where that was not measured."""
    now = now or timezone.now()
    band = promises.hour_band(now.astimezone(ZoneInfo(settings.TIME_ZONE)))
    return (
        cache.get_or_set(f"promise-{language}-{band}", lambda: _promised(language, band, now) or 0, MEASURED_FOR)
        or None
    )


def _promised(language: str, band: str, now: datetime) -> int | None:
    waits, supply = measured(now)
    return promises.promise(waits, supply, language_group=language, band=band, now=now)


def measured(now: datetime) -> tuple[list[promises.Wait], promises.Supply]:
    """How stories that wanted replies fared in the last four weeks, and who is there to answer."""
    told = Story.objects.told(now).filter(heard_from__gte=now - promises.MEMORY).exclude(need=Need.NO_REPLIES)
    fared = told.values_list("language", "heard_from", "heard_at", "promised_hours")
    place = ZoneInfo(settings.TIME_ZONE)
    waits = [
        promises.Wait(language, promises.hour_band(heard_from.astimezone(place)), heard_from, heard_at, hours)
        for language, heard_from, heard_at, hours in fared
    ]
    return waits, promises.supply_of([as_willing(row, Events(), now) for row in willing_listeners()], now)
