"""What circles do when a room below announces a fact."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from holdspace.circles.actions import concerns_on, forget_words
from holdspace.circles.boundaries import settle_between
from holdspace.circles.heard_words import without_open_concern
from holdspace.circles.models import Reply, Story, StoryConcern
from holdspace.circles.training import begin_supervised, let_go_of_all, refresh
from holdspace.kit.prepared import Given, Prepared
from holdspace.library.signals import lesson_read, quiz_passed
from holdspace.networks.models import Boundary
from holdspace.networks.signals import boundary_drawn, boundary_lifted
from holdspace.people.models import Person, Role, RoleKind
from holdspace.people.signals import role_ended, role_given
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.signals import concern_closed, concern_raised

BOTH = 2


@receiver([lesson_read, quiz_passed])
def count_towards_the_year(sender: type[Any], person: Person, **facts: Any) -> None:
    """What a listener learns again refreshes their right; one that slept wakes by itself."""
    refresh(person=person)


@receiver(role_given)
def start_under_a_guides_eye(sender: type[Role], person: Person, kind: str, by: Person | None, **facts: Any) -> None:
    """Whichever door the right came through, a new listener's first answers are looked over."""
    if by and kind == RoleKind.LISTENER:
        begin_supervised(person)


@receiver(role_ended)
def let_go_of_what_they_took(sender: type[Role], person: Person, kind: str, **facts: Any) -> None:
    """Who listens no longer keeps nobody waiting."""
    if kind == RoleKind.LISTENER:
        let_go_of_all(person)


@receiver(concern_raised)
def remember_the_words(sender: type[Concern], concern: Concern, **facts: Any) -> None:
    """A writer who asks for a guide means words that are known already: they stay while anybody has to look."""
    for known in _about(link=concern.link, concern=concern.pk):
        StoryConcern.objects.get_or_create(concern=concern, defaults={"story": known.story, "reply": known.reply})


_about = Prepared(
    lambda: (
        StoryConcern.objects.filter(concern__link=Given("link", Concern._meta.get_field("link")))
        .exclude(concern=Given("concern", Concern._meta.pk))
        .order_by("pk")[:1]
    )
)


@receiver([boundary_drawn, boundary_lifted])
def go_on_across_a_boundary(sender: type[Boundary], person_id: UUID, other_id: UUID | None, **facts: Any) -> None:
    """What was on its way between the two is settled. Either may have left meanwhile."""
    both = list(Person.objects.filter(pk__in=[person_id, other_id]))
    if len(both) == BOTH:
        settle_between(*both)


@receiver(concern_closed)
def go_on_after_looking(sender: type[Concern], concern: Concern, **facts: Any) -> None:
    """Somebody has looked: withdrawn words go now, and a story that was set aside for guides may wait for listeners."""
    link = StoryConcern.objects.filter(concern=concern).select_related("story", "reply").first()
    told = (link.reply or link.story) if link else None
    if told and not concerns_on(told).filter(concern__closed_at=None).exists():
        settle(told)


def settle(told: Story | Reply) -> None:
    if told.withdrawn_at:
        forget_words(told)
    elif isinstance(told, Story) and told.is_for_guides:
        told.is_for_guides = False
        told.waits_since = told.waits_since if told.heard_at else timezone.now()
        told.save(update_fields=["is_for_guides", "waits_since"])


@transaction.atomic
def settle_missed() -> None:
    """What was looked at while nobody heard of it: a server that stopped after the commit told no fact."""
    set_aside = Story.objects.filter(is_for_guides=True, withdrawn_at=None)
    words_kept = [model.objects.filter(withdrawn_at__isnull=False).exclude(body="") for model in (Story, Reply)]
    for rows in (set_aside, *words_kept):
        for told in without_open_concern(rows):
            settle(told)
