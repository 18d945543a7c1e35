"""How soon a person should look at a text, and why.

Cues are heard sentence by sentence in plain words (`normalise`), then weighed by what stands beside them:
negation, the past, a film, a colleague. Rules are the floor and never wait for a model; a trained head may raise
what they left quiet and never clears what they found. A long text is as urgent as its worst passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from empathy.cues import Cues, grammar
from empathy.cues.grammar import CueRule, Scope
from empathy.cues.pattern import Pattern
from empathy.normaliser import Normalised, normalise
from empathy.reading import TIERS, Cue, Risk

DANGERS = frozenset({"abuse", "violence", "child", "medical", "eating", "psychosis"})
"""Kinds that are dangers other than suicide and self-harm (rows E-07)."""

MOST_CUES = 40

BACKED_FROM = 0.5
"""What calls for `worry` counts as `watch` where what was learned hears less than this: the words of those who are well
again, who deny, who report are the words of danger, and rules alone raise one in six of them."""

BARELY, BARELY_WITHIN = 0.1, 100
"""In so few words, what calls for `danger` of suicide or self-harm counts as `watch` where what was learned hears less
than this: "tried to die once, failed, grandad now". What happens now (`emergency`) and the other dangers are never left
to wait: they count as `worry`, and only if the cue is English, since other languages are heard too roughly to doubt
one. In more words something could drown, and nothing is made smaller. Chosen on kept-back lines."""

EXCUSED_BELOW = 0.3
EXCUSES = ("figure of speech", "fiction/media", "professional")
"""A cue for danger that such words beside it make smaller calls again where what was learned hears this much: people in
danger name their ward, their film and their homework too. Chosen on kept-back lines."""

_FLOOR = {"none": 0.0, "watch": 0.25, "worry": 0.5, "danger": 0.75, "emergency": 0.9}
_CEILING = {"none": 0.25, "watch": 0.5, "worry": 0.75, "danger": 0.9, "emergency": 1.0}
_LONG_SENTENCE = 400
_STEP = 300
_TIMES = 4
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the encoder and the wording heard together: how likely a person should look (`worry`) and look now
    (`danger`), and from where on each counts."""

    worry: float
    danger: float
    worry_from: float
    danger_from: float

    @property
    def tier(self) -> str:
        if self.worry < self.worry_from:
            return "none"
        return "danger" if self.danger >= self.danger_from else "worry"


def read_cues(text: str, cues: Cues | None = None) -> list[Cue]:
    """Cues in the order they stand in the text as given, the worst forty of them."""
    plain = normalise(text)
    heard = _heard(plain, cues or grammar())
    return _shown([find for find in heard if find.tier != "none"], plain)


def assess(text: str, alarm: Alarm | None = None, plain: Normalised | None = None) -> Risk:
    """The risk in a text. `alarm` is what the trained head heard in it, `plain` its plain words where they are known.

    The head may raise any tier. What calls for `worry` counts as `watch`, and is still shown, where the head hears too
    little; what calls for more only where it hears next to nothing in a short text, as `watch` or, where it cannot
    wait, as `worry`. What the words beside a cue excuse counts again where the head hears that it may be meant.
    """
    plain = plain or normalise(text)
    heard = _heard(plain, grammar())
    if alarm is None:
        return _risk(heard, plain)
    short = len(plain.text.split()) <= BARELY_WITHIN
    weighed = [_backed(_unexcused(find, alarm.worry), alarm.worry, short=short) for find in heard]
    return _raised(_risk(weighed, plain), alarm)


def _unexcused(find: Find, heard: float) -> Find:
    rule = find.rule
    if rule is None or heard < EXCUSED_BELOW or _rank(rule.tier) < _rank("danger") or find.subject not in EXCUSES:
        return find
    return replace(find, tier=rule.tier, subject=rule.subject)


def _backed(find: Find, heard: float, *, short: bool) -> Find:
    if find.tier == "worry" and heard < BACKED_FROM:
        return replace(find, tier="watch")
    if not short or heard >= BARELY or _rank(find.tier) < _rank("danger"):
        return find
    if find.tier == "danger" and find.kind not in DANGERS:
        return replace(find, tier="watch")
    return replace(find, tier="worry") if find.rule and find.rule.language == "en" else find


