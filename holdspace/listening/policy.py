"""Who may see a reading: the person it is about; and guides, for a text they may read."""

import uuid

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from holdspace.listening.models import Purpose, Reading
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
