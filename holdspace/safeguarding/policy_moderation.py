"""Who may decide about a text, who reads what was decided, and who looks a second time."""

import uuid

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role, people_with_role
from holdspace.safeguarding.models import Appeal, Ruling
from holdspace.safeguarding.policy import is_on_duty, people_on_duty


def may_rule(person: Person, writer: Person | None) -> bool:
    """Those on duty, never over their own words; over a colleague's only the leads, where somebody else leads."""
    if not is_on_duty(person) or writer is None or person == writer:
        return False
    leads = people_with_role(RoleKind.LEAD).exclude(pk=writer.pk)
    return not is_on_duty(writer) or has_role(person, RoleKind.LEAD) or not leads.exists()


def deciders_of(ruling: Ruling) -> QuerySet[Person]:
    """Who may answer an appeal: everybody on duty but the guide who decided and the writer."""
    return people_on_duty().exclude(pk__in=[one.pk for one in (ruling.by, ruling.writer) if one])


def ruling_on(link: str) -> Ruling | None:
    """What is in force about a text. The caller has asked whether this person may see the text."""
    return Ruling.objects.in_force().filter(link=link).first()


def my_rulings(person: Person) -> QuerySet[Ruling]:
    return Ruling.objects.filter(writer=person).select_related("appeal")


def my_ruling(person: Person, pk: uuid.UUID) -> Ruling:
    return get_object_or_404(my_rulings(person), pk=pk)


def appeal_for(person: Person, pk: uuid.UUID) -> Appeal:
    """An appeal this person may decide, or once could. For the guide who ruled it is not found."""
    if not is_on_duty(person):
        raise Http404
    known = Appeal.objects.exclude(ruled_by=person).exclude(ruling__writer=person)
    return get_object_or_404(known.select_related("ruling__writer", "ruling__by", "decided_by"), pk=pk)
