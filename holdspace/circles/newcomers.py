"""The first words of people who are new here: others read them at once, and somebody on duty looks at them quietly."""

from django.db import transaction
from django.utils import timezone

from holdspace.circles.models import Reply, Story
from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What

FIRST_FEW = 3


def is_early(author: Person) -> bool:
    """Whether what they send now is among the first three things they ever shared, whatever the face."""
    stories = Story.objects.filter(author=author).count()
    return stories < FIRST_FEW and stories + Reply.objects.filter(author=author).count() < FIRST_FEW


@transaction.atomic
def note_looked(told: Story | Reply, *, by: Person) -> None:
    """Somebody on duty has read it, and it may stay. Its writer is not told: nothing happened."""
    told.looked_at = timezone.now()
    told.save(update_fields=["looked_at"])
    record(what=What.FIRST_WORDS_SEEN, by=by, about=told.link)
