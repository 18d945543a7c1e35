"""What people said, in the order they said it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing one person said. `need` is the writer's own word for what would help, if they gave one."""

    text: str
    speaker: str = ""
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Utterances, oldest first."""

    utterances: tuple[Utterance, ...] = ()
