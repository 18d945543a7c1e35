"""Who finds what, as a small table says it. It is written from the rules and knows no query: who sits where, what each
text is, who keeps whom away, and one clock.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

GUIDE = "mira"


@dataclass
class Text:
    """A story or a reply. `under` is the story that a reply answers."""

    key: object
    author: str
    face: str
    circle: str
    opens: datetime
    written: datetime
    is_held: bool
    has_concern: bool
    under: "Text | None" = None
    is_answer: bool = False
    is_for_guides: bool = False
    is_open_concern: bool = False
    is_withdrawn: bool = False
    waits_since: datetime | None = None
    offered: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)

    def is_told(self, now: datetime) -> bool:
        return self.opens <= now and not self.is_held and not self.is_withdrawn

    @property
    def voice(self) -> tuple:
        """What readers can tell apart: a name, an alias in its circle, one nameless text and what its writer adds."""
        if self.face == "name":
            return ("name", self.author)
        if self.face == "alias":
            return ("alias", self.circle, self.author)
        by_the_writer = self.under and (self.under.author, self.under.face) == (self.author, self.face)
        return ("text", self.under.key if by_the_writer else self.key)


@dataclass
class Boundary:
    person: str
    other: str
    kind: str
    voice: tuple
    since: tuple[datetime, int]


@dataclass
class Thanked:
    person: str
    told: Text
    voice: tuple
    sent: tuple[datetime, int]


@dataclass
class Table:
    closed: set[str]
    seats: set[tuple[str, str]] = field(default_factory=set)
    texts: dict[object, Text] = field(default_factory=dict)
    boundaries: list[Boundary] = field(default_factory=list)
    thanks: dict[tuple, Thanked] = field(default_factory=dict)
    turns: count = field(default_factory=count)  # what happens at one moment still happens one after the other

    # --- boundaries -----------------------------------------------------------------------------------------------

    def draw(self, person: str, text: Text, kind: str, now: datetime) -> None:
        known = next((one for one in self.boundaries if (one.person, one.voice) == (person, text.voice)), None)
        if known and (known.kind == kind or known.kind == "block"):
            return
        if known:
            self.boundaries.remove(known)
        self.boundaries.append(Boundary(person, text.author, kind, text.voice, (now, next(self.turns))))

    def has_blocked(self, person: str, other: str, by: datetime | None = None) -> bool:
        drawn = [one for one in self.boundaries if (one.person, one.other, one.kind) == (person, other, "block")]
        return any(by is None or one.since[0] <= by for one in drawn)

    def keeps_away(self, person: str, voice: tuple) -> bool:
        return any((one.person, one.voice) == (person, voice) for one in self.boundaries)

    def is_absent(self, who: str, text: Text) -> bool:
        """Because of a block or a mute; those on duty read everybody."""
        if who in (GUIDE, text.author):
            return False
        in_vain = text.under and text.under.author == who and self.has_blocked(who, text.author, by=text.written)
        return bool(self.has_blocked(text.author, who) or self.keeps_away(who, text.voice) or in_vain)

    # --- reading --------------------------------------------------------------------------------------------------

    def finds(self, who: str, text: Text, now: datetime) -> bool:
        """A text by itself, the story above it aside."""
        own = who == text.author and not text.is_withdrawn
        if who == GUIDE:
            raised = text.has_concern and (not text.is_withdrawn or text.is_open_concern)
            kept_back = text.is_held and not text.is_withdrawn
            return text.is_told(now) or raised or kept_back or own or self.has_raised_reply(text)
        if self.is_absent(who, text):
            return False
        if text.under:
            return text.is_told(now) or own
        offered = who in text.offered and text.circle not in self.closed
        seated = (who, text.circle) in self.seats
        return seated and (text.is_told(now) or own) or offered and text.is_told(now)

    def has_raised_reply(self, story: Text) -> bool:
        """A guide finds a story also for the sake of a reply under it."""
        return any(
            reply.has_concern and (not story.is_withdrawn or reply.is_open_concern) for reply in self.under(story)
        )

    def stories(self) -> list[Text]:
        return [text for text in self.texts.values() if text.under is None]

    def under(self, story: Text) -> list[Text]:
        return [text for text in self.texts.values() if text.under is story]

    # --- being heard ----------------------------------------------------------------------------------------------

    def is_heard(self, story: Text) -> bool:
        return any(self.counts(reply, story) for reply in self.under(story))

    def counts(self, reply: Text, story: Text) -> bool:
        """It stands, means something, and reaches the writer; said since the story began to wait anew."""
        stands = reply.is_answer and not reply.is_withdrawn and not reply.is_held
        return stands and self.is_since(reply, story) and self.reaches(reply, story.author)

    def is_since(self, reply: Text, story: Text) -> bool:
        return story.waits_since is None or reply.opens > story.waits_since

    def reaches(self, reply: Text, writer: str) -> bool:
        blocked = self.has_blocked(writer, reply.author, reply.written) or self.has_blocked(
            reply.author, writer, reply.written
        )
        return not self.keeps_away(writer, reply.voice) and not blocked

    def waits_for(self, who: str, story: Text, now: datetime) -> bool:
        """Whether a listener has it in the list of stories that wait."""
        mine = [reply for reply in self.under(story) if reply.author == who and reply.is_answer]
        answered = any(not reply.is_withdrawn and self.is_since(reply, story) for reply in mine)
        free = story.author != who and who not in story.declined and not answered and not story.is_for_guides
        return free and story.is_told(now) and not self.is_heard(story) and self.finds(who, story, now)

    def thanks_found(self, who: str) -> int:
        return len([one for one in self.thanks.values() if one.told.author == who and self.is_found(one, who)])

    def is_found(self, thanks: Thanked, who: str) -> bool:
        between = self.has_blocked(who, thanks.person, thanks.sent[0]) or self.has_blocked(
            thanks.person, who, thanks.sent[0]
        )
        return not between and not self.keeps_away(who, thanks.voice)
