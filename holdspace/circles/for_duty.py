"""The words behind a concern, for those on duty: as they were typed, with what the program pointed at."""

from collections.abc import Iterable, Iterator
from typing import Any

from holdspace.circles.models import Reply
from holdspace.circles.policy import told_behind
from holdspace.listening.policy import safety_reading_of
from holdspace.people.models import Person
from holdspace.safeguarding.words import Passage, Words


def words_behind(person: Person, link: str) -> Words | None:
    """What this person may read of the text that a concern points at; None when it is nothing told in a circle."""
    told = told_behind(person, link)
    if told is None:
        return None
    reading = safety_reading_of(told.pk)
    story = told.story if isinstance(told, Reply) else told
    return Words(
        passages=tuple(passages(told.body, reading.cues if reading else ())),
        place=story.circle.name,
        written_at=told.written_at,
        is_reply=isinstance(told, Reply),
        kept_back_because=told.held_because,
        is_withdrawn=told.withdrawn_at is not None,
        was_sent=told.withdrawn_at != told.written_at,
    )


def passages(body: str, cues: Iterable[dict[str, Any]]) -> Iterator[Passage]:
    """The whole text, cut where a cue begins and ends; of two that overlap the first keeps what they share."""
    done = 0
    for cue in sorted(cues, key=lambda cue: int(cue["start"])):
        start, end = max(cue["start"], done), min(cue["end"], len(body))
        if start < end:
            yield Passage(body[done:start])
            yield Passage(body[start:end], is_marked=True)
            done = end
    yield Passage(body[done:])
