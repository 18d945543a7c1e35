"""What a reply in a practice talk does, and what in it could hurt: plain rules, joined by the engine where it reads.

Rules written for this project, English only. They notice words, not meaning: a person looks at the talks before anybody
becomes a listener. Pure functions over frozen values; the sentences for people stand in `rubric_words.py`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from holdspace.circles.answers import is_an_answer
from holdspace.circles.talks import Turn

ENOUGH = 0.9  # of the engine's scales from 0 to 2: halfway to "strong" and a little less
MOST_OF_ONES_OWN = 3
NEGATED = re.compile(r"\b(?:not|never|no|nobody|without|won't|can't|don't|shouldn't|wouldn't)\b[^.?!]{0,25}$", re.I)


@dataclass(frozen=True)
class Read:
    """What the engine says about a reply; `None` where it says nothing. `hazards` are (kind, quote, why)."""

    by: str = ""
    reaction: float | None = None
    interpretation: float | None = None
    exploration: float | None = None
    hazards: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing a reply was to do: done or not, and the learner's own words that do it."""

    asked: str
    is_met: bool
    quote: str = ""


@dataclass(frozen=True)
class Hurt:
    """Words that could hurt. `why` is the engine's sentence; empty for a rule, whose sentence goes by `kind`."""

    kind: str
    quote: str
    why: str = ""


@dataclass(frozen=True)
class Feedback:
    findings: tuple[Finding, ...]
    hurts: tuple[Hurt, ...]
    by: str

    @property
    def is_met(self) -> bool:
        return not self.hurts and all(one.is_met for one in self.findings)


def feedback(reply: str, turn: Turn, read: Read | None) -> Feedback:
    """Everything that was asked for, and everything that could hurt. Without an engine the rules alone decide.

    A sentence that hurts does nothing that was asked for.
    """
    read, said = read or Read(), sentences(reply)
    hurt = tuple(hurts(said, turn, read))
    kind = [one for one in said if all(words.quote not in one for words in hurt)]
    asked = ("enough", *turn.asks_for)
    return Feedback(tuple(Finding(one, *_look(one, reply, kind, turn, read)) for one in asked), hurt, read.by)


def sentences(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"(?<=[.?!…])[\"”’)]*\s+|\n+", text) if one.strip()]


def _look(asked: str, reply: str, said: list[str], turn: Turn, read: Read) -> tuple[bool, str]:
    if asked == "enough":
        return is_an_answer(reply, to=turn.says), ""
    quote = next((one for one in said if RULES[asked](one, turn)), "")
    return bool(quote) or _engine_hears(asked, read), quote


def _engine_hears(asked: str, read: Read) -> bool:
    heard = {"heard": read.interpretation, "warm": read.reaction, "asks": read.exploration}.get(asked)
    return heard is not None and heard >= ENOUGH


# --- what is asked for --------------------------------------------------------------------------------------------


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})", re.I)


WARM = _pattern(
    r"i(?:'|’)?m (?:so |really |very )?(?:sorry|glad|here|with you|moved)",
    r"i am (?:so |really |very )?(?:sorry|glad|here|with you|moved)",
    r"thank you for",
    r"thanks for",
    r"no wonder",
    r"that (?:is|was|sounds|must)[^.?!]{0,30}(?:hard|painful|heavy|lonely|exhausting|sad|awful|much)",
    r"i (?:would|'d|’d) like to (?:hear|stay|know|be)",
    r"i care",
    r"your life matters",
    r"you matter",
    r"you may bother",
    r"thinking of you",
    r"sit(?:ting)? (?:here )?with you",
)
OPEN = re.compile(
    r"^(?:and |so |but )?(?:what|how|who|which|where|would you (?:like|want)|do you (?:want|feel like)|is there|is it"
    r"|was it|can you tell|could you tell|may i ask|when did|have i (?:got|understood))\b[^.!]*\?",
    re.I,
)
PRESSING = re.compile(r"^(?:what (?:is wrong with|did you expect)|how (?:could|can) you|why\b)", re.I)
LIMIT = _pattern(
    r"i (?:can(?:no|')t|can’t|can not|do not|don(?:'|’)t|will not|won(?:'|’)t|am not able to)[^.?!]{0,60}"
    r"\b(?:number|phone|call|voice|outside|elsewhere|nights?|give|share|swap|exchange)\b",
    r"numbers? (?:stays?|is|are) (?:not|with)",
    r"(?:talks?|letters?|we|everything) stays? (?:in )?here",
)
GIVES_IN = re.compile(r"\b(?:here is|here's|this is|i(?:'|’)ll give you|i will give you) my (?:number|phone)\b", re.I)
OFFERS = _pattern(
    r"i(?: can| will|'ll|’ll)(?: \w+){0,2} (?:write|look|read|be|come|answer|stay|listen|reply|think)\b",
    r"(?:i am|i'm|i’m) (?:still )?here (?:again|until|tomorrow|tonight|on|in)",
    r"help now",
    r"(?:a|the|help|crisis) ?lines?\b",
    r"samaritans",
    r"a guide",
    r"the guides",
    r"your circle",
    r"(?:there are|others who are|somebody|someone|people)[^.?!]{0,40}awake",
    r"who else",
)
DYING = _pattern(
    r"suicid", r"kill(?:ing)? yourself", r"end(?:ing)? your (?:own )?life", r"tak(?:e|ing) your (?:own )?life",
    r"want(?:ing)? to die", r"thinking (?:of|about) dying", r"your life",
)  # fmt: skip
HELP = _pattern(
    r"help now",
    r"(?:crisis|help|phone) ?lines?\b",
    r"a line\b",
    r"the lines\b",
    r"samaritans",
    r"emergency",
    r"ambulance",
    r"112\b",
    r"999\b",
    r"911\b",
    r"988\b",
    r"(?:a|the) guides?\b",
    r"(?:somebody|someone|people|those) on duty",
    r"a doctor",
    r"(?:call|ring|tell|ask|to|at|with) your (?:neighbour|neighbor|brother|sister)",
    r"ring (?:her|the bell|at her door)",
    r"(?:somebody|someone|who)[^.?!]{0,30}(?:be|sit|stay) with you",
)


