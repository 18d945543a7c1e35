"""Who may bring words from a circle before the guides, and which of those on duty may decide about them."""

import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from holdspace.circles.models import Circle, Reply, Story
from holdspace.circles.policy import reply_for, stories_for, story_for
from holdspace.conversations.models import Seat
from holdspace.people.faces import FaceKind
from holdspace.people.models import Person
from holdspace.safeguarding.never_shown import NEVER_SHOWN
from holdspace.safeguarding.policy import is_on_duty
from holdspace.safeguarding.policy_moderation import may_rule, my_rulings
from holdspace.safeguarding.policy_reveals import may_ask_who

AnyTold = TypeVar("AnyTold", Story, Reply)


def reportable_story(person: Person, pk: uuid.UUID) -> Story:
    """What they may read, or could while they sat there. It stays reportable when its writer has turned away."""
    mine = stories_for(person).values("pk")
    told: QuerySet[Story] = Story.objects.select_related("circle", "author").exclude(_is_no_others(person))
    return get_object_or_404(told.filter(Q(pk__in=mine) | _was_told_to(person, "circle")), pk=pk)


def reportable_reply(person: Person, pk: uuid.UUID) -> Reply:
    told: QuerySet[Reply] = Reply.objects.select_related("story__circle", "author").exclude(_is_no_others(person))
    return told.filter(_was_told_to(person, "story__circle"), pk=pk).first() or get_object_or_404(
        told, pk=reply_for(person, pk).pk
    )


def met(person: Person) -> list[Story | Reply]:
    """Where this person spoke with others, the newest first: stories they answered, and answers to theirs.

    Whether a text can still be read is left out, so that the list tells nobody who has turned away from whom.
    """
    since_told = Q(heard_from__lte=timezone.now(), held_because="") & ~_is_no_others(person)
    stories = Story.objects.select_related("circle").filter(since_told, replies__author=person).distinct()
    replies = Reply.objects.select_related("story__circle").filter(since_told, story__author=person)
    found = [*_once_told(person, stories, "circle"), *_once_told(person, replies, "story__circle")]
    return sorted(found, key=lambda told: told.heard_from, reverse=True)


def _once_told(person: Person, told: QuerySet[AnyTold], circle: str) -> QuerySet[AnyTold]:
    return told.filter(_was_told_to(person, circle))


def _is_no_others(person: Person) -> Q:
    """Their own words, and those of people who have left."""
    return Q(author=person) | Q(author=None)


def _was_told_to(person: Person, circle: str) -> Q:
    """Told in a circle while this person had a seat in it, whatever became of it since."""
    seats = Seat.objects.filter(person=person, conversation=OuterRef(f"{circle}__conversation"))
    sat = seats.filter(Q(left_at=None) | Q(left_at__gte=OuterRef("heard_from")))
    was_told = Q(heard_from__lte=timezone.now(), held_because="")
    return Exists(sat) & was_told & (Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("heard_from")))


def own_agreements(circle: Circle) -> dict[str, str]:
    return {line["name"]: line["text"] for line in circle.agreement.lines}


def agreements_of(circle: Circle) -> dict[str, str]:
    """The circle's own by name, and what no circle shows."""
    return own_agreements(circle) | {str(one.name): str(one.text) for one in NEVER_SHOWN}


def story_to_rule(person: Person, pk: uuid.UUID) -> Story:
    return _to_rule(person, story_for(person, pk))


def reply_to_rule(person: Person, pk: uuid.UUID) -> Reply:
    return _to_rule(person, reply_for(person, pk))


def _to_rule(person: Person, told: AnyTold) -> AnyTold:
    """Those on duty decide about what others wrote and did not take back."""
    if told.withdrawn_at or not may_rule(person, told.author):
        raise Http404
    return told


def story_to_reveal(person: Person, pk: uuid.UUID) -> Story:
    return _to_reveal(person, story_for(person, pk))


def reply_to_reveal(person: Person, pk: uuid.UUID) -> Reply:
    return _to_reveal(person, reply_for(person, pk))


def _to_reveal(person: Person, told: AnyTold) -> AnyTold:
    """There is something to look up: others do not see the account name."""
    if told.face == FaceKind.NAME or not may_ask_who(person, told.author):
        raise Http404
    return told


def early_words(person: Person) -> list[Story | Reply]:
    """What new people shared and nobody on duty has looked at yet, the longest first; nobody their own."""
    stories = Story.objects.select_related("circle", "author").filter(_is_to_look_at(person))
    replies = Reply.objects.select_related("story__circle", "author").filter(_is_to_look_at(person))
    return sorted([*stories, *replies], key=lambda told: told.heard_from)


def _is_to_look_at(person: Person) -> Q:
    told = Q(heard_from__lte=timezone.now(), held_because="", withdrawn_at=None)
    return told & Q(is_early=True, looked_at=None) & ~Q(author=person) & ~Q(author=None)


def early_story(person: Person, pk: uuid.UUID) -> Story:
    mine: QuerySet[Story] = Story.objects.filter(_is_to_look_at(person))
    return get_object_or_404(mine if is_on_duty(person) else mine.none(), pk=pk)


def early_reply(person: Person, pk: uuid.UUID) -> Reply:
    mine: QuerySet[Reply] = Reply.objects.select_related("story").filter(_is_to_look_at(person))
    return get_object_or_404(mine if is_on_duty(person) else mine.none(), pk=pk)


def with_rulings(person: Person, told: Iterable[Story | Reply]) -> None:
    """Give each kept-back text of this person the decision about it, for its own page."""
    kept_back = [one for one in told if one.held_because and one.author_id == person.pk]
    rulings = {ruling.link: ruling for ruling in my_rulings(person).filter(lifted_at=None)} if kept_back else {}
    for one in kept_back:
        one.ruling = rulings.get(one.link)
