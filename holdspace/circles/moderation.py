"""How stories and replies are kept from others after a guide has decided, let through again, and let go of."""

from django.utils.text import Truncator

from holdspace.circles.actions import (
    concerns_on,
    end_claims,
    forget_words,
    keep_words,
    note_withdrawal,
    release,
)
from holdspace.circles.models import ClaimEnd, Draft, Reply, Story
from holdspace.circles.models.story import LONGEST_REASON
from holdspace.circles.policy import draft_for, seat_of, told_at
from holdspace.circles.reports import about
from holdspace.people.models import Person
from holdspace.safeguarding.actions import no_longer_waits
from holdspace.safeguarding.models import Kind as ConcernKind
from holdspace.safeguarding.moderation import Keeper, lift
from holdspace.safeguarding.policy_moderation import ruling_on

__all__ = ["about", "keeper", "let_others_read", "write_again"]


def knows(link: str) -> bool:
    return told_at(link) is not None


def keep_back(link: str, why: str) -> None:
    """The same rule as for every text that is kept back: its writer and those on duty read it, nobody else."""
    told = told_at(link)
    if told is None:
        raise ValueError(f"nothing is told at {link}")
    told.held_because = Truncator(why).chars(LONGEST_REASON)
    told.save(update_fields=["held_because"])
    if isinstance(told, Reply):
        note_withdrawal(told)
    else:
        end_claims(told, ClaimEnd.LET_GO)
        no_longer_waits(kind=ConcernKind.UNHEARD, link=told.address, note=why)


def let_through(link: str) -> None:
    told = told_at(link)
    if told and told.held_because:
        release(told)


def forget(link: str) -> bool:
    """The words go, unless a guide still has to look at them."""
    told = told_at(link)
    if told and concerns_on(told).filter(concern__closed_at=None).exists():
        return False
    if told:
        forget_words(told)
    return True


def way_to_change(link: str) -> str:
    """Where its writer gets the words back into the box, as long as they sit there."""
    told = told_at(link)
    circle = told.story.circle if isinstance(told, Reply) else told.circle if told else None
    may = told and circle and told.author and told.held_because and seat_of(told.author, circle)
    return f"{told.address}again/" if told and may else ""


keeper = Keeper(knows, keep_back, let_through, forget, way_to_change)


def let_others_read(told: Story | Reply, *, by: Person) -> None:
    """Somebody on duty lets it through: whatever was decided before, or kept it back by itself."""
    ruling = ruling_on(told.link)
    if ruling:
        lift(ruling=ruling, by=by)
    else:
        release(told)


def write_again(told: Story | Reply) -> Draft | None:
    """The words in the box again, to be changed and sent anew. Pressed twice, they are there once."""
    story, circle = (told.story, told.story.circle) if isinstance(told, Reply) else (None, told.circle)
    begun = draft_for(told.author, circle, story) if told.author else None
    return begun if begun and told.body in begun.body else keep_words(told)
