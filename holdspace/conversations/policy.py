"""Who sits where."""

from django.db.models import QuerySet

from holdspace.conversations.models import Conversation, Seat
from holdspace.people.models import Person
from holdspace.people.names import skeleton


def seats_of(person: Person) -> QuerySet[Seat]:
    """The seats a person has now; seats they left are not among them."""
    return Seat.objects.taken().filter(person=person)


def people_in(conversation: Conversation) -> QuerySet[Seat]:
    return Seat.objects.taken().filter(conversation=conversation).select_related("person")


def alias_is_free(conversation: Conversation, alias: str, person: Person) -> bool:
    """Whether this person may be called so here: an alias someone once had stays theirs, look-alikes too."""
    others = Seat.objects.filter(conversation=conversation).exclude(person=person)
    return skeleton(alias) not in map(skeleton, others.values_list("alias", flat=True))
