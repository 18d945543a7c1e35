"""Who has opened a text with a claim about health: ids alone, for thirty days, so that a correction finds them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from holdspace.circles.models import Opening, Reply, Story
from holdspace.people.models import Person

KEPT_FOR = timedelta(days=30)
Told = Story | Reply


def remember_openings(person: Person, claims: Iterable[Told]) -> None:
    """Texts of others only, and once each."""
    others = [told for told in claims if told.is_told and told.author_id != person.pk]
    if others:
        rows = [Opening(person=person, story=as_story(told), reply=as_reply(told)) for told in others]
        Opening.objects.bulk_create(rows, ignore_conflicts=True)


def forget_openings(now: datetime) -> None:
    Opening.objects.filter(opened_at__lt=now - KEPT_FOR).delete()


def as_story(told: Told) -> Story | None:
    return told if isinstance(told, Story) else None


def as_reply(told: Told) -> Reply | None:
    return told if isinstance(told, Reply) else None
