"""The words behind readings, for the room that reads them and keeps none."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from holdspace.circles.models import Circle, Reply, Story, StoryConcern
from holdspace.conversations.models import Seat
from holdspace.listening.models import Tier
from holdspace.listening.sources import Givable, Source
from holdspace.people.models import Person
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.ladder import Level, level_of
from holdspace.safeguarding.models import Concern, Kind

Words = dict[uuid.UUID, str]
Told = Story | Reply


def source(kind: str, model: type[Story] | type[Reply], circle: str) -> Source:
    """Texts of one model; `circle` is the way from them to theirs."""

    def words_of(person: Person, ids: Iterable[uuid.UUID]) -> Words:
        return dict(model.objects.filter(author=person, pk__in=ids).values_list("pk", "body"))

    def givable(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Givable]:
        standing: QuerySet[Told] = model.objects.told(timezone.now()).exclude(body="")
        found = standing.filter(pk__in=ids, author__isnull=False).select_related(circle, "author")
        free = without_open_concern(found)
        names = {place: names_in(place) for place in {circle_of(told) for told in free}}
        return {told.pk: Givable(told.body, names[circle_of(told)]) for told in free}

    def shown() -> QuerySet[Any]:
        return model.objects.told(timezone.now()).exclude(body="").values("pk")

    def is_open(pk: uuid.UUID) -> bool:
        return Concern.objects.open().filter(link=model.objects.get(pk=pk).link).exists()

    def late(pk: uuid.UUID, tier: Tier, reasons: list[str]) -> None:
        found_late(model.objects.select_related(circle, "author").get(pk=pk), tier, reasons)

    return Source(kind, words_of, givable, shown, is_open, late)


def found_late(told: Told, tier: Tier, reasons: list[str]) -> None:
    """It goes before those on duty, unless they have looked at something as serious in it. Nobody else hears of it.

    Words that others have read for a while are not held by themselves; a guide decides.
    """
    level = level_of(tier) or Level.HEAVY
    if level > known_level(told):
        raised = raise_concern(kind=Kind.LATE, level=level, link=told.link, person=told.author, reasons=reasons)
        story, reply = (told.story, told) if isinstance(told, Reply) else (told, None)
        StoryConcern.objects.get_or_create(concern=raised, defaults={"story": story, "reply": reply})
    if isinstance(told, Story) and told.is_waiting and level_of(tier):
        told.is_for_guides = True
        told.save(update_fields=["is_for_guides"])


def known_level(told: Told) -> int:
    """How serious what those on duty were shown of it was; 0 where they were shown nothing but that it waits."""
    shown = Concern.objects.filter(link=told.link).exclude(kind=Kind.UNHEARD)
    return shown.aggregate(highest=Max("level"))["highest"] or 0


def without_open_concern(found: Iterable[Told]) -> list[Told]:
    rows = list(found)
    open_ones = Concern.objects.open().filter(link__in=[told.link for told in rows])
    looked_at = set(open_ones.values_list("link", flat=True))
    return [told for told in rows if told.link not in looked_at]


def circle_of(told: Told) -> Circle:
    return told.story.circle if isinstance(told, Reply) else told.circle


def names_in(circle: Circle) -> tuple[str, ...]:
    """How anybody who ever sat there is called, and the circle itself."""
    seats = Seat.objects.filter(conversation=circle.conversation_id).values_list("alias", "person__name")
    return (circle.name, *{name for seat in seats for name in seat if name})


SOURCES = (source("story", Story, "circle"), source("reply", Reply, "story__circle"))
