"""Whose notices."""

import uuid

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from holdspace.notices.models import Device, Kind, Notice, Service, Wishes
from holdspace.people.models import Person
from holdspace.people.policy import is_staff


def notices_for(person: Person) -> QuerySet[Notice]:
    """What they were told by now; what comes later is not theirs to see yet."""
    return Notice.objects.filter(person=person, made_at__lte=timezone.now())


def notice_for(person: Person, pk: uuid.UUID) -> Notice:
    return get_object_or_404(notices_for(person), pk=pk)


def unseen_of(person: Person, kind: Kind) -> QuerySet[Notice]:
    """What they have not seen yet, also what is only said later."""
    return Notice.objects.unseen().filter(person=person, kind=kind)


def unseen_links(person: Person, *, under: str) -> list[str]:
    """Where they would be led under this address."""
    return list(Notice.objects.unseen().filter(person=person, link__startswith=under).values_list("link", flat=True))


def wishes_of(person: Person) -> Wishes:
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


def devices_of(person: Person) -> QuerySet[Device]:
    return Device.objects.filter(person=person).order_by("made_at")


def device_for(person: Person, pk: uuid.UUID) -> Device:
    return get_object_or_404(devices_of(person), pk=pk)


def may_add_services(person: Person) -> bool:
    """Those who can be needed at night: guides, the lead, stewards, practitioners."""
    return is_staff(person)


def services_of(person: Person) -> QuerySet[Service]:
    return Service.objects.filter(person=person).order_by("made_at")


def service_for(person: Person, pk: uuid.UUID) -> Service:
    return get_object_or_404(services_of(person), pk=pk)
