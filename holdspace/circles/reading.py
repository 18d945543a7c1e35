"""What a page of stories needs beside the stories: their order, their folds, and where the page ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from holdspace.circles.feed import OVERDUE, RECENT, WAITING, FeedStory, feed_order
from holdspace.circles.models import Circle, Claim, Story
from holdspace.circles.policy import answered_by, claims_on, feed_of, note_settings, notes_on, offered_to
from holdspace.circles.topics import SPOKEN, Setting, Topic
from holdspace.people.faces import FaceKind
from holdspace.people.models import Person

PAGE = 20

WHY_HERE = {
    WAITING: _("Here because nobody has answered yet."),
    OVERDUE: _("Here because nobody has answered for a while."),
    RECENT: _("Here because it is recent."),
}


@dataclass(frozen=True)
class Told:
    """A story as one reader gets it: what it is about, whether it is folded, and why it stands here."""

    story: Story
    topics: tuple[str, ...]
    is_folded: bool
    why: str = ""


def feed_page(person: Person, circle: Circle, *, before: str, now: datetime) -> dict[str, Any]:
    """One page of a circle: the first in the order of `feed.py`, older ones by time. The last one says so."""
    until = moment(before)
    stories = feed_of(person, circle)
    found = list((stories.filter(heard_from__lt=until) if until else stories)[: PAGE + 1])
    page, more = found[:PAGE], found[PAGE:]
    shown = told_in_order(person, page, now) if until is None else told_list(person, page)
    older = page[-1].heard_from.isoformat() if more else ""
    return {"stories": shown, "older": older, "is_first_page": until is None}


def moment(text: str) -> datetime | None:
    """The moment a link to earlier stories names; None for whatever names none."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found else None
    except (ValueError, OverflowError):
        return None


def told_in_order(person: Person, stories: list[Story], now: datetime) -> list[Told]:
    rows = {str(story.pk): story for story in stories}
    settings = note_settings(person)
    answered = answered_by(person, [story for story in stories if story.heard_at is None])
    places = feed_order([as_feed(story, is_answered=story.pk in answered) for story in stories], now)
    return [told_to(person, rows[place.id], settings, str(WHY_HERE[place.why])) for place in places]


def as_feed(story: Story, *, is_answered: bool) -> FeedStory:
    """`is_answered`: by whoever reads it, so that for them it no longer waits."""
    return FeedStory(
        id=str(story.pk),
        author=voice_of(story),
        circle=str(story.circle_id),
        language=story.language,
        heard_from=story.heard_from,
        is_unheard=story.wants_replies and story.heard_at is None and not is_answered,
    )


def voice_of(story: Story) -> str:
    """Whose turn a story takes in the order of the page: the voice readers hear, so that it ties no faces together."""
    return str(story.pk) if story.face == FaceKind.ANONYMOUS else f"{story.author_id}/{story.face}/{story.alias}"


def told_list(person: Person, stories: Iterable[Story]) -> list[Told]:
    settings = note_settings(person)
    return [told_to(person, story, settings) for story in stories]


@dataclass(frozen=True)
class Waiting:
    """A story that waits, as one listener finds it: who holds it, and whether they were asked for it by name."""

    told: Told
    claim: Claim | None
    is_mine: bool
    is_offered: bool

    @property
    def since(self) -> datetime:
        return self.told.story.waits_since or self.told.story.heard_from

    @property
    def language(self) -> str:
        return SPOKEN.get(self.told.story.language, self.told.story.language)


def waiting_list(person: Person, stories: Iterable[Story]) -> list[Waiting]:
    rows = list(stories)
    claims, offered = claims_on(rows), offered_to(person, rows)
    found = told_list(person, rows)
    return [_waiting(person, told, claims.get(told.story.pk), told.story.pk in offered) for told in found]


def _waiting(person: Person, told: Told, claim: Claim | None, is_offered: bool) -> Waiting:
    return Waiting(told, claim, claim is not None and claim.listener_id == person.pk, is_offered)


def told_alone(person: Person, story: Story) -> Told:
    """A story on its own page."""
    return told_to(person, story, topics=[note.topic for note in notes_on(story)])


def told_to(
    person: Person,
    story: Story,
    settings: dict[str, str] | None = None,
    why: str = "",
    topics: list[str] | None = None,
) -> Told:
    topics = [note.topic for note in story.notes.all()] if topics is None else topics
    labels = tuple(str(Topic(topic).label) for topic in topics)
    chosen = note_settings(person) if settings is None and topics else settings or {}
    return Told(story, labels, is_folded(person, story, topics, chosen), why)


def is_folded(person: Person, story: Story, topics: list[str], settings: dict[str, str]) -> bool:
    """Folded unless the reader chose to see every one of its topics; on a low-energy day everything is.

    A topic that the circle itself is about is shown where the reader has not chosen: they came for it.
    """
    if story.author_id == person.pk:
        return False
    expected = dict.fromkeys(story.circle.topics, Setting.SHOW)
    return person.low_energy or any((expected | settings).get(topic, Setting.FOLD) != Setting.SHOW for topic in topics)
