"""How much one listener carries at once. Only they can raise it, and nobody past the house's own limit."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.circles import routing
from holdspace.circles.models import Claim, Listening, Story
from holdspace.people.models import Person


class EnoughError(Exception):
    """They carry as much as they said they would. The message says so to them."""


def check_room(story: Story, listener: Person) -> None:
    """Raises EnoughError. Call it while the listener is held still."""
    now = timezone.now()
    wishes = Listening.objects.filter(person=listener).first() or Listening()
    if _open_talks(listener, now) >= min(wishes.cap, routing.MOST_OPEN_TALKS):
        raise EnoughError(
            _("You hold as many talks as you said you would. Answer one or let one go first; this story is not lost.")
        )
    if story.is_vulnerable and _heavy(listener, now) >= min(wishes.vulnerable_cap, routing.MOST_VULNERABLE_A_WEEK):
        raise EnoughError(_("You have taken enough heavy stories this week. Others are asked for this one. Rest well."))


def _open_talks(listener: Person, now: datetime) -> int:
    return Claim.objects.open(now).filter(listener=listener).count()


def _heavy(listener: Person, now: datetime) -> int:
    lately = Claim.objects.filter(listener=listener, taken_at__gt=now - routing.WEEK)
    return lately.filter(story__is_vulnerable=True).count()
