from typing import Any

from django.utils.translation import gettext_lazy as _

from holdspace.notices.models import Device, Notice, Service, Wishes
from holdspace.people.leaving import Part
from holdspace.people.models import Person


def export(person: Person) -> dict[str, Any]:
    return {
        "notices": list(Notice.objects.filter(person=person).values("kind", "link", "made_at", "seen_at")),
        "wishes": list(Wishes.objects.filter(person=person).values("wants_digests", "quiet_from", "quiet_to")),
        "browsers": list(Device.objects.filter(person=person).values("made_at")),
        "services": list(Service.objects.filter(person=person).values("name", "made_at", "worked_at")),
    }


def erase(person: Person) -> None:
    Notice.objects.filter(person=person).delete()
    Wishes.objects.filter(person=person).delete()
    Device.objects.filter(person=person).delete()
    Service.objects.filter(person=person).delete()


part = Part(
    name="notices",
    label=_("What waited for you"),
    models=(
        Notice,
        Wishes,
        Device,
        Service,
    ),
    export=export,
    erase=erase,
    vanishes=_("Every notice, and how you wanted to be told."),
)
