"""Cue files, read and checked. A file whose own examples do not hold is refused.

A **cue** says what it hears (`kind`, `tier`, `subject`, `why`, `say`, `unless`) and shows it: at least two sentences it
`hears` and two it `leaves`. A **scope** changes what cues mean beside it: negation, the past, a film, a colleague.
**Together** names kinds that mean more side by side than alone.
"""

from __future__ import annotations

import logging
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from empathy.cues.pattern import Pattern, Slots, compile_pattern
from empathy.reading import SUBJECTS, TIERS
from empathy.usual import how_usual

LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "nl", "pl", "tr", "ar", "hi", "id", "zh")
PLACES = ("before", "after", "near", "sentence", "around")


class CueFileError(ValueError):
    """A cue file that says something it should not, or not enough; names the file, the cue and the matter."""


@dataclass(frozen=True)
class CueRule:
    """What one cue hears. `stands` names the scopes that do not change it; `unless` is looked for close by, on this
    side of `stops`: words of the language with which another thought begins."""

    kind: str
    tier: str
    subject: str
    why: str
    language: str
    say: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    stands: frozenset[str]
    hears: tuple[str, ...]
    leaves: tuple[str, ...]
    stops: tuple[Pattern, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Words that change what a cue means, and where they must stand: `words` is how far off they may be, and what
    stands near never reaches past one of `stops`.

    A sentence that holds one of `unless` is left alone, and so is a cue for danger that itself says one of
    `spares_saying`: who writes "I" of a plan means it more often than not, whatever film stands beside it.
    """

    name: str
    where: str
    words: int
    tier: str
    subject: str | None
    only: frozenset[str]
    spares: frozenset[str]
    language: str
    say: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    spares_saying: tuple[Pattern, ...] = ()
    stops: tuple[Pattern, ...] = ()

    def concerns(self, rule: CueRule) -> bool:
        chosen = not self.only or rule.kind in self.only
        return chosen and rule.kind not in self.spares and self.name not in rule.stands


@dataclass(frozen=True, slots=True)
class Together:
    """Kinds that call for `tier` when `count` of them are said in one text."""

    kinds: frozenset[str]
    count: int
    tier: str
    kind: str
    why: str
    subject: str


class Cues:
    """All that was read from the files, with an index from words to the patterns that need them."""

    def __init__(self, rules: Sequence[CueRule], scopes: Sequence[Scope], together: Sequence[Together]) -> None:
        self.rules, self.scopes, self.together = tuple(rules), tuple(scopes), tuple(together)
        self._by_word = _indexed(self.rules)

    def candidates(self, words: frozenset[str]) -> Iterator[tuple[CueRule, Pattern]]:
        """Patterns that these words could match, each once."""
        seen: set[int] = set()
        for word in words & self._by_word.keys():
            for rule, pattern in self._by_word[word]:
                if id(pattern) not in seen and pattern.may_match(words):
                    seen.add(id(pattern))
                    yield rule, pattern

    def of(self, language: str) -> Cues:
        """Only what one language says."""
        return Cues(
            [rule for rule in self.rules if rule.language == language],
            [scope for scope in self.scopes if scope.language == language],
            self.together,
        )


def _indexed(rules: Iterable[CueRule]) -> Mapping[str, list[tuple[CueRule, Pattern]]]:
    """Each pattern under the words, of those it needs, that stand in the fewest sentences."""
    index: dict[str, list[tuple[CueRule, Pattern]]] = defaultdict(list)
    for rule in rules:
        for pattern in rule.say:
            for word in min(pattern.needs, key=how_usual):
                index[word].append((rule, pattern))
    return index


@lru_cache(maxsize=1)
def grammar() -> Cues:
    """The cues of every language that has a file, read once. A bad file costs its own language, never the others."""
    parts = [part for language in LANGUAGES if (part := _read(language))]
    return Cues(
        [rule for part in parts for rule in part.rules],
        [scope for part in parts for scope in part.scopes],
        [together for part in parts for together in part.together],
    )


def _read(language: str) -> Cues | None:
    try:
        return load(language) if _files(language) else None
    except ValueError:
        logging.getLogger(__name__).exception("Cues in %s cannot be read; danger is not heard in it.", language)
        return None


def load(language: str) -> Cues:
    """One language's cues; `tests/test_cues.py` holds each file to its own examples."""
    return parse("\n".join(file.read_text("utf-8") for file in _files(language)), language)


def written() -> tuple[str, ...]:
    """The languages that have cues."""
    return tuple(language for language in LANGUAGES if _files(language))


def _files(language: str) -> list[Traversable]:
    """A language is one file, or a folder of files in the order of their names, read as if they were one."""
    one = files("empathy") / "cues" / f"{language}.toml"
    folder = files("empathy") / "cues" / language
    many = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    return [file for file in [one, *many] if file.name.endswith(".toml") and file.is_file()]


def parse(text: str, language: str) -> Cues:
    """Read a cue file's text; raises CueFileError where it says too little or something unknown."""
    table = tomllib.loads(text)
    slots = Slots(table.get("slots", {}))
    stops = _patterns(table.get("stops", ()), slots)
    rules = [_rule(entry, slots, language, stops) for entry in table.get("cue", ())]
    scopes = [_scope(entry, slots, language, stops) for entry in table.get("scope", ())]
    return Cues(rules, scopes, [_together(entry) for entry in table.get("together", ())])


def _rule(entry: Mapping[str, Any], slots: Slots, language: str, stops: tuple[Pattern, ...]) -> CueRule:
    _check(entry, language)
    return CueRule(
        kind=entry["kind"],
        tier=entry["tier"],
        subject=entry.get("subject", "self"),
        why=entry["why"],
        language=language,
        say=_heard_by(entry, slots, language),
        unless=_patterns(entry.get("unless", ()), slots),
        stands=frozenset(entry.get("stands", ())),
        hears=tuple(entry["hears"]),
        leaves=tuple(entry["leaves"]),
        stops=stops,
    )


def _check(entry: Mapping[str, Any], language: str) -> None:
    where = f"{language}.toml, {entry.get('kind', 'a cue without a kind')}"
    if missing := {"kind", "tier", "why", "say", "hears", "leaves"} - entry.keys():
        raise CueFileError(f"{where}: says nothing of {', '.join(sorted(missing))}")
    if entry["tier"] not in TIERS or entry.get("subject", "self") not in SUBJECTS:
        raise CueFileError(f"{where}: unknown tier or subject")
    if min(len(entry["hears"]), len(entry["leaves"])) < 2:
        raise CueFileError(f"{where}: wants two sentences it hears and two it leaves")


def _heard_by(entry: Mapping[str, Any], slots: Slots, language: str) -> tuple[Pattern, ...]:
    """A cue's patterns. Each must need some word, or it would be tried on every sentence there is."""
    patterns = _patterns(entry["say"], slots)
    for pattern in patterns:
        if not pattern.needs:
            raise CueFileError(f"{language}.toml, {entry['kind']}: asks for no whole word: {pattern.said}")
    return patterns


def _scope(entry: Mapping[str, Any], slots: Slots, language: str, stops: tuple[Pattern, ...]) -> Scope:
    tier = entry.get("lowers_to")
    if entry["where"] not in PLACES or tier not in TIERS:
        raise CueFileError(f"{language}.toml, scope {entry['name']}: unknown place or tier")
    return Scope(
        name=entry["name"],
        where=entry["where"],
        words=entry.get("words", 0),
        tier=tier,
        subject=entry.get("subject"),
        only=frozenset(entry.get("only", ())),
        spares=frozenset(entry.get("spares", ())),
        language=language,
        say=_patterns(entry["say"], slots),
        unless=_patterns(entry.get("unless", ()), slots),
        spares_saying=_patterns(entry.get("spares_saying", ()), slots),
        stops=stops,
    )


def _together(entry: Mapping[str, Any]) -> Together:
    subject = entry.get("subject", "self")
    return Together(frozenset(entry["kinds"]), entry["count"], entry["tier"], entry["kind"], entry["why"], subject)


def _patterns(said: Iterable[str], slots: Slots) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(each, slots) for each in said)
