"""Opening circles and looking after them: what the lead does. Whatever changes is a row in the log of duty.

Who may join and the address are settled when a circle is opened: what was written behind a closed door must not lie
open because of a setting.
"""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from holdspace.circles.actions import AliasTakenError
from holdspace.circles.models import Agreement, Circle
from holdspace.circles.policy import seat_of
from holdspace.conversations.actions import seat
from holdspace.conversations.models import Conversation, Seat
from holdspace.conversations.policy import alias_is_free
from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What

Lines = list[dict[str, str]]
SETTLED = ("name", "about", "kind", "language")


class AddressTakenError(Exception):
    """Another circle stands at this address."""


# --- opening ------------------------------------------------------------------------------------------------------


def open_circle(*, slug: str, by: Person, **facts: Any) -> Circle:
    """A circle with its guides, its first agreement and its host: all of it or nothing.

    A second press finds the circle that the first one opened. Raises AddressTakenError where it is another one.
    """
    try:
        return _open(slug=slug, by=by, **facts)
    except IntegrityError:
        return _opened_before(slug, facts)


@transaction.atomic
def _open(*, by: Person, host: Person, alias: str, guides: Iterable[Person], lines: Lines, **facts: Any) -> Circle:
    circle = Circle.objects.create(conversation=Conversation.objects.create(), **facts)
    circle.guides.set(guides)
    Agreement.objects.create(circle=circle, lines=lines)
    _seat_host(circle, host, alias)
    record(what=What.CIRCLE_OPENED, by=by, about=address_of(circle), person=host)
    return circle


def _opened_before(slug: str, facts: dict[str, Any]) -> Circle:
    found: Circle = Circle.objects.get(slug=slug)
    if any(getattr(found, name) != facts[name] for name in SETTLED):
        raise AddressTakenError
    return found


def address_of(circle: Circle) -> str:
    return f"/duty/circles/{circle.slug}/"


# --- changing -----------------------------------------------------------------------------------------------------


@transaction.atomic
def change_circle(*, circle: Circle, by: Person, guides: Iterable[Person], **facts: Any) -> None:
    """The log keeps which parts changed. Nothing changed, nothing kept."""
    changed = [name for name, value in facts.items() if getattr(circle, name) != value]
    for name in changed:
        setattr(circle, name, facts[name])
    circle.save(update_fields=changed)
    if set(guides) != set(circle.guides.all()):
        circle.guides.set(guides)
        changed.append("guides")
    if changed:
        _log_change(circle, by, ", ".join(name.replace("_", " ") for name in changed))


@transaction.atomic
def name_host(*, circle: Circle, person: Person, alias: str, by: Person) -> None:
    """Whoever sits there already keeps their alias. Raises AliasTakenError where somebody was a moment faster."""
    _one_at_a_time(circle)
    taken = seat_of(person, circle)
    if taken and taken.is_host:
        return
    if taken is None and not alias_is_free(circle.conversation, alias, person):
        raise AliasTakenError
    _seat_host(circle, person, taken.alias if taken else alias)
    _log_change(circle, by, "host", person=person)


def _seat_host(circle: Circle, person: Person, alias: str) -> Seat:
    tell(person=person, kind=NoticeKind.STANDING, link=f"/circles/{circle.slug}/")
    return seat(conversation=circle.conversation, person=person, alias=alias, is_host=True)


@transaction.atomic
def end_host(*, circle: Circle, person: Person, by: Person) -> None:
    """They keep their seat, and no longer the door."""
    taken = seat_of(person, circle)
    if taken and taken.is_host:
        taken.is_host = False
        taken.save(update_fields=["is_host"])
        _log_change(circle, by, "host no longer", person=person)


@transaction.atomic
def renew_agreement(*, circle: Circle, lines: Lines, by: Person) -> Agreement:
    """The next version. Earlier ones stay as they were accepted; the same lines once more are no version."""
    _one_at_a_time(circle)
    before = circle.agreement
    if before.lines == lines:
        return before
    renewed = Agreement.objects.create(circle=circle, version=before.version + 1, lines=lines)
    record(what=What.AGREEMENT_CHANGED, by=by, about=address_of(circle), why=f"version {renewed.version}")
    return renewed


def _one_at_a_time(circle: Circle) -> None:
    Circle.objects.select_for_update().get(pk=circle.pk)


def _log_change(circle: Circle, by: Person, why: str, *, person: Person | None = None) -> None:
    record(what=What.CIRCLE_CHANGED, by=by, about=address_of(circle), why=why, person=person)
