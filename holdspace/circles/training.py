"""Becoming a listener and staying one: asking, talking, signing, a supervised start, a fresh year, a rest."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from holdspace.circles.models import Claim, ClaimEnd, LookOver, Reply, SignOff, SignOffLetter, Standing
from holdspace.circles.policy_training import is_ready, may_ask_to_be_signed, standing_of
from holdspace.library.policy_learning import has_passed, read_by
from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.actions import give_role
from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import people_with_role
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What

LESSONS_A_YEAR = 2
PLACE = "/learn/sign-off/"


class NotReadyError(Exception):
    """Something of the way is not done, or was answered by somebody else a moment ago."""


# --- signing off --------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_be_signed(*, person: Person) -> SignOff:
    """One open request a person; pressing twice finds the first."""
    Person.objects.select_for_update().get(pk=person.pk)
    waiting = SignOff.objects.filter(person=person, answered_at=None).first()
    if waiting is None and not may_ask_to_be_signed(person):
        raise NotReadyError
    return waiting or SignOff.objects.create(person=person)


def write_letter(*, sign_off: SignOff, person: Person, body: str) -> SignOffLetter:
    """Between the learner and the guides. The learner is told that a letter waits, never what it says."""
    from_guide = person != sign_off.person
    letter = sign_off.letters.create(person=person, body=body, is_from_guide=from_guide)
    if from_guide:
        tell(person=sign_off.person, kind=NoticeKind.TRAINING, link=PLACE)
    return letter


@transaction.atomic
def sign(*, sign_off: SignOff, by: Person, note: str = "") -> None:
    """The right, in force at once, with a supervised start. Raises NotReadyError where another guide was faster."""
    _answer(sign_off, by, note, is_signed=True)
    Standing.objects.update_or_create(person=sign_off.person, defaults=_fresh(settings.LOOKED_OVER_ANSWERS))
    give_role(person=sign_off.person, kind=RoleKind.LISTENER, by=by)
    record(what=What.LISTENER_SIGNED, by=by, about=str(sign_off.pk), person=sign_off.person)


def begin_supervised(person: Person) -> None:
    """Given by a lead, without a sign-off here: the first answers are looked over all the same."""
    Standing.objects.get_or_create(person=person, defaults=_fresh(settings.LOOKED_OVER_ANSWERS))


@transaction.atomic
def say_what_is_missing(*, sign_off: SignOff, by: Person, note: str) -> None:
    """Not yet, with a reason. They can ask again whenever they like."""
    _answer(sign_off, by, note, is_signed=False)
    record(what=What.LISTENER_NOT_YET, by=by, about=str(sign_off.pk), person=sign_off.person)


def _answer(sign_off: SignOff, by: Person, note: str, *, is_signed: bool) -> None:
    if by == sign_off.person or (is_signed and not is_ready(sign_off.person)):
        raise NotReadyError
    answered = {"by": by, "answer": note, "answered_at": timezone.now(), "is_signed": is_signed}
    if not SignOff.objects.filter(pk=sign_off.pk, answered_at=None).update(**answered):
        raise NotReadyError
    tell(person=sign_off.person, kind=NoticeKind.TRAINING, link=PLACE)


def _fresh(to_look_over: int) -> dict[str, object]:
    return {
        "refreshed_at": timezone.now(),
        "reminded_at": None,
        "stepped_back_at": None,
        "to_look_over": to_look_over,
    }


# --- the supervised start -----------------------------------------------------------------------------------------


def note_first_answer(reply: Reply) -> None:
    """One of a new listener's first answers goes on the quiet list of those on duty. It is sent all the same."""
    new = Standing.objects.filter(person=reply.author, to_look_over__gt=0)
    if reply.author and reply.is_answer and new.exists() and not _is_on_the_list(reply):
        new.update(to_look_over=F("to_look_over") - 1)
        LookOver.objects.create(reply=reply, listener=reply.author)


def _is_on_the_list(reply: Reply) -> bool:
    """Another answer of theirs to the same story is there already: it is stories that are counted."""
    return LookOver.objects.filter(listener=reply.author, reply__story=reply.story).exists()


@transaction.atomic
def look_over(*, look: LookOver, by: Person, note: str = "") -> None:
    """Somebody on duty has read it. What they say goes to the listener alone."""
    fresh = LookOver.objects.filter(pk=look.pk, looked_at=None)
    if fresh.update(looked_by=by, looked_at=timezone.now(), note=note) and note:
        tell(person=look.listener, kind=NoticeKind.TRAINING, link="/unheard/")


# --- every year, and resting --------------------------------------------------------------------------------------


@transaction.atomic
def refresh(*, person: Person) -> bool:
    """Two lessons and the quiz, done since the refresh opened, make a new year: a right that slept wakes by itself."""
    standing = standing_of(person)
    if standing is None or timezone.now() < standing.refresh_from:
        return False
    since = standing.refresh_from
    is_done = len(read_by(person, since)) >= LESSONS_A_YEAR and has_passed(person, since)
    if is_done:
        Standing.objects.filter(pk=person.pk).update(refreshed_at=timezone.now(), reminded_at=None)
    return is_done


@transaction.atomic
def remind(now: datetime) -> None:
    """A month before the year is over, once. Whoever has the right and no standing yet begins their year now."""
    known = Standing.objects.values("person")
    for person in people_with_role(RoleKind.LISTENER).exclude(pk__in=known):
        Standing.objects.create(person=person, refreshed_at=now)
    listeners = people_with_role(RoleKind.LISTENER)
    for standing in Standing.objects.due_soon(now).filter(person__in=listeners).select_related("person"):
        tell(person=standing.person, kind=NoticeKind.TRAINING, link="/me/listening/")
        standing.reminded_at = now
        standing.save(update_fields=["reminded_at"])


@transaction.atomic
def step_back(*, person: Person) -> None:
    """The right rests, and what was taken goes back to its waves. Settings, lessons and the right itself stay."""
    Standing.objects.update_or_create(person=person, defaults={"stepped_back_at": timezone.now()})
    let_go_of_all(person)


def come_back(*, person: Person) -> None:
    Standing.objects.filter(person=person).update(stepped_back_at=None)


def let_go_of_all(person: Person) -> None:
    """Their open talks wait for somebody else again, at once."""
    mine = Claim.objects.filter(listener=person, ended_at=None)
    mine.update(ended_at=timezone.now(), ended_how=ClaimEnd.LET_GO)

