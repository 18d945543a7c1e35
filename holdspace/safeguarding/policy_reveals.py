"""Who may ask who wrote something, who may answer, and what the author sees of it."""

import uuid

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from holdspace.people.models import Person
from holdspace.safeguarding.models import Reveal
from holdspace.safeguarding.policy import is_on_duty, people_on_duty


def may_ask_who(person: Person, author: Person | None) -> bool:
    return is_on_duty(person) and author is not None and author != person


def answerers_of(reveal: Reveal) -> QuerySet[Person]:
    """Everybody on duty but the one who asks and the author."""
    return people_on_duty().exclude(pk__in=[one.pk for one in (reveal.asked_by, reveal.author) if one])


def reveals_for(person: Person) -> QuerySet[Reveal]:
    """What those on duty asked and answered, except about this person."""
    if not is_on_duty(person):
        return Reveal.objects.none()
    known: QuerySet[Reveal] = Reveal.objects.exclude(author=person)
    return known.select_related("asked_by", "answered_by", "author")


def reveal_for(person: Person, pk: uuid.UUID) -> Reveal:
    return get_object_or_404(reveals_for(person), pk=pk)


def open_reveal(link: str) -> Reveal | None:
    return Reveal.objects.waiting().filter(link=link).first()


def told_to_author(person: Person) -> list[Reveal]:
    """What this person has been told by now about being looked up."""
    approved = Reveal.objects.filter(author=person, is_approved=True).select_related("asked_by", "answered_by")
    return [one for one in approved if one.tells_at and one.tells_at <= timezone.now()]


def my_reveal(person: Person, pk: uuid.UUID) -> Reveal:
    found = next((one for one in told_to_author(person) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found
