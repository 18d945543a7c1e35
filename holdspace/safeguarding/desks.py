"""Going off duty and coming back, a pause, a note for supervision, and going on past one's limit."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Case, Desk, SupervisionNote, What

PAUSE = timedelta(minutes=20)


def go_off(*, person: Person) -> None:
    Desk.objects.update_or_create(person=person, defaults={"off_since": timezone.now(), "pauses_until": None})


def pause(*, person: Person) -> None:
    Desk.objects.update_or_create(person=person, defaults={"pauses_until": timezone.now() + PAUSE})


def come_back(*, person: Person) -> None:
    Desk.objects.update_or_create(person=person, defaults={"off_since": None, "pauses_until": None})


def write_note(*, person: Person, body: str) -> SupervisionNote:
    return SupervisionNote.objects.create(person=person, body=body)


@transaction.atomic
def go_on(*, case: Case, by: Person, why: str) -> None:
    """They open a heavy case past their limit, and the log keeps the reason."""
    record(what=What.HEAVY_OPENED, by=by, about=case.address, why=why)
