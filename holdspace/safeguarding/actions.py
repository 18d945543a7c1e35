"""Raising, taking and closing concerns; the one-minute step."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from holdspace.kit.rows import made_or_found
from holdspace.notices.actions import tell, tell_all, untold
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.cases import case_known, hand_back_case, locked, move, open_case, take_case
from holdspace.safeguarding.closing import close_by_itself, close_case, close_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Concern, Kind, Letter, State, Step, What
from holdspace.safeguarding.paging import ring
from holdspace.safeguarding.policy import is_on_duty, who_may_look_at
from holdspace.safeguarding.policy_desks import at_hand, is_there
from holdspace.safeguarding.seen import Seen, looked_at, marks_of
from holdspace.safeguarding.signals import concern_raised
from holdspace.safeguarding.tasks import page_soon

DUTY = "/duty/"
TWICE_WITHIN = timedelta(minutes=1)
CANNOT_WAIT = "The writer says in a letter that it cannot wait."


@transaction.atomic
def raise_concern(*, kind: Kind, level: Level, link: str, person: Person | None, reasons: list[str]) -> Concern:
    """Put something before the people on duty. A second concern of one kind about one thing raises the first.

    What grows more serious waits and rings anew, though somebody had taken it: they may be asleep by now.
    """
    case = case_known(kind=kind, link=link, level=level) or open_case(
        link=link,
        level=level,
        person=person,
        is_apart=kind == Kind.REPORT and person is not None and is_on_duty(person),
    )
    facts = {"case": case, "level": level, "person": person, "reasons": reasons}
    concern, is_new = made_or_found(Concern.objects.all(), facts, kind=kind, link=link, closed_at=None)
    grew = not is_new and level > concern.level
    if grew:
        concern.level, concern.reasons, concern.taken_by, concern.taken_at = level, reasons, None, None
        concern.save(update_fields=["level", "reasons", "taken_by", "taken_at"])
    if concern.taken_by_id is None:
        ring(link=link, level=level)
        page_soon()
    if (is_new or grew) and level >= Level.WORRY:
        tell_those_on_duty(concern)
    transaction.on_commit(lambda: concern_raised.send(Concern, concern=concern), robust=True)
    return concern


def tell_those_on_duty(concern: Concern) -> None:
    """Guides and leads learn that somebody may need them, in the page and in their next mail; never who or what."""
    people = who_may_look_at(concern)
    if untold(people=people, kind=NoticeKind.DUTY, link=DUTY):
        tell_all(people=at_hand(people, Level(concern.level)), kind=NoticeKind.DUTY, link=DUTY)


def take(*, concern: Concern, by: Person, seen: Seen = None) -> bool:
    """This guide looks after the whole case now. False if somebody else was a moment faster."""
    return take_case(case=concern.case, by=by, seen=seen)


def hand_back(*, concern: Concern, by: Person, why: str = "") -> None:
    """The whole case waits again, with its first clock."""
    hand_back_case(case=concern.case, by=by, why=why)


@transaction.atomic
def close(*, concern: Concern, by: Person, note: str) -> None:
    """Close this one for good, saying what was done. With the last one its case is closed too."""
    if not note.strip():
        raise ValueError("A concern is closed with a note")
    others = Concern.objects.open().filter(case=concern.case).exclude(pk=concern.pk)
    if others.exists():
        close_concern(concern, by=by, note=note)
    else:
        seen = marks_of([Concern.objects.get(pk=concern.pk)])
        close_case(case=concern.case, by=by, note=note, seen=seen.values())


@transaction.atomic
def no_longer_waits(*, kind: Kind, link: str, note: str) -> None:
    """What was asked for has happened by itself (somebody answered). The row says so."""
    for concern in Concern.objects.open().filter(link=link, kind=kind).select_related("case"):
        close_concern(concern, by=None, note=note)
        close_by_itself(concern.case)


def step_of(concern: Concern, person: Person) -> Step:
    return Step.objects.get_or_create(concern=concern, defaults={"person": person})[0]


@transaction.atomic
def end_step(*, step: Step) -> None:
    """The person is done with the step, or skipped it. Asking for a guide is a concern of its own."""
    step.ended_at = timezone.now()
    step.save()
    if step.wants_guide:
        raise_concern(
            kind=Kind.ASKED,
            level=asked_level(step.concern),
            link=step.concern.link,
            person=step.person,
            reasons=[],
        )


def asked_level(concern: Concern) -> Level:
    return Level(max(concern.level, Level.WORRY))


@transaction.atomic
def write_as_guide(*, concern: Concern, guide: Person, body: str, seen: Seen = None) -> Letter:
    """A guide writes to whoever is behind a concern, who is told at once; one that nobody had taken is theirs now.

    What they had not seen as they wrote is not: an alarm goes on, and a newer letter still waits for an answer.
    """
    if twice := pressed_twice(concern, guide, body):
        return twice
    take(concern=concern, by=guide, seen=seen)
    answered = [one.pk for one in looked_at([Concern.objects.get(pk=concern.pk)], seen)]
    Concern.objects.filter(pk__in=answered).update(writer_wrote_at=None)
    letter = Letter.objects.create(concern=concern, person=guide, is_from_guide=True, body=body)
    case = locked(concern.case)
    if case.state == State.TAKEN:
        move(case=case, to=State.CONTACT, by=guide)
    if concern.person:
        tell(person=concern.person, kind=NoticeKind.GUIDE, link=letters_link(concern))
    record(what=What.LETTER_WRITTEN, by=guide, about=case.address)
    return letter


@transaction.atomic
def write_to_guide(*, concern: Concern, person: Person, body: str, cannot_wait: bool = False) -> Letter:
    """The person answers. Whoever looks after the concern is told, if they are there; else somebody is rung anew. A
    closed one comes back to the board as serious as it was; as a danger, where the person says that it cannot wait."""
    if twice := pressed_twice(concern, person, body):
        return twice
    letter = Letter.objects.create(concern=concern, person=person, is_from_guide=False, body=body)
    waits = still_open(concern, person)
    Concern.objects.filter(pk=waits.pk).update(writer_wrote_at=letter.sent_at)
    guide = waits.case.taken_by or last_guide(concern)
    if guide and is_on_duty(guide):
        tell(person=guide, kind=NoticeKind.REPLY, link=f"/duty/{waits.pk}/")
    if cannot_wait:
        call_now(waits, person)
    elif guide and is_there(guide, waits.case):
        take(concern=waits, by=guide)
    else:
        ring_anew(waits)
    return letter


def call_now(concern: Concern, person: Person) -> None:
    """Everybody on duty, though a guide has the case: they may be asleep, or looking elsewhere."""
    level = Level(max(concern.level, Level.DANGER))
    asked = raise_concern(kind=Kind.ASKED, level=level, link=concern.link, person=person, reasons=[CANNOT_WAIT])
    ring_anew(asked)


def pressed_twice(concern: Concern, person: Person, body: str) -> Letter | None:
    """The letter they sent a moment ago, where it says the same and nothing came between."""
    last = Letter.objects.filter(concern=concern).last()
    is_same = last and (last.person, last.body) == (person, body) and last.sent_at > timezone.now() - TWICE_WITHIN
    return last if is_same else None


def ring_anew(concern: Concern) -> None:
    """It waits for somebody, also where it was taken: whoever has it is off duty, or does no such work any more."""
    Concern.objects.filter(pk=concern.pk).update(taken_by=None, taken_at=None)
    ring(link=concern.link, level=Level(concern.level))
    page_soon()


def still_open(concern: Concern, person: Person) -> Concern:
    """This concern, another open one about the same words, or a new one: an answer never stands on a closed row."""
    known = Concern.objects.open().filter(link=concern.link, person=person)
    found = known.filter(pk=concern.pk).first() or known.first()
    level = asked_level(concern)
    return found or raise_concern(kind=Kind.ASKED, level=level, link=concern.link, person=person, reasons=[])


def last_guide(concern: Concern) -> Person | None:
    letter = concern.letters.filter(is_from_guide=True, person__isnull=False).select_related("person").last()
    return letter.person if letter else None


def letters_link(concern: Concern) -> str:
    return f"/me/letters/{concern.pk}/"
