"""One suggestion of the coach on its way through the page and back into words that may have changed meanwhile."""

import json
from dataclasses import asdict, dataclass
from typing import Protocol, Self

CONTEXT = 20  # letters before the place by which it is known again
LONGEST = 2000


class Suggestion(Protocol):
    """What the coach suggests: `text` in place of what stands from `start` to `end`, and why."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def why(self) -> str: ...


@dataclass(frozen=True)
class Edit:
    """Put `text` in place of `was`, which begins at `start` after the letters `before`; an empty `was` inserts."""

    start: int
    was: str
    before: str
    text: str
    why: str = ""

    @classmethod
    def of(cls, body: str, one: Suggestion) -> Self:
        return cls(
            one.start, body[one.start : one.end], body[max(0, one.start - CONTEXT) : one.start], one.text, one.why
        )

    @property
    def value(self) -> str:
        """What its button carries."""
        return json.dumps(asdict(self) | {"why": ""})

    @classmethod
    def read(cls, value: str) -> Self | None:
        """The suggestion a button carried; None for whatever carries none."""
        try:
            found = cls(**json.loads(value[:LONGEST]))
        except (ValueError, TypeError):
            return None
        return found if found.is_sound else None

    @property
    def is_sound(self) -> bool:
        words = (self.was, self.before, self.text, self.why)
        return isinstance(self.start, int) and self.start >= 0 and all(isinstance(word, str) for word in words)

    def fitted(self, body: str) -> str:
        """The words with the suggestion in them; at their end, if what it was made for has changed since."""
        end = self.start + len(self.was)
        if body[self.start : end] == self.was and body[: self.start].endswith(self.before):
            return body[: self.start] + self.text + body[end:]
        return f"{body}\n\n{self.text.strip()}"
