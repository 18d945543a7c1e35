"""Myths and facts: the engine's bank of claims as pages people can read, by topic and by words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from holdspace.listening.claims import NOT_CHECKED, Entry, Topic, entries

VERDICTS = {
    "false": _("This is not so."),
    "misleading": _("True in part, and hurtful as it is said."),
    "unproven": _("Nobody has shown it."),
    "dangerous": _("Following it can harm."),
}


@dataclass(frozen=True)
class Myth:
    """One thing people say, and what is known instead."""

    entry: Entry

    @property
    def verdict(self) -> str:
        return str(VERDICTS[self.entry.verdict])

    @property
    def checked_on(self) -> date | None:
        """When a copy of the source was read; None when nobody has."""
        checked = self.entry.source.checked
        return None if checked == NOT_CHECKED else date.fromisoformat(checked)

    @property
    def words(self) -> str:
        return " ".join((self.entry.claim, self.entry.known, *self.entry.said)).casefold()


def myths_about(topic: str) -> list[Myth]:
    return [Myth(entry) for entry in entries() if entry.kind == topic]


def myths_with(words: str) -> list[Myth]:
    """Those in which every one of these words begins a word, in the order of the topics."""
    sought = words.casefold().split()
    order = list(Topic)
    found = [myth for myth in map(Myth, entries()) if sought and has_all(sought, myth.words.split())]
    return sorted(found, key=lambda myth: order.index(Topic(myth.entry.kind)))


def has_all(sought: Iterable[str], words: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in sought)
