"""What clears the clock of a waiting story: a counting human reply. Plain functions over text.

Counting is about effort, not about quality. Ten words of one's own, in any language: not filler, not a
phrase that fits every story, not a copy of the story or of what the same person wrote before. It cannot tell
a kind reply from a cold one, nor ten true words from ten invented ones; people can, and a report takes the
reply away again.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

ENOUGH_WORDS = 10
ENOUGH_DIFFERENT = 7
COPIED_RUN = 6  # words in a row that also stand in the other text
SAME_WORDS = 0.8  # share of common words over which two texts are one text in another order
LONGEST_READ = 20_000  # characters; ten words of one's own stand well before

FILLER = re.compile(
    r"ok(?:ay)?|k+|lo+l|bump|up|u+h+|u+m+|e+r+m*|a+h+|o+h+|ha(?:ha)+h?|he(?:he)+|hi(?:hi)+|ja(?:ja)+|bla+h?|yea+h|ye+p"
    r"|yu+p|nope|na+h|test|asdf\w*|qwert\w*|lorem|ipsum|[b-df-hj-np-tv-xz]{3,}"
)

STOCK_PHRASES = (
    "thank you for sharing this",
    "thank you for sharing",
    "thanks for sharing",
    "sorry to hear that",
    "sorry to hear this",
    "sorry for your loss",
    "stay strong",
    "stay positive",
    "you got this",
    "you've got this",
    "hang in there",
    "sending you love",
    "sending love",
    "sending you hugs",
    "sending hugs",
    "thoughts and prayers",
    "everything happens for a reason",
    "everything will be fine",
    "everything will be ok",
    "everything will be okay",
    "it will get better",
    "it gets better",
    "time heals all wounds",
    "get well soon",
    "feel better soon",
    "hope this helps",
    "take care",
    "have a nice day",
    "all the best",
    "be strong",
    "keep going",
    "don't give up",
    "never give up",
    "gracias por compartir",
    "lo siento mucho",
    "mucho ánimo",
    "un abrazo",
    "todo va a estar bien",
    "danke fürs teilen",
    "es tut mir leid",
    "alles wird gut",
    "kopf hoch",
    "alles gute",
    "bon courage",
    "courage à toi",
    "tout va bien se passer",
    "merci pour le partage",
    "andrà tutto bene",
    "vai ficar tudo bem",
    "muita força",
    "wszystko będzie dobrze",
    "trzymaj się",
)

# Scripts written without spaces: a character stands for half a word.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
NOT_WORDS = re.compile(r"<[^<>]*>|(?:https?://|www\.)\S+|\S{1,64}@\S{1,255}")
QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
SILENT = "'’"


@dataclass(frozen=True)
class GivenReply:
    """A reply and what routing must know of it. `author` is the account, whatever the face."""

    author: str
    body: str
    by_program: bool = False
    is_standing: bool = True  # neither deleted nor held
    is_blocked: bool = False  # between its author and the story's, in either direction


def clears(reply: GivenReply, *, story_author: str, story: str, earlier: Iterable[str] = ()) -> bool:
    """Whether this reply stops the clock; asked again when a reply is deleted, held or blocked."""
    by_another = reply.author != story_author and not reply.by_program
    stands = reply.is_standing and not reply.is_blocked
    return by_another and stands and is_an_answer(reply.body, to=story, earlier=earlier)


def is_an_answer(body: str, *, to: str = "", earlier: Iterable[str] = ()) -> bool:
    """At least ten meaningful words of one's own.

    to       the story's body; words quoted from it do not count
    earlier  what the same author replied before, to anyone; the last twenty are plenty
    """
    words = _words(QUOTED_LINE.sub(" ", body[:LONGEST_READ]))
    others = [_words(text[:LONGEST_READ]) for text in (to, *earlier)]
    if any(_is_same(words, other) for other in others):
        return False
    return _is_enough([word for word in _own(words, others) if not FILLER.fullmatch(word)])


def _is_enough(words: Sequence[str]) -> bool:
    different = {word for word in words if _is_unspaced(word) or len(word) > 1}
    return _count(words) >= ENOUGH_WORDS and _count(different) >= ENOUGH_DIFFERENT


def _count(words: Iterable[str]) -> float:
    return sum(0.5 if _is_unspaced(word) else 1.0 for word in words)


def _is_unspaced(word: str) -> bool:
    return UNSPACED.match(word) is not None


def _is_same(words: Sequence[str], other: Sequence[str]) -> bool:
    ours, theirs = set(words), set(other)
    return len(ours & theirs) > SAME_WORDS * len(ours | theirs)


def _own(words: Sequence[str], others: Iterable[Sequence[str]]) -> list[str]:
    """The words that do not stand in a copied run, nor in a phrase that fits every story."""
    copied = {run for other in others for run in _runs(other, COPIED_RUN)}
    taken: set[int] = set()
    for at, run in enumerate(_runs(words, COPIED_RUN)):
        if run in copied:
            taken.update(range(at, at + COPIED_RUN))
    for at in range(len(words)):
        taken.update(range(at, at + _stock_length(words, at)))
    return [word for at, word in enumerate(words) if at not in taken]


def _runs(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _stock_length(words: Sequence[str], at: int) -> int:
    known = _STOCK.get(words[at], ())
    return max((len(phrase) for phrase in known if tuple(words[at : at + len(phrase)]) == phrase), default=0)


def _words(text: str) -> list[str]:
    """Words in small letters, without marks, links, addresses, digits and invisible characters."""
    plain = unicodedata.normalize("NFKC", NOT_WORDS.sub(" ", text)).casefold()
    return "".join(map(_shape, plain)).split()


@lru_cache(maxsize=8192)
def _shape(char: str) -> str:
    """What a character leaves of itself: letters and their marks stay, the rest parts words or vanishes."""
    kind = unicodedata.category(char)
    if kind == "Cf" or char in SILENT:
        return ""
    if UNSPACED.match(char):
        return f" {char} " if kind[0] == "L" else ""
    return char if kind[0] in "LM" else " "


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for words in map(_words, phrases):
        table.setdefault(words[0], []).append(tuple(words))
    return table


_STOCK = _by_first_word(STOCK_PHRASES)
