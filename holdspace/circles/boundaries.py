"""Keeping away whoever wrote something, and what follows for what was already on its way."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdspace.circles.absence import is_absent_reply
from holdspace.circles.actions import end_claims, leave_circle, link_to, refresh_heard
from holdspace.circles.models import Circle, ClaimEnd, FollowUp, Reply, Story
from holdspace.circles.policy import stories_for, thanks_to
from holdspace.networks.actions import draw
from holdspace.networks.models import Boundary, Kind
from holdspace.notices.actions import forget
from holdspace.notices.models import Kind as NoticeKind
from holdspace.notices.policy import unseen_links, unseen_of
from holdspace.people.faces import FaceKind, shown
from holdspace.people.models import Person


def keep_away(*, told: Story | Reply, person: Person, kind: Kind) -> Boundary:
    """Block or mute whoever wrote this, in the words under which this person knows them."""
    return draw(person=person, other=told.author, kind=kind, voice=told.voice, label=label_of(told), link=told.address)


def label_of(told: Story | Reply) -> str:
    """The name readers see; where there is none, which words it was about."""
    place = (told.story if isinstance(told, Reply) else told).circle.name
    if told.face != FaceKind.ANONYMOUS:
        return str(shown(told, place=place if told.face == FaceKind.ALIAS else ""))
    day = date_format(timezone.localtime(told.heard_from), "DATE_FORMAT")
    if isinstance(told, Reply):
        return _("Whoever wrote a reply in {place}, {day}").format(place=place, day=day)
    return _("Whoever wrote a story in {place}, {day}").format(place=place, day=day)


@transaction.atomic
def settle_between(one: Person, other: Person) -> None:
    """Claims across a new block end, stories heard by words that are gone wait again, and nothing is announced."""
    for writer, reader in ((one, other), (other, one)):
        for story in Story.objects.filter(author=writer, withdrawn_at=None).select_related("circle", "author"):
            if not stories_for(reader).filter(pk=story.pk).exists():
                _let_go(story, reader)
            if story.replies.filter(author=reader).exists():
                _hear_again(story, writer)
        _forget_thanks(writer)


@transaction.atomic
def go_out(*, circle: Circle, person: Person) -> None:
    """Leave a circle: they hold no story back from others any more, and nothing leads them to a door that is closed."""
    leave_circle(circle=circle, person=person)
    named = {link.split("/")[2] for link in unseen_links(person, under="/stories/")}
    held = Q(claims__listener=person, claims__ended_at=None)
    behind = Story.objects.filter(Q(pk__in=named) | held, circle=circle).distinct()
    for story in behind.exclude(pk__in=stories_for(person).values("pk")):
        _let_go(story, person)


def _let_go(story: Story, reader: Person) -> None:
    end_claims(story, ClaimEnd.LET_GO, listener=reader)
    forget(person=reader, under=story.address)


def _hear_again(story: Story, writer: Person) -> None:
    refresh_heard(story)
    if story.heard_at is None:
        FollowUp.objects.filter(story=story, answered_at=None).delete()
        forget(person=writer, under=story.address, kind=NoticeKind.FOLLOW_UP)
    by_others = story.replies.filter(withdrawn_at=None, held_because="").exclude(author=writer)
    if not by_others.exclude(is_absent_reply(writer)).exists():
        forget(person=writer, under=story.address, kind=NoticeKind.REPLY)


def _forget_thanks(person: Person) -> None:
    """An unseen word of thanks that is no longer found is not announced either."""
    thanked = [one.reply or one.story for one in thanks_to(person).select_related("story", "reply__story")]
    found = {link_to(told) for told in thanked if told}
    for notice in unseen_of(person, NoticeKind.THANKS):
        if notice.link not in found:
            forget(person=person, under=notice.link)
