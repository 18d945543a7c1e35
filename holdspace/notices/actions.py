"""Telling people that something waits."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

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


def untell(*, person: Person, kind: Kind, link: str) -> None:
    """What was to be said later is not said: the thing was taken back."""
    Notice.objects.unseen().filter(person=person, kind=kind, link=link, made_at__gt=timezone.now()).delete()


def see(notice: Notice) -> None:
    if notice.seen_at is None:
        notice.seen_at = timezone.now()
        notice.save(update_fields=["seen_at"])


def see_all(person: Person) -> None:
    now = timezone.now()
    Notice.objects.unseen().filter(person=person, made_at__lte=now).update(seen_at=now)


def send_digests(now: datetime) -> None:
    """Mail everybody for whom something waits, at 9, 14 and 20 o'clock where they live. Never what, never where."""
    waiting = Notice.objects.unseen().filter(mailed_at=None, made_at__lte=now)
    for person in Person.objects.filter(pk__in=waiting.values("person")).exclude(email=""):
        wishes = wishes_of(person)
        if is_digest_time(person, wishes, now) and _mailed(person):
            waiting.filter(person=person).update(mailed_at=now)
            Wishes.objects.update_or_create(person=person, defaults={"digested_at": now})


def is_digest_time(person: Person, wishes: Wishes, now: datetime) -> bool:
    here = now.astimezone(ZoneInfo(person.time_zone or settings.TIME_ZONE))
    rests = is_quiet(wishes, here.hour)
    told_this_hour = wishes.digested_at is not None and (now - wishes.digested_at).total_seconds() < 3600
    return wishes.wants_digests and here.hour in DIGEST_HOURS and not rests and not told_this_hour


def is_quiet(wishes: Wishes, hour: int) -> bool:
    if wishes.quiet_from <= wishes.quiet_to:
        return wishes.quiet_from <= hour < wishes.quiet_to
    return hour >= wishes.quiet_from or hour < wishes.quiet_to


def _mailed(person: Person) -> bool:
    """False if the mail could not be handed over: it is tried again, and the others are mailed meanwhile."""
    try:
        _mail(person)
    except OSError as error:
        logger.error("A mail could not be sent: %s", type(error).__name__)
        return False
    return True


def _mail(person: Person) -> None:
    send_mail(
        subject=_("Something waits for you"),
        message=_("Something waits for you at {place}. You can look whenever you like; nothing runs out.").format(
            place=settings.PLACE_NAME
        ),
        from_email=None,
        recipient_list=[person.email],
    )
