"""Health claims: which of them are read in what people write, and what the bank of claims knows about them.

Only claims that can harm somebody's body count as safety and are read; the others are not looked for (decision 1 of
the community's rules). The bank is the engine's; other rooms reach it here.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from empathy.bank import claims as bank
from empathy.bank.claims import NOT_CHECKED, Entry
from empathy.reading import Claim

__all__ = [
    "NOT_CHECKED", "Entry", "FoundClaim", "Topic", "entries", "harmful_among", "reasons", "what_is_known", "what_next",
]


class Topic(TextChoices):
    """The kinds of claims in the bank, in the order in which people look for them."""

    MYTH = "myth", gettext_lazy("Suicide, grief, fear, sleep and other things people carry")
    STOP = "stop-medication", gettext_lazy("Stopping a medicine")
    DOSING = "dosing", gettext_lazy("How much of a medicine")
    MIX = "contraindicated-mix", gettext_lazy("Taking things together")
    CURE = "cure", gettext_lazy("Cures")
    AGAINST = "anti-treatment", gettext_lazy("Whether treatment helps")
    ILLNESS = "pro-disorder", gettext_lazy("Illness as a choice or a friend")


HARMFUL = {
    Topic.STOP: gettext_lazy("It reads as advice to stop a medicine, which can harm."),
    Topic.DOSING: gettext_lazy("It reads as advice on how much of a medicine to take, which can harm."),
    Topic.MIX: gettext_lazy("It reads as if things could be taken together that can harm together."),
    Topic.CURE: gettext_lazy("It says that something cures an illness."),
}


@dataclass(frozen=True)
class FoundClaim:
    """A claim that can harm: where it stands in the text, and its entry in the bank."""

    kind: str
    start: int
    end: int
    entry: str

    @property
    def why(self) -> str:
        return str(HARMFUL[Topic(self.kind)])

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


def harmful_among(found: Sequence[Claim]) -> tuple[FoundClaim, ...]:
    """The claims that count as safety. Nothing else that the engine hears is kept."""
    return tuple(FoundClaim(one.kind, one.start, one.end, one.entry) for one in found if one.kind in HARMFUL)


def reasons(found: Sequence[FoundClaim]) -> list[str]:
    return list(dict.fromkeys(one.why for one in found))


def what_next() -> str:
    return _(
        "A guide looks at it before others read it. You can also withdraw it, say what happened to you instead, "
        "and send it again."
    )


def entries() -> tuple[Entry, ...]:
    return bank.entries()


def what_is_known(found: Sequence[FoundClaim]) -> list[str]:
    """What the bank says instead, with its source, for whoever decides."""
    known = (bank.by_name().get(one.entry) for one in found)
    return list(dict.fromkeys(in_words(entry) for entry in known if entry))


def in_words(entry: Entry) -> str:
    source = f"{entry.source.organisation}, {entry.source.title}"
    return _("What the library knows: {known} ({source})").format(known=entry.known, source=source)
