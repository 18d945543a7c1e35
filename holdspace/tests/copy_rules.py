"""How this place speaks: which words stand on no page, and why. Each rule carries a sentence that breaks it.

Sources: WHO, Preventing suicide: a resource for media professionals (2023); AFSP and others, Recommendations for
reporting on suicide; docs/look.md, "Words on the page".
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`pattern` finds what may not be said; `broken` are sentences it must find; `kept` are near ones it must not."""

    name: str
    pattern: str
    broken: tuple[str, ...]
    kept: tuple[str, ...] = ()

    def breaks(self, text: str) -> list[str]:
        return [found.group() for found in re.finditer(self.pattern, text, re.IGNORECASE)]


OF_SUICIDE = (
    Rule(
        "it is no crime",
        r"\bcommit(?:s|ted|ting)?\s+(?:a\s+)?suicide",
        ("He committed suicide.", "before they commit suicide"),
        ("He died by suicide.", "We committed to it."),
    ),
    Rule(
        "an attempt neither fails nor succeeds",
        r"\b(?:failed|unsuccessful|successful|completed?)\s+(?:\w+\s+)?(?:suicides?|attempts?)\b",
        ("a failed attempt", "a successful suicide attempt", "completed suicide", "an unsuccessful attempt"),
        ("after an attempt", "the attempt of somebody to call"),
    ),
    Rule(
        "it is no epidemic",
        r"\bsuicides?\s+(?:epidemic|wave|crisis)\b|\bepidemic\s+of\s+suicides?|\bsuicides?\b[^.]{0,40}\bskyrocket\w*",
        ("a suicide epidemic", "an epidemic of suicide", "Suicide is skyrocketing."),
        ("a crisis line", "suicide is rising"),
    ),
    Rule(
        "no method",
        r"\bhang(?:ing|ed)?\s+(?:him|her|them|my|your)sel|\bnoose|\bslit\w*\b|\bgunshot|\bcarbon monoxide|"
        r"\b(?:jump|jumped|jumping)\s+(?:off|from|in front)|"
        r"\b(?:suicide|kill\w*\s+(?:him|her|them|my|your)sel\w+)\b[^.;]{0,40}\b(?:rope|gun|bridge|pills)\b|"
        r"\boverdos\w+[^.]{0,40}\bsuicide|\bsuicide[^.]{0,40}\boverdos",
        ("She hanged herself.", "He jumped off a roof.", "suicide by pills", "an overdose that was a suicide"),
        ("It names how a life could be ended.", "Take your pills with water.", "Hang up the coat."),
    ),
    Rule(
        "nothing beautiful about it",
        r"\bsuicide pact|\bfinally (?:free|at peace)|\b(?:in|to) a better place|"
        r"\bended (?:his|her|their) (?:pain|suffering)|\bfound peace at last|\btook the easy way",
        ("They are finally at peace.", "She is in a better place.", "He ended his pain."),
        ("You might find some peace in the garden.",),
    ),
    Rule(
        "it is no solution",
        r"\bsuicide\b[^.]{0,30}\b(?:way out|solution|only choice)|\b(?:way out|solution)\b[^.]{0,20}\bsuicide",
        ("Suicide seemed the only way out.", "a solution such as suicide"),
        ("The way out of the page is at the top.",),
    ),
    Rule(
        "a person is no label",
        r"\bsuicid\w+\s+(?:victims?|attempters?|ideators?|patients?)\b|\bthe suicidal\b|\bself-harmers?\b",
        ("a suicide victim", "the suicidal", "self-harmers"),
        ("people who think about suicide",),
    ),
)

OF_THE_HOUSE = (
    Rule("a person is no user", r"\busers?\b", ("The user has left.",), ("used", "People use it.")),
    Rule("nobody submits", r"\bsubmit\w*", ("Submit your story",), ("Send",)),
    Rule("nobody is invalid", r"\binvalid\b", ("Invalid name",), ("That name is not known here.",)),
    Rule("no exclamation", r"!(?![=\[])", ("Welcome back!",), ("Welcome.", "![a window](window.svg)")),
    Rule(
        "no praise for being active",
        r"\b(?:great job|well done|congratulations|keep it up|streaks?|we miss(?:ed)? you|awesome)\b",
        ("Great job.", "We missed you."),
        ("You missed nothing.", "It is done well enough."),
    ),
    Rule(
        "no pictures for words",
        "[\U0001f300-\U0001faff\u2600-\u26ff\u2764]",
        ("I hear you \U0001f499",),
        ("I hear you → there", "“quoted”"),
    ),
)