def _risk(heard: list[Find], plain: Normalised) -> Risk:
    if not heard:
        return Risk("none", 0.0, None)
    worst = max(heard, key=lambda find: (_rank(find.tier), find.subject == "self"))
    telling = [find for find in heard if find.tier == worst.tier]
    return Risk(
        worst.tier,
        _score(worst.tier, len(telling)),
        worst.subject,
        tuple(_shown([find for find in heard if find.tier != "none"], plain)),
    )


def _score(tier: str, cues: int) -> float:
    """Within a tier, more cues stand higher; no number of cues reaches the next tier."""
    return round(_FLOOR[tier] + (_CEILING[tier] - _FLOOR[tier]) * (1 - 0.6**cues), 3) if tier != "none" else 0.0


def _raised(risk: Risk, alarm: Alarm) -> Risk:
    if _rank(alarm.tier) <= _rank(risk.tier):
        return replace(risk, score=max(risk.score, round(alarm.worry / 5, 3)))
    share = alarm.danger if alarm.tier == "danger" else alarm.worry
    floor, ceiling = _FLOOR[alarm.tier], _CEILING[alarm.tier]
    return replace(risk, tier=alarm.tier, score=round(floor + (ceiling - floor) * 0.9 * share, 3), subject="self")


# What is heard


@dataclass(frozen=True, slots=True)
class Find:
    """A cue in plain words, with the tier and subject that are left of it beside its scopes."""

    kind: str
    start: int
    end: int
    tier: str
    subject: str
    why: str
    rule: CueRule | None = None

    def moved(self, by: int) -> Find:
        return replace(self, start=self.start + by, end=self.end + by)


def _heard(plain: Normalised, cues: Cues) -> list[Find]:
    sentences = list(_sentences(plain.text))
    known: dict[str, list[Find]] = {}
    heard: list[Find] = []
    for place, (start, sentence) in enumerate(sentences):
        if sentence not in known:
            known[sentence] = list(_in_sentence(sentence, cues))
        if known[sentence]:
            around = _around(sentences, place)
            heard += [_beside(find, around, cues).moved(start - 1) for find in known[sentence]]
    heard.sort(key=lambda find: (find.start, -find.end, find.kind, find.why))
    return heard + list(_together(heard, cues))


def _sentences(words: str) -> Iterator[tuple[int, str]]:
    """Sentences with a space at both ends and where they begin; long ones in passages that overlap."""
    for match in re.finditer(r"[^.!?; ][^.!?;]*", words):
        sentence, begin = match.group().rstrip(), match.start()
        if len(sentence) <= _LONG_SENTENCE:
            yield begin, f" {sentence} "
            continue
        for start, end in _passages(sentence):
            yield begin + start, f" {sentence[start:end]} "


