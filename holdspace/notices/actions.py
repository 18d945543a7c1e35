"""Telling people that something waits."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.kit import place
from holdspace.notices.models import Kind, Notice, Wishes
from holdspace.notices.policy import wishes_of
from holdspace.people.models import Person

logger = logging.getLogger(__name__)

DIGEST_HOURS = (9, 14, 20)


def tell(*, person: Person, kind: Kind, link: str, at: datetime | None = None) -> None:
    """Say that something waits, from `at` on. The same thing is not said twice while it is unseen."""
    at = at or timezone.now()
    notice, _is_new = Notice.objects.get_or_create(
        person=person, kind=kind, link=link, seen_at=None, defaults={"made_at": at}
    )
    if at < notice.made_at:
        notice.made_at = at
        notice.save(update_fields=["made_at"])


def tell_all(*, people: Iterable[Person], kind: Kind, link: str) -> None:
    """The same to each of them, now, in two queries."""
    lacking = untold(people=list(people), kind=kind, link=link)
    if lacking:
        Notice.objects.bulk_create(Notice(person=one, kind=kind, link=link) for one in lacking)


def untold(*, people: Sequence[Person], kind: Kind, link: str) -> list[Person]:
    """Who of them is not told yet, or has seen it since."""
    unseen = Notice.objects.unseen().filter(person__in=people, kind=kind, link=link, made_at__lte=timezone.now())
    told = set(unseen.values_list("person", flat=True))
    return [one for one in people if one.pk not in told]


def untell(*, person: Person, kind: Kind, link: str) -> None:
    """What was to be said later is not said: the thing was taken back."""
    Notice.objects.unseen().filter(person=person, kind=kind, link=link, made_at__gt=timezone.now()).delete()


def forget(*, person: Person, under: str, kind: Kind | None = None) -> None:
    """What they have not seen yet about a page they no longer find is not said, nor mailed."""
    unseen = Notice.objects.unseen().filter(person=person, link__startswith=under)
    (unseen.filter(kind=kind) if kind else unseen).exclude(kind=Kind.GUIDE).delete()


def forget_for_all(*, under: str) -> None:
    """Nobody finds the page any more, so nobody is led to it. What a guide has to say stays."""
    Notice.objects.unseen().filter(link__startswith=under).exclude(kind=Kind.GUIDE).delete()


def see(notice: Notice) -> None:
    if notice.seen_at is None:
        notice.seen_at = timezone.now()
        notice.save(update_fields=["seen_at"])


def see_at(person: Person, link: str) -> None:
    """They look at what was announced, whichever way they came: the next one is announced anew."""
    Notice.objects.unseen().filter(person=person, link=link).update(seen_at=timezone.now())


def see_all(person: Person) -> None:
    now = timezone.now()
    Notice.objects.unseen().filter(person=person, made_at__lte=now).update(seen_at=now)


def send_digests(now: datetime) -> None:
    """Mail everybody for whom something waits, at 9, 14 and 20 o'clock where they live. Never what, never where."""
    due = [person for person in _with_unmailed(now) if is_digest_time(person, wishes_of(person), now)]
    if due:
        with get_connection() as line:  # no mail server: this round ends here, and the next one tries again
            for person in due:
                _send_digest(person, now, line)


def _with_unmailed(now: datetime) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=_unmailed(now).values("person")).exclude(email="")


def _unmailed(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.unseen().filter(mailed_at=None, made_at__lte=now)


def is_digest_time(person: Person, wishes: Wishes, now: datetime) -> bool:
    here = now.astimezone(ZoneInfo(person.time_zone or settings.TIME_ZONE))
    rests = is_quiet(wishes, here.hour)
    told_this_hour = wishes.digested_at is not None and (now - wishes.digested_at).total_seconds() < 3600
    return wishes.wants_digests and here.hour in DIGEST_HOURS and not rests and not told_this_hour


def is_quiet(wishes: Wishes, hour: int) -> bool:
    if wishes.quiet_from <= wishes.quiet_to:
        return wishes.quiet_from <= hour < wishes.quiet_to
    return hour >= wishes.quiet_from or hour < wishes.quiet_to


def _send_digest(person: Person, now: datetime, line: BaseEmailBackend) -> None:
    """An address that is refused costs nobody else their mail, and is tried again with the next digest."""
    Wishes.objects.update_or_create(person=person, defaults={"digested_at": now})
    try:
        _mail(person, line)
    except OSError as error:  # smtplib's errors are of this kind; they quote the address, so only their name is told
        logger.error("The digest for %s could not be sent: %s", person.pk, type(error).__name__)
    else:
        _unmailed(now).filter(person=person).update(mailed_at=now)


def _mail(person: Person, line: BaseEmailBackend) -> None:
    send_mail(
        subject=_("Something waits for you"),
        message=_("Something waits for you at {place}. You can look whenever you like; nothing runs out.").format(
            place=place.here().name
        ),
        from_email=None,
        recipient_list=[person.email],
        connection=line,
    )
