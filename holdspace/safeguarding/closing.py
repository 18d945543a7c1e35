"""Closing a case: never without a note, never as "no answer" after one try, and what follows a dangerous hour."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.people.models import Person
from holdspace.safeguarding.cases import NotYet, locked, move, take_case, who_has_it
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Aftercare, Case, CaseStep, Concern, Letter, State, What
from holdspace.safeguarding.outcomes import answer_reports
from holdspace.safeguarding.seen import Seen, looked_at
from holdspace.safeguarding.signals import concern_closed

TRIES_BEFORE_NO_ANSWER = 2


@transaction.atomic
def close_case(*, case: Case, by: Person, note: str, ended: State = State.CONFIRMED, seen: Seen = None) -> Case | None:
    """Close what this guide had before them. What came in later goes on as a case of its own, which is returned."""
    if not note.strip():
        raise ValueError("A case is closed with a note")
    if not take_untaken(case, by, seen):
        raise NotYet(who_has_it(locked(case)))
    case = locked(case)
    check_tries(case, ended)
    still_open = list(case.all_concerns.filter(closed_at=None))
    for one in looked_at(still_open, seen):
        close_concern(one, by=by, note=note)
    _end(case, by=by, note=note, ended=ended)
    return _go_on(case, [one for one in still_open if one.closed_at is None])


def take_untaken(case: Case, by: Person, seen: Seen) -> bool:
    """Whoever closes what nobody has takes it up with that; what somebody else has may be closed for them."""
    return take_case(case=case, by=by, seen=seen) or locked(case).is_open


def check_tries(case: Case, ended: State) -> None:
    if ended == State.UNRESOLVED and len(tries(case)) < TRIES_BEFORE_NO_ANSWER:
        raise NotYet(
            _(
                "No answer is not the end yet: try a second way first. Write to them, ask the lead, ask for a second "
                "pair of eyes, or advise help from outside."
            )
        )


def tries(case: Case) -> set[str]:
    """The different ways in which somebody tried to reach the person, or to get help for them."""
    found = set(case.steps.filter(after__in=[State.LEAD, State.ADVISED]).values_list("after", flat=True))
    if Letter.objects.filter(concern__case=case, is_from_guide=True).exists():
        found.add("letter")
    if case.second_looks.exists():
        found.add("second look")
    return found


def close_concern(concern: Concern, *, by: Person | None, note: str) -> None:
    concern.closed_by, concern.closed_at, concern.closing_note = by, timezone.now(), note
    concern.save(update_fields=["closed_by", "closed_at", "closing_note"])
    answer_reports(concern)
    transaction.on_commit(lambda: concern_closed.send(Concern, concern=concern), robust=True)


def close_by_itself(case: Case) -> None:
    """Nothing is left to look at, and nobody has begun to speak with the person: the case ends without a guide."""
    case = locked(case)
    begun = case.state not in {State.DETECTED, State.TAKEN}
    if not begun and not case.all_concerns.filter(closed_at=None).exists():
        move(case=case, to=State.CLOSED, by=None)


def _end(case: Case, *, by: Person, note: str, ended: State) -> None:
    if case.state not in {State.CONFIRMED, State.UNRESOLVED}:
        move(case=case, to=ended, by=by)
    move(case=case, to=State.CLOSED, by=by, why=note)
    if case.level >= Level.DANGER:
        plan_aftercare(case)
    record(what=What.CASE_CLOSED, by=by, about=case.address)


def _go_on(case: Case, later: list[Concern]) -> Case | None:
    if not later:
        return None
    new = Case.objects.create(
        link=case.link, is_apart=case.is_apart, person=case.person, level=max(one.level for one in later)
    )
    CaseStep.objects.create(case=new, after=State.DETECTED)
    Concern.objects.filter(pk__in=[one.pk for one in later]).update(case=new, taken_by=None, taken_at=None)
    return new


def plan_aftercare(case: Case) -> None:
    """Looking in on the person after a day and a week, and a note for each of those who helped."""
    now, first = timezone.now(), timedelta(hours=settings.AFTERCARE_FIRST_HOURS)
    second = timedelta(hours=settings.AFTERCARE_SECOND_HOURS)
    if case.person_id:
        for kind, wait in ((Aftercare.Kind.DAY, first), (Aftercare.Kind.WEEK, second)):
            Aftercare.objects.create(case=case, kind=kind, due_at=now + wait)
    for helper in helpers(case):
        Aftercare.objects.create(case=case, kind=Aftercare.Kind.DEBRIEF, helper=helper, due_at=now + first)


def helpers(case: Case) -> list[Person]:
    """Everybody on duty who moved it, wrote, or gave a second opinion; each once."""
    ids = set(case.steps.values_list("by", flat=True)) | set(
        Letter.objects.filter(concern__case=case, is_from_guide=True).values_list("person", flat=True)
    )
    for asked, answered in case.second_looks.values_list("asked_by", "answered_by"):
        ids |= {asked, answered}
    return list(Person.objects.filter(pk__in=ids - {None}).order_by("name"))


@transaction.atomic
def end_aftercare(*, aftercare: Aftercare, by: Person, note: str) -> None:
    aftercare.done_at, aftercare.done_by, aftercare.note = timezone.now(), by, note
    aftercare.save(update_fields=["done_at", "done_by", "note"])
