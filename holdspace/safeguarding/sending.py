"""Pages on their way: a person's quickest way first, the next one where it is down, again and again until one works.

All that waits for one person goes out as one message of neutral words. It may arrive twice after a crash; it is never
lost, and the board shows each thing once.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.kit.place import here
from holdspace.notices.channels import Channel, Message, Via, channels_of
from holdspace.notices.reach import Unreached
from holdspace.people.models import Person
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Alarm, Page, Try
from holdspace.safeguarding.paging import pause

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than all ways of one person take; after that another worker may try
LONGEST = timedelta(minutes=15)
SALT = "somebody is looking"
LINK_LIVES = timedelta(days=1)


def send_due(now: datetime) -> None:
    due = Page.objects.to_send().filter(next_try_at__lte=now, person__isnull=False)
    people = dict.fromkeys(page.person for page in due.select_related("person").order_by("made_at") if page.person)
    for person in people:
        if pages := claimed(person, now):
            keep(pages, list(tried(person, now)), now)


@transaction.atomic
def claimed(person: Person, now: datetime) -> list[Page]:
    """What waits for this person, out of the reach of other workers for a while."""
    due = Page.objects.to_send().filter(person=person, next_try_at__lte=now)
    pages = list(due.select_for_update(of=["self"]))
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(next_try_at=now + LEASE)
    return pages


def tried(person: Person, now: datetime) -> Iterator[tuple[Via, str]]:
    """Each way and why it failed, until one did not."""
    message, has_way = message_for(person, now), False
    for channel in channels_of(person):
        has_way, failed = True, failure(channel, message)
        yield channel.via, failed
        if not failed:
            return
    if not has_way:
        yield Via.PAGE, ""


def failure(channel: Channel, message: Message) -> str:
    try:
        channel.deliver(message)
    except Unreached as why:
        return str(why)
    except Exception as error:  # one person's odd service must not keep the others from being rung
        logger.exception("A way to ring somebody (%s) is broken", channel.via)
        return type(error).__name__
    return ""


@transaction.atomic
def keep(pages: list[Page], tries: list[tuple[Via, str]], now: datetime) -> None:
    ids = [page.pk for page in pages]
    Try.objects.bulk_create(Try(page=page, via=via, failed=why[:60], at=now) for page in pages for via, why in tries)
    sent = Page.objects.filter(pk__in=ids)
    if tries[-1][1]:
        most = max(page.tries for page in pages)
        sent.update(tries=F("tries") + 1, next_try_at=now + min(timedelta(minutes=2**most), LONGEST))
    else:
        sent.update(tries=F("tries") + 1, reached_at=now)


# --- the words, and the way back ----------------------------------------------------------------------------------


def message_for(person: Person, now: datetime) -> Message:
    """That something waits, never what or where; the link proves nothing without signing in."""
    link = reverse("safeguarding:looking", args=[token_for(person, now)])
    title = _("%(place)s: something waits for you") % {"place": here().name}
    body = _("Something waits for you at %(place)s.") % {"place": here().name}
    return Message(title=title, body=f"{body}\n\n{settings.ADDRESS}{link}" if settings.ADDRESS else body, link=link)


def token_for(person: Person, now: datetime) -> str:
    return signing.dumps([str(person.pk), now.timestamp()], salt=SALT)


def sent_to(person: Person, token: str) -> datetime | None:
    """When this link was sent to this person; None where it was forged, or sent to somebody else."""
    try:
        pk, sent_at = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(sent_at, timezone.get_default_timezone()) if pk == str(person.pk) else None


@transaction.atomic
def is_looking(*, person: Person, sent_at: datetime, now: datetime) -> bool:
    """They have one more N before the next one is rung; only taking the case ends it. Counts once, for a day."""
    lately = {"person": person, "looked_at": None, "made_at__lte": sent_at, "made_at__gt": now - LINK_LIVES}
    pages = list(Page.objects.filter(alarm__ended_at=None, **lately).select_related("alarm"))
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(looked_at=now)
    for alarm, _pages in groupby(pages, key=lambda page: page.alarm):
        wait_for(alarm, now + pause(Level(alarm.level)))
    return bool(pages)


def wait_for(alarm: Alarm, until: datetime) -> None:
    Alarm.objects.ringing().filter(pk=alarm.pk, next_at__lt=until).update(next_at=until)
