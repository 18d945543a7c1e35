"""Short pieces of a story that may be said back to the one who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from empathy.bank import shelf
from empathy.phrases import LONGEST_TEXT, PLAIN, Sentence, sentences
from empathy.readers.risk import read_cues

FEWEST_WORDS, MOST_WORDS = 4, 11
MOST_QUOTES = 2
CUT = r"[,;:()\[\]\"–—….!?]|\s-\s|\s(?:and|but|because|so|then|while|though|although)\s|$"
CLAUSE = re.compile(rf"[^,;:()\[\]\"–—….!?]+?(?={CUT})")
LEADING = re.compile(r"^(?:\s|-|(?:and|but|so|because|then|that|while|though|although|now|well|yes|no)\b)+", re.I)
PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:\s[^\W\d_]+(?:['’-][^\W\d_]+)*)*")
OWN_CAPITALS = re.compile(r"I(?:['’]\w+)?$")
STRESS = "so|still|just|really|very|completely|feeling|always|quite|too"
FEELING = rf"\bi(?:'m| am| feel| felt)(?: (?:{STRESS})){{{{0,3}}}} ({{}})\b"


def quotes(story: str) -> list[str]:
    """Up to two pieces of four to eleven words, word for word, the most telling first.

    Never a phrase of danger, an insult, a name, a number, a way to reach somebody, or part of a question.
    """
    cues = [(cue.start, cue.end) for cue in read_cues(story[:LONGEST_TEXT])]
    told = [one for one in sentences(story) if not one.asks]
    found = [place for one in told for place in clauses(one) if sayable(story[slice(*place)])]
    apart = [story[start:end] for start, end in found if all(end <= left or right <= start for left, right in cues)]
    best = sorted(dict.fromkeys(apart), key=telling, reverse=True)
    return list(islice((clause for clause in best if not read_cues(clause)), MOST_QUOTES))


def feeling(story: str, *, glad: bool = False) -> str | None:
    """A feeling, heavy or glad, that the writer names as their own, in their word."""
    owned = feeling_words("glad" if glad else "heavy")
    found = (owned.search(one.plain) for one in sentences(story) if not one.asks)
    return next((match.group(1).lower() for match in found if match), None)


def clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where the pieces of a sentence stand in the story."""
    for match in CLAUSE.finditer(sentence.plain):
        lead = LEADING.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        yield sentence.start + start, sentence.start + match.start() + len(match.group().rstrip(" -"))


def sayable(clause: str) -> bool:
    words = clause.lower().split()
    return (
        FEWEST_WORDS <= len(words) <= MOST_WORDS
        and PLAIN_WORDS.fullmatch(clause) is not None
        and words[0].replace("’", "'") in listed("openings")
        and words[-1] not in listed("dangling")
        and listed("unquotable").isdisjoint(words)
        and not any(named(word) for word in clause.split()[1:])
    )


def named(word: str) -> bool:
    """True for a capital letter that may be a name."""
    return word[0].isupper() and not OWN_CAPITALS.match(word) and word.lower() not in listed("dates")


def telling(clause: str) -> float:
    """How much a piece says about the one who wrote it."""
    words = clause.lower().split()
    own = {"i", "i'm", "i've", "my"} & set(words)
    feels = (listed("heavy") | listed("glad") | {"feel", "felt"}) & set(words)
    whole = Sentence(clause.translate(PLAIN), 0)
    return 2 * bool(feels) + 1.5 * bool(own) + 0.4 * len(whole.stems) - 0.2 * abs(len(words) - 6)


@cache
def listed(name: str) -> frozenset[str]:
    return frozenset(shelf("words")[name].split())


@cache
def feeling_words(mood: str) -> re.Pattern[str]:
    return re.compile(FEELING.format("|".join(sorted(listed(mood)))), re.IGNORECASE)
