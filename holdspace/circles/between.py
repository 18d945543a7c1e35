"""What one person does towards another at the moment in which that one blocks them."""

from holdspace.circles.models import Story
from holdspace.networks.actions import hold_still
from holdspace.networks.policy import has_blocked
from holdspace.people.models import Person
from holdspace.safeguarding.policy import is_on_duty


class KeptAwayError(Exception):
    """The writer of the story does not want to meet this person. Said to nobody: for them it is not found."""


def wait_for_boundaries(story: Story, person: Person) -> None:
    """A block of the same moment comes before or after, never in between. Raises KeptAwayError if it came before.

    Those on duty are let through: they look after everybody, and what they say as members is simply not found.
    """
    hold_still(story.author, person)
    if story.author and not is_on_duty(person) and has_blocked(story.author, person):
        raise KeptAwayError
