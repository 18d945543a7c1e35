"""What becomes of a case: opened, taken, moved on, handed over, closed. Each step says who, when and why."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.kit.rows import made_or_found
from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Case, CaseStep, Concern, HandOver, Kind, Presence, State, What
from holdspace.safeguarding.models.cases import EDGES
from holdspace.safeguarding.policy import leads, who_is_asked
from holdspace.safeguarding.seen import Seen, looked_at
from holdspace.safeguarding.tasks import page_soon


class NotYet(ValueError):
    """A step that cannot be taken now. The words are for the one who tried: why, and what to do next."""


def case_known(*, kind: Kind, link: str, level: Level) -> Case | None:
    """The case in which this kind of concern about this thing is open. It stays there: whoever it is about may have
    come on duty or gone since, and that opens no second case. Locked."""
    concerns = Concern.objects.open().filter(kind=kind, link=link)
    case = Case.objects.open().select_for_update().filter(pk__in=concerns.values("case")).first()
    if case:
        _raise_level(case, level)
    return case


def open_case(*, link: str, level: Level, person: Person | None, is_apart: bool = False) -> Case:
    """The case about this thing: the one that is open, or a new one. Locked, so that nobody closes it meanwhile."""
    known, facts = Case.objects.select_for_update(), {"level": level, "person": person}
    case, is_new = made_or_found(known, facts, link=link, is_apart=is_apart, closed_at=None)
    if is_new:
        CaseStep.objects.create(case=case, after=State.DETECTED)
    else:
        _raise_level(case, level)
    return case


def _raise_level(case: Case, level: Level) -> None:
    if level > case.level:
        Case.objects.filter(pk=case.pk).update(level=level)


@transaction.atomic
def read_case(*, case: Case, by: Person) -> None:
    """This person has the case before their eyes: colleagues see that for a minute, the log keeps it."""
    Presence.objects.update_or_create(person=by, case=case, defaults={"at": timezone.now()})
    record(what=What.CASE_READ, by=by, about=case.address)


def note_record_taken(*, case: Case, by: Person, why: str) -> None:
    """Its words leave this place with them: the log keeps who, when and for what."""
    record(what=What.CASE_EXPORTED, by=by, about=case.address, why=why)


@transaction.atomic
def stay_with(*, case: Case, by: Person) -> None:
    """The page is still open on their screen."""
    Presence.objects.update_or_create(person=by, case=case, defaults={"at": timezone.now()})


@transaction.atomic
def take_case(*, case: Case, by: Person, seen: Seen = None) -> bool:
    """This guide looks after the case now, and after all of it that they had seen; what came in since then waits.

    False if somebody else was a moment faster.
    """
    case = locked(case)
    if not case.is_open or case.taken_by_id not in {None, by.pk}:
        return False
    _theirs(case.all_concerns.filter(closed_at=None, taken_by=None), by, seen)
    if case.state == State.DETECTED:
        _own(case, by)
        move(case=case, to=State.TAKEN, by=by)
        record(what=What.CASE_TAKEN, by=by, about=case.address)
    return True


@transaction.atomic
def take_over(*, case: Case, by: Person, why: str, seen: Seen = None) -> None:
    """Somebody else looks after it from now on, with a reason: whoever had it is away, or it cannot wait for them."""
    case = locked(case)
    before = case.taken_by
    if case.state not in EDGES[case.state]:
        raise NotYet(who_has_it(case))
    _hand_to(case, by, seen)
    move(case=case, to=State(case.state), by=by, why=why)
    record(what=What.CASE_TAKEN, by=by, about=case.address, person=before, why=why)
    if before and before != by:
        tell(person=before, kind=NoticeKind.DUTY, link=case.address)


@transaction.atomic
def hand_back_case(*, case: Case, by: Person, why: str = "") -> None:
    """It waits again for whoever is on duty, with its first clock."""
    case = locked(case)
    if not _is_theirs(case, by):
        raise NotYet(who_has_it(case))
    case.all_concerns.filter(closed_at=None).update(taken_by=None, taken_at=None)
    case.taken_by = case.taken_at = None
    move(case=case, to=State.DETECTED, by=by, why=why)
    record(what=What.CASE_HANDED_BACK, by=by, about=case.address)


@transaction.atomic
def hand_all_back(person: Person) -> None:
    """Somebody does this work no more: what they looked after waits again, and rings whoever is there."""
    HandOver.objects.filter(Q(to=person) | Q(by=person), answered_at=None).delete()
    Concern.objects.filter(taken_by=person, closed_at=None).update(taken_by=None, taken_at=None)
    for case in Case.objects.open().filter(taken_by=person):
        hand_back_case(case=case, by=person)
    page_soon()


@transaction.atomic
def move(*, case: Case, to: State, by: Person | None, why: str = "") -> CaseStep:
    """One step along an edge of `EDGES`; anything else is a mistake of ours, and the database refuses it too.

    What nobody has any more asks nobody: questions that were open end with it.
    """
    if to not in EDGES[case.state]:
        raise ValueError(f"a case does not go from {case.state} to {to}")
    step = CaseStep.objects.create(case=case, before=case.state, after=to, by=by, why=why)
    case.state = to
    case.closed_at = step.at if to == State.CLOSED else None
    case.save(update_fields=["state", "taken_by", "taken_at", "closed_at"])
    if to in {State.DETECTED, State.CLOSED}:
        _end_hand_over(case)
        case.second_looks.filter(agrees=None).delete()
    return step


@transaction.atomic
def move_on(*, case: Case, to: State, by: Person, why: str, seen: Seen = None) -> None:
    """A guide says how far it is. Whoever does so for a case that nobody has takes it up with that."""
    if not take_case(case=case, by=by, seen=seen):
        raise NotYet(who_has_it(locked(case)))
    case = locked(case)
    if to == State.ADVISED and case.level >= Level.DANGER:
        raise NotYet(_("At this level two of you decide about help from outside. Ask for a second pair of eyes first."))
    move(case=case, to=to, by=by, why=why)
    record(what=What.CASE_MOVED, by=by, about=case.address, why=why)
    if to == State.LEAD:
        tell_the_lead(case, by)


@transaction.atomic
def ask_to_take(*, case: Case, by: Person, to: Person, note: str) -> HandOver:
    """Ask a colleague to take this case; it stays here until they say yes. A newer question replaces the last.

    Whoever asks does not learn whether it is kept from them: somebody else is told then, and may take it over.
    """
    case = locked(case)
    if not _is_theirs(case, by):
        raise NotYet(who_has_it(case))
    _end_hand_over(case)
    asked = HandOver.objects.create(case=case, by=by, to=to, note=note)
    for one in who_is_asked(case, by, to):
        tell(person=one, kind=NoticeKind.DUTY, link=case.address)
    return asked


@transaction.atomic
def answer_hand_over(*, case: Case, by: Person, accepts: bool, seen: Seen = None) -> None:
    """Yes: it is theirs from now on. No: it stays where it was, and the one who asked is told."""
    case = locked(case)
    asked = case.hand_overs.open().filter(to=by).first()
    if asked is None:
        raise NotYet(_("Nobody asks you any more: somebody else has it now, it waits again, or it is closed."))
    asked.accepted, asked.answered_at = accepts, timezone.now()
    asked.save(update_fields=["accepted", "answered_at"])
    if accepts:
        _hand_to(case, by, seen)
        move(case=case, to=State(case.state), by=by, why=asked.note)
        record(what=What.CASE_HANDED_ON, by=asked.by, about=case.address, person=by)
    if asked.by:
        tell(person=asked.by, kind=NoticeKind.DUTY, link=case.address)


def locked(case: Case) -> Case:
    """The case as it is this moment, and nobody else moves it until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def who_has_it(case: Case) -> str:
    """For whoever tried what only the one who looks after a case can do."""
    if not case.is_open:
        return _("This case has been closed meanwhile. What was done stands below.")
    if case.taken_by_id:
        return _("Somebody else looks after this case now. You can take it over first.")
    return _("Nobody looks after this case now. You can take it up.")


def tell_the_lead(case: Case, by: Person) -> None:
    for lead in leads():
        if lead not in {by, case.person}:
            tell(person=lead, kind=NoticeKind.DUTY, link=case.address)


def _is_theirs(case: Case, person: Person) -> bool:
    return case.is_open and case.taken_by_id == person.pk


def _hand_to(case: Case, person: Person, seen: Seen) -> None:
    """Whom somebody else had asked to take it is asked no more."""
    _end_hand_over(case)
    taken = case.all_concerns.filter(closed_at=None, taken_by__isnull=False)
    taken.update(taken_by=person, taken_at=timezone.now())
    _theirs(case.all_concerns.filter(closed_at=None, taken_by=None), person, seen)
    _own(case, person)


def _end_hand_over(case: Case) -> None:
    case.hand_overs.filter(answered_at=None).delete()


def _own(case: Case, person: Person) -> None:
    case.taken_by, case.taken_at = person, timezone.now()


def _theirs(new: QuerySet[Concern], person: Person, seen: Seen) -> None:
    known = [one.pk for one in looked_at(list(new), seen)]
    Concern.objects.filter(pk__in=known).update(taken_by=person, taken_at=timezone.now())