def _takes_up(sentence: str, turn: Turn) -> bool:
    plain = sentence.lower()
    return any(re.search(rf"\b{re.escape(word)}", plain) for word in turn.touches)


def _meant(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(not NEGATED.search(sentence[: found.start()]) for found in pattern.finditer(sentence))


RULES: Mapping[str, Callable[[str, Turn], bool]] = MappingProxyType(
    {
        "heard": lambda said, turn: _takes_up(said, turn) and not PRESSING.search(said),
        "warm": lambda said, turn: _meant(WARM, said),
        "asks": lambda said, turn: bool(OPEN.search(said)) and not PRESSING.search(said),
        "limit": lambda said, turn: bool(LIMIT.search(said)) and not GIVES_IN.search(said),
        "offers": lambda said, turn: _meant(OFFERS, said) and not GIVES_IN.search(said),
        "plain": lambda said, turn: bool(DYING.search(said)),
        "help": lambda said, turn: _meant(HELP, said),
    }
)


# --- what could hurt ----------------------------------------------------------------------------------------------

HURTING: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "dismissal": _pattern(
            r"at least", r"it could be worse", r"others have it worse", r"(?:it|that) is not (?:so|that) bad",
            r"don(?:'|’)t be (?:so )?(?:sad|silly|dramatic)", r"get over it", r"you(?:'|’)re overreacting",
        ),
        "cheer": _pattern(
            r"cheer up", r"bright side", r"everything happens for a reason", r"silver lining", r"stay positive",
            r"time heals", r"you(?:'|’)ll laugh about"
        ),
        "advice": _pattern(
            r"you (?:should|must(?! have| be| feel)|need to|have to|ought to)\b", r"have you tried",
            r"why don(?:'|’)t you", r"if i were you", r"just (?:go|try|call|get|do|stop|keep|forget)\b",
            r"try to (?:enjoy|sleep|think|be)\b",
        ),
        "contest": _pattern(r"i know exactly how", r"that is nothing", r"wait until you", r"when i was in your"),
        "blame": _pattern(
            r"your own fault", r"you brought (?:this|it)", r"what did you expect", r"you should have",
            r"how could you", r"selfish",
        ),
        "contact": _pattern(
            r"here(?: is|'s|’s) my (?:number|e-?mail|phone)", r"my (?:phone )?number is", r"whatsapp", r"telegram",
            r"text me\b", r"call me\b", r"i(?:'|’)ll give you my", r"i will give you my",
        ),
        "promise": _pattern(
            r"i (?:will|'ll|’ll) always be", r"i(?:'|’)ll always be", r"always be there for you", r"our secret",
            r"i (?:promise|will) not (?:to )?tell", r"i won(?:'|’)t tell", r"between (?:us|you and me)",
            r"i promise (?:to keep|you that nobody)", r"i(?:'|’)ll keep (?:it|this) (?:to myself|secret)",
        ),
        "method": _pattern(
            r"how (?:would|will) you do it", r"how do you (?:plan|want) to do it", r"do you have (?:pills|a rope)"
        ),
    }
)  # fmt: skip
ADVICE = {"advice", "unasked-advice"}
OF_RISK = "ignoring-a-risk"


def hurts(said: list[str], turn: Turn, read: Read) -> Iterator[Hurt]:
    """By the rules, one for each kind; then what the engine found elsewhere. In danger, advice may be help."""
    found = [hurt for hurt in _by_rules(said) if not (turn.danger and hurt.kind in ADVICE)]
    yield from found
    if _takes_over(said):
        yield Hurt("taking over", next(one for one in said if _is_ones_own(one)))
    for kind, quote, why in read.hazards:
        is_new = not any(quote in hurt.quote or hurt.quote in quote for hurt in found)
        if is_new and not (turn.danger and kind in ADVICE) and (turn.danger or kind != OF_RISK):
            yield Hurt(kind, quote, why)


def _by_rules(said: list[str]) -> Iterator[Hurt]:
    for kind, pattern in HURTING.items():
        quote = next((one for one in said if kind == "promise" and pattern.search(one) or _meant(pattern, one)), "")
        if quote:
            yield Hurt(kind, quote)


def _takes_over(said: list[str]) -> bool:
    """More than three sentences about oneself alone."""
    return sum(_is_ones_own(one) for one in said) > MOST_OF_ONES_OWN


def _is_ones_own(sentence: str) -> bool:
    return bool(re.search(r"\b(?:i|my|me|mine|we|our)\b", sentence, re.I)) and not re.search(
        r"\byou(?:r|rs|rself)?\b", sentence, re.I
    )
