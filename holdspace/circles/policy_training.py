"""Who may practise, ask, sign and look over; and how far somebody is on the way to becoming a listener."""

import uuid
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from holdspace.circles import talks
from holdspace.circles.models import LookOver, PracticeReply, SignOff, SignOffLetter, Standing
from holdspace.circles.talks import Talk
from holdspace.library.policy_learning import has_passed, has_read_all
from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role, people_with_role
from holdspace.safeguarding.policy import is_on_duty

# --- practice -----------------------------------------------------------------------------------------------------


def talk_for(slug: str) -> Talk:
    found = talks.talk(slug)
    if found is None:
        raise Http404
    return found


def practice_of(person: Person) -> QuerySet[PracticeReply]:
    return PracticeReply.objects.filter(person=person)


def practice_in(person: Person, talk: Talk) -> dict[int, PracticeReply]:
    """What they wrote in one talk, by turn."""
    return {one.turn: one for one in practice_of(person).filter(talk=talk.slug)}


def open_turn(person: Person, talk: Talk, turn: int) -> int:
    """A turn they may open: the first one, and each whose earlier ones were met."""
    met = {place for place, one in practice_in(person, talk).items() if one.met_at}
    if turn >= len(talk.turns) or not set(range(turn)) <= met:
        raise Http404
    return turn


def turns_met(person: Person) -> set[tuple[str, int]]:
    return set(practice_of(person).filter(met_at__isnull=False).values_list("talk", "turn"))


def has_practised(person: Person) -> bool:
    """Every turn of every talk."""
    return talks.every_turn() <= turns_met(person)


# --- signing off --------------------------------------------------------------------------------------------------


def is_ready(person: Person) -> bool:
    return has_read_all(person) and has_passed(person) and has_practised(person)


def is_listener(person: Person) -> bool:
    """They hold the right, awake or asleep."""
    return has_role(person, RoleKind.LISTENER)


def may_ask_to_be_signed(person: Person) -> bool:
    return is_ready(person) and not is_listener(person) and open_sign_off(person) is None


def sign_offs_of(person: Person) -> QuerySet[SignOff]:
    return SignOff.objects.filter(person=person).order_by("-asked_at")


def open_sign_off(person: Person) -> SignOff | None:
    return sign_offs_of(person).filter(answered_at=None).first()


def sign_offs_for(guide: Person) -> QuerySet[SignOff]:
    """Open requests, the oldest first, without one's own."""
    if not is_on_duty(guide):
        return SignOff.objects.none()
    waiting = SignOff.objects.filter(answered_at=None).exclude(person=guide)
    return waiting.select_related("person").order_by("asked_at")


def sign_off_for(guide: Person, pk: uuid.UUID) -> SignOff:
    return get_object_or_404(sign_offs_for(guide), pk=pk)


def letters_of(sign_off: SignOff) -> QuerySet[SignOffLetter]:
    """The caller has asked whether this person may see the request."""
    return sign_off.letters.select_related("person")


# --- the start, and every year ------------------------------------------------------------------------------------


def look_overs_for(guide: Person) -> QuerySet[LookOver]:
    """First answers of new listeners that nobody has looked at yet, never one's own, nor those to one's own story."""
    if not is_on_duty(guide):
        return LookOver.objects.none()
    waiting = LookOver.objects.filter(looked_at=None, reply__withdrawn_at=None, reply__heard_from__lte=timezone.now())
    others = waiting.exclude(listener=guide).exclude(reply__story__author=guide)
    return others.select_related("reply__story__author", "reply__author")


def look_over_for(guide: Person, pk: uuid.UUID) -> LookOver:
    return get_object_or_404(look_overs_for(guide), pk=pk)


def notes_for(listener: Person) -> QuerySet[LookOver]:
    """What guides said about this listener's first answers."""
    return LookOver.objects.filter(listener=listener).exclude(note="").select_related("reply__story")


def standing_of(person: Person) -> Standing | None:
    return Standing.objects.filter(person=person).first()


def is_awake(person: Person, now: datetime | None = None) -> bool:
    """Whether the right can be used now. Without a standing it can: its year begins when the house first counts it."""
    return not is_asleep(person, now).exists()


def is_asleep(person: Person, now: datetime | None = None) -> QuerySet[Standing]:
    """Their standing if it keeps the right from being used; also good inside another question to the database."""
    return Standing.objects.asleep(now or timezone.now()).filter(person=person)


def awake_listeners(now: datetime | None = None) -> QuerySet[Person]:
    asleep = Standing.objects.asleep(now or timezone.now()).values("person")
    return people_with_role(RoleKind.LISTENER).exclude(pk__in=asleep)
