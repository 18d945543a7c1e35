"""Who may see a reading: the person it is about; and guides, for a text they may read."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdspace.listening.agreement import held_since
from holdspace.listening.models import Purpose, Reading
from holdspace.listening.sources import holds
from holdspace.people.models import Person


def readings_for(person: Person) -> QuerySet[Reading]:
    return Reading.objects.filter(person=person)


def reading_for(person: Person, pk: uuid.UUID) -> Reading:
    return get_object_or_404(readings_for(person), pk=pk)


def safety_reading_of(text_id: uuid.UUID) -> Reading | None:
    """The reading of a text for danger. The caller has already asked whether this person may read the text."""
    return Reading.objects.filter(text_id=text_id, purpose=Purpose.SAFETY).first()


def unread() -> QuerySet[Reading]:
    """Readings that were owed and not made; the one that was not tried for longest comes first."""
    return Reading.objects.filter(purpose=Purpose.SAFETY, tier=None).select_related("person").order_by("read_at")


def allowed() -> QuerySet[Reading]:
    """Whose writers said that they are not right, and let the text help to improve the reading."""
    ticked = Reading.objects.filter(allowed_at__isnull=False, taken_back_at=None, disagreed_at__isnull=False)
    return ticked.filter(held_since("allowed_at"))


def allowed_among(readings: Iterable[Reading]) -> set[uuid.UUID]:
    return set(allowed().filter(pk__in=[reading.pk for reading in readings]).values_list("pk", flat=True))


def is_allowed(reading: Reading) -> bool:
    return reading.pk in allowed_among([reading])


def may_allow(reading: Reading) -> bool:
    """There is a text to give: a draft was not kept."""
    return reading.purpose == Purpose.SAFETY and reading.tier is not None and holds(reading.text_kind)