def _passages(sentence: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(sentence):
        end = sentence.find(" ", start + _LONG_SENTENCE)
        yield start, end if end > 0 else len(sentence)
        start = sentence.find(" ", start + _STEP) + 1 if end > 0 else len(sentence)


def _around(sentences: list[tuple[int, str]], place: int) -> str:
    near = sentences[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
    return " " + "".join(sentence for _, sentence in near).replace("  ", " ").strip() + " "


def _in_sentence(sentence: str, cues: Cues) -> Iterator[Find]:
    words = frozenset(sentence.split())
    for rule, pattern in cues.candidates(words):
        for match in _matches(pattern, sentence):
            if not _near(rule.unless, sentence, match.start(), match.end(), 5, rule.stops):
                find = Find(rule.kind, match.start(), match.end() - 1, rule.tier, rule.subject, rule.why, rule)
                yield _weighed(find, sentence, cues.scopes)


def _matches(pattern: Pattern, sentence: str) -> Iterator[re.Match[str]]:
    match = pattern.search(sentence)
    for _ in range(_TIMES):
        if match is None:
            return
        yield match
        match = pattern.search(sentence, match.end() - 1)


# What stands beside it


def _weighed(find: Find, sentence: str, scopes: Iterable[Scope]) -> Find:
    for scope in scopes:
        if _concerns(scope, find) and _stands(scope, find, sentence) and not _spared(scope, find, sentence):
            find = _changed(find, scope)
    return find


def _spared(scope: Scope, find: Find, sentence: str) -> bool:
    grave = find.rule is not None and _rank(find.rule.tier) >= _rank("danger")
    own = grave and _first(scope.spares_saying, f" {sentence[find.start : find.end].strip()} ")
    return bool(own or _first(scope.unless, sentence))


def _beside(find: Find, around: str, cues: Cues) -> Find:
    for scope in cues.scopes:
        if scope.where == "around" and _concerns(scope, find) and _said_around(scope, around):
            find = _changed(find, scope)
    return find


def _said_around(scope: Scope, around: str) -> bool:
    return _first(scope.say, around) is not None and not _first(scope.unless, around)


def _concerns(scope: Scope, find: Find) -> bool:
    return find.rule is not None and scope.language == find.rule.language and scope.concerns(find.rule)


def _changed(find: Find, scope: Scope) -> Find:
    """A scope makes a cue smaller, never greater."""
    if _rank(scope.tier) >= _rank(find.tier):
        return find
    return replace(find, tier=scope.tier, subject=scope.subject or find.subject)


def _stands(scope: Scope, find: Find, sentence: str) -> bool:
    if scope.where == "sentence":
        return _first(scope.say, sentence) is not None
    if scope.where == "before":
        return _leads_to(scope.say, sentence[: find.start], scope.words)
    return scope.where == "near" and _near(scope.say, sentence, find.start, find.end + 1, scope.words, scope.stops)


def _first(patterns: Iterable[Pattern], sentence: str) -> re.Match[str] | None:
    words = frozenset(sentence.split())
    found = (pattern.search(sentence) for pattern in patterns if pattern.may_match(words))
    return next((match for match in found if match), None)


_TURN = re.compile(r" (?:but|and|because|so|i|im|ive|ill|id|, i|then|though|until|yet) ")


def _leads_to(patterns: Iterable[Pattern], before: str, words: int) -> bool:
    """True if a phrase ends at most `words` words before the cue, with no turn of thought between."""
    present = frozenset(before.split())
    for pattern in patterns:
        if pattern.may_match(present):
            for match in _matches(pattern, before):
                between = before[match.end() - 1 :]
                if between.count(" ") <= words + 1 and not _TURN.search(between):
                    return True
    return False


def _near(
    patterns: Iterable[Pattern], sentence: str, start: int, end: int, words: int, stops: Iterable[Pattern]
) -> bool:
    """True if a phrase overlaps the cue or begins or ends within so many words of it, with no stop between."""
    if not patterns:
        return False
    before = sentence[_back(sentence, start, words) : start]
    after = sentence[end : _ahead(sentence, end, words)]
    lasts = [match.end() for stop in stops for match in _matches(stop, before)]
    firsts = [match.start() for stop in stops if (match := stop.search(f" {after}"))]
    near = f"{before[max(lasts, default=0) :]}{sentence[start:end]}{after[: min(firsts, default=len(after))]}"
    return _first(patterns, f" {near.strip()} ") is not None


def _back(sentence: str, start: int, words: int) -> int:
    for _ in range(words + 1):
        start = max(sentence.rfind(" ", 0, max(start, 0)), 0)
    return start


def _ahead(sentence: str, end: int, words: int) -> int:
    for _ in range(words + 1):
        found = sentence.find(" ", end)
        end = len(sentence) if found < 0 else found + 1
    return end


# What is shown


def _together(heard: list[Find], cues: Cues) -> Iterator[Find]:
    for rule in cues.together:
        parts = {find.kind: find for find in heard if find.kind in rule.kinds and _counts(find)}
        if len(parts) >= rule.count:
            start, end = min(find.start for find in parts.values()), max(find.end for find in parts.values())
            yield Find(rule.kind, start, end, rule.tier, rule.subject, rule.why)


def _counts(find: Find) -> bool:
    """A cue that scopes have not turned into the past, a film or a loss."""
    rule = find.rule
    return rule is not None and (find.subject, find.tier) == (rule.subject, rule.tier)


def _shown(finds: list[Find], plain: Normalised) -> list[Cue]:
    """One cue of a kind at a place, the worst one; the worst forty; in the order of the text."""
    kept: list[Find] = []
    for find in sorted(finds, key=lambda find: (-_rank(find.tier), find.start)):
        if len(kept) < MOST_CUES and not any(_same(find, other) for other in kept):
            kept.append(find)
    return [_cue(find, plain) for find in sorted(kept, key=lambda find: (find.start, find.end))]


def _same(find: Find, other: Find) -> bool:
    return find.kind == other.kind and find.start < other.end and other.start < find.end


def _cue(find: Find, plain: Normalised) -> Cue:
    start, end = plain.span(find.start, find.end)
    return Cue(find.kind, start, end, find.why, find.tier)


def _rank(tier: str) -> int:
    return TIERS.index(tier)
