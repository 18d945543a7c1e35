"""Whether words that sound like a claim are claimed: or asked, denied, told of oneself, or reported with pain.

English only. Each guard looks at the clause before the words, at the words themselves, or at what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from empathy.phrases import Sentence

BEFORE, AFTER = 160, 120
CLAUSE = re.compile(r"[,;:(–—]\s|\b(?:but|so|because|then|and then)\s")
CONTRACTED = r"(?:is|are|was|were|do|does|did|has|have|had|would|should|could|wo|ca|ai|must|need)n'?t"


def pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


URGES = pattern(
    r"^\W*(?:\w+[\s,]+){0,2}(?:why (?:don'?t|not|do you (?:even|still))|did you know|don'?t you (?:know|see|think)|you (?:do )?know"
    r"|have you (?:tried|thought of|considered)|what if you|how about|isn'?t it (?:obvious|clear)|who (?:needs|even)|ever tried)\b"
)
ASKS = pattern(
    r"\b(?:whether|wonder\w*|is it true|if it'?s true|does (?:any|some)(?:one|body)|(?:any|some)(?:one|body) (?:know|here)|not sure (?:if|that)"
    r"|unsure|my question|asks? (?:if|about)|asking (?:if|about)|how (?:do|can|should) i|(?:can|should|could|may) i|what (?:do|does) .{0,20} think)\b"
)
ASKS_BACK = pattern(
    r"^\W*(?:so |but |and |well )?(?:is|are|was|does|do|has|have|could|can) (?:that|this|it|they|any\w*|you|there)\b.{0,60}\?"
    r"|^\W*(?:true|right|really|or not|correct|any truth|thoughts|what do you)\b.{0,40}\?"
)
DOUBTS = pattern(
    r"\b(?:myths?|untrue|false|wrong|misconceptions?|misinformation|nonsense|(?:a|another|complete|total|big|old) lie|lies|debunk\w*|contrary to|no (?:good |real |scientific )?(?:evidence|proof)"
    r"|not true|isn'?t true|stop (?:saying|telling|spreading)|disagree\w*|unlearn\w*|nobody should|no one should"
    r"|used to (?:think|believe|say|tell)|i thought|we thought|thought that|was (?:told|taught|raised)|were (?:told|taught)"
    r"|grew up (?:hearing|believing|thinking)|taught me|learn(?:ed|t|ing) that|explain(?:ed|s)|stigma|stereotypes?|(?:hate|tired|sick|angry|sad|hurts?) (?:of |when |that |how |it )"
    r"|dangerous to|harmful to|warn(?:s|ed|ing)?|risks?|beware|careful)\b"
)
NEGATED = pattern(rf"\b(?:not|never|nobody|none|nor|without|hardly|no one|cannot|rather than|{CONTRACTED})(?:\s+[\w'-]+){{0,2}}[\s\"']*$")
EXEMPT = pattern(r"\bif (?:you|they|he|she) (?:can|do|wo|did|does|could|is|are)n'?t\b[^,]*|\bwhy (?:don'?t|not)\b.*$|\b(?:no doubt|not (?:only|just)|don'?t you|don'?t (?:forget|worry|listen)|not (?:lie|lying|kidding|gonna lie))\b.*$")
HOLDS_NO = pattern(rf"\b(?:not|never|no|nobody|nothing|cannot|without|nor|{CONTRACTED})\b")
DENIED_AFTER = pattern(
    r"^[\s,\"'–-]*(?:(?:which|that|this|it|and|but|,|-|is|'s|are|was|were|just|such|only|all|simply|actually|really|at all|in general|always|absolutely|total|complete|dangerous|harmful|an?|the|old|been|has|have)[\s,]+)*"
    r"(?:(?:is|are|was)n'?t (?:true|right|so|it|correct)|not (?:true|right|so|correct|how)|untrue|myths?|false|wrong|nonsense|rubbish|lies?|bullshit|misconception|misinformation|debunked|stigma|prejudice|stereotype|bad idea|terrible (?:idea|advice)|awful advice|bad advice|not a good)\b"
)
DENIED_NEXT = pattern(
    r"^\W*(?:(?:but|and|well|no|sorry|honestly|actually|which|of course|i think|i know)[\s,]+)*(?:"
    r"(?:that|this|it|which|these|those)(?:'s| is| are| was|'re)? ?(?:just |all |such |simply |completely |totally |absolutely |really |so |very )*"
    r"(?:an? )?(?:not |isn'?t |aren'?t |wasn'?t )?(?:true|right|helpful|safe|a good|myths?|untrue|false|wrong|nonsense|rubbish|a lie|lies|bullshit|dangerous|misinformation|harmful|terrible|bad)\b"
    r"|(?:not true|wrong|nonsense|rubbish|myth|false|bullshit|lies|please don'?t|don'?t do (?:it|that)|no it (?:is|does)n'?t|no they (?:are|do)n'?t)\b)"
)
I_SPEAK = pattern(r"\b(?:i|i'm|i've|im|ive|i'll|me|my|mine|myself|we|we're|we've|us|our)\b")
I_ADVISE = pattern(
    r"\b(?:i(?:'m| am)? ?(?:can |do |just |really |honestly |strongly |firmly |always |would |'d |also |still |still )*(?:think|believe|know|swear|promise|guarantee|bet|say|suggest|recommend|advise|reckon|tell|telling|told (?:you|them)|read|heard|hear|saw|found out|feel like people|sure|convinced)"
    r"|i'd|i would|if i were you|trust me|believe me|take it from me|let me tell you|listen to me|tell you|in my (?:opinion|view|experience)|imo|imho|to me|for us all|we (?:all )?(?:know|need|should|can|chose))\b"
)
TELLS_OTHERS = pattern(
    r"\b(?:so (?:can|should|will|could) you|you (?:can|should|could|will|must|'ll|have to|need to)\b.{0,30}\b(?:too|same|try)|do the same|try it|recommend|everyone should|everybody should"
    r"|you (?:won'?t|don'?t) need|works for everyone|it will (?:work|help|cure|heal|fix) you|so can anyone|(?:he|she|they)(?:'s| is|'re| are) right|and it'?s true|it works)\b"
)
REPORTED = pattern(
    r"\b(?:(?:he|she|my [\w'-]+(?: [\w'-]+)?|his [\w'-]+|her [\w'-]+|some(?:one|body)(?: [\w'-]+){0,4}|the (?:clinic|nurse|pharmacist|doctor|teacher|man|woman|boss|film|book|internet)"
    r"|a (?:friend|man|woman|colleague|stranger|nurse|doctor|neighbou?r)(?: of mine)?)(?: [\w'-]+){0,2} (?:say|says|said|saying|think|thinks|thought|believes?|believed|claims?|claimed|insists?|writes?|wrote|keeps|kept|posted|told|tells|wants?|wanted|advised|suggested|yelled|shouted|calls?|called|sends?|sending)"
    r"|(?:told|tells?|telling|asked|asks|advised|begged|convinced|made|makes|lets|pressured?|forced?|saw|watched|hear|heard) (?:me|us|him|her|them|my \w+)|i (?:was|am|got|get|keep getting|keep being) (?:told|asked|called))\b"
)
SOME_SAY = pattern(r"\b(?:people|they|some|many|everyone|everybody|others|folks|society|the media)(?: \w+){0,3} (?:say|said|saying|think|thinks|believe|believes|claim|told|tell|tells|assume|act|keep)\b")
TURNS = pattern(r"\b(?:but|yet|although|though|however|still|and it (?:hurts?|hurt)|which)\b")
CONDITION = pattern(r"\b(?:if|when|before|after|whether|unless|until|than|while|since|in case)(?: (?:you|they|people|someone|somebody|anyone|one|he|she|we))?(?: (?:just|suddenly|ever|abruptly|simply|want to|decide to|do|have to|need to))?[\s\"']*$")
INFINITIVE = pattern(r"\bto(?: (?:just|simply|suddenly|ever))?[\s\"']*$")
OUGHT = pattern(r"\b(?:(?:you|u|everyone|everybody|people|they|he|she|we|one)(?: all| just| really| only| do| probably)* (?:need|needs|have|has|ought|got|are going|want)|'ve got|better|best|time|idea|safe|ok|okay|fine|want you|wants you|advise you|tell you|thing|way|how|free|healthier|important|easy|easiest|smartest|allowed|harmless)(?: \w+){0,2} to(?: just| simply)?[\s\"']*$")
WITH_CARE = pattern(
    r"\b(?:(?:talk\w*|speak\w*|ask\w*|check\w*|agree\w*|plan\w*|discuss\w*|consult\w*|together|advice|approval|tell|told|help|ok|okay)\b[^.]{0,25}\b(?:to|with|by|from|of|your|a|the|my)? ?(?:your |a |the |my |his |her )?(?:doctor|doc|gp|prescriber|psychiatrist|pharmacist|nurse|team|midwife|clinic|cpn|specialist)"
    r"|(?:doctor|doc|gp|psychiatrist|pharmacist|prescriber|nurse|midwife|consultant|clinic|specialist)(?: and i|'s)? (?:\w+ ){0,2}(?:told|said|says|advised|agreed|lowered|stopped|prescribed|took|put|wants|suggested|decided|reduced|changed|has|have|had|is|are)"
    r"|supervision|taper\w*|gradually|step by step|slowly|prescribed it|was prescribed)\b"
)
WITHOUT_CARE = pattern(r"\b(?:without|don'?t|never|no need|needn'?t|forget|whatever|ignore|not|behind|lie|lying|screw)\b[^.]{0,30}\b(?:doctor|doc|gp|psychiatrist|pharmacist|prescriber|nurse|asking|taper\w*|supervision|slowly)\b|doctors? (?:want|are|just|only|don'?t|get)\b")
WARNS = pattern(
    r"\b(?:dangerous|danger|deadly|lethal|fatal|can kill|could kill|killed|died|risky?|risks|harmful|never (?:mix|take|combine|drink|share|give)|don'?t (?:mix|take|combine|drink|share|give)|do not (?:mix|take|combine|drink)|should(?:n'?t| not| never)|must(?:n'?t| not| never)"
    r"|avoid|careful|warn\w*|emergency|hospital|ambulance|overdosed?|serotonin syndrome|unsafe|not (?:safe|ok|okay|fine|a good)|isn'?t (?:safe|ok|okay|fine)|aren'?t (?:safe|ok)|bad idea|can'?t (?:mix|drink|take|combine)|cannot (?:mix|drink|take)|bad mix|makes? (?:me|it|things) (?:worse|ill|sick)|regret|awful|interacts)\b"
)
COMMENDS = pattern(
    r"\b(?:fine|ok|okay|safe|harmless|no (?:problem|issue|risk|big deal)|not a problem|nothing (?:happens|to worry|wrong)|you can|u can|can (?:just )?(?:take|drink|have|mix|add|trip|roll|smoke)|just|try|add|take|wash|have a|helps?|boosts?|better|stronger|longer|great|good|nice|works?|never interact|don'?t interact|doesn'?t (?:interact|affect)|everyone does|limits|weaker|tale|balances?|balance|sobers?|relaxes|as much|goes|go well|together|combo|overnight|switch|combine|mix|can'?t|won'?t (?:do|hurt|harm|matter|affect)|nothing|(?:only|just) (?:an? )?(?:plants?|herbs?|natural|root))\b"
)
TALE = pattern(r"^\W*(?:in )?(?:the|a|this|that|my) (?:film|movie|novel|story|book|series|episode|character|play|song|documentary|article)\b")


@dataclass(frozen=True)
class Place:
    """Where the words stand: in a sentence, from `start` to `end`, with the sentence that follows.

    holds_no  the claim itself says "not" or "never", so such a word inside it denies nothing
    holds_me  the claim itself says "I" or "my", so such a word inside it tells nothing of oneself
    quoted    the words stand in quotation marks
    """

    sentence: Sentence
    start: int
    end: int
    follows: str = ""
    holds_no: bool = False
    holds_me: bool = False
    quoted: bool = False

    @cached_property
    def before(self) -> str:
        return self.sentence.plain[max(0, self.start - BEFORE) : self.start]

    @cached_property
    def clause(self) -> str:
        """What stands before the words in their own clause."""
        return CLAUSE.split(self.before)[-1]

    @cached_property
    def said(self) -> str:
        return self.sentence.plain[self.start : self.end]

    @cached_property
    def after(self) -> str:
        return self.sentence.plain[self.end : self.end + AFTER]


Guard = Callable[[Place], object]


def claimed(place: Place, kind: str) -> bool:
    """True where the words are stated, advised or passed on."""
    guards = (*GUARDS, *GUARDS_OF_KIND.get(kind, ()))
    return not place.quoted and not any(guard(place) for guard in guards)


def asked(place: Place) -> object:
    urged = URGES.search(place.sentence.plain)
    if place.sentence.asks and not urged:
        return True
    return (not urged and ASKS.search(place.before)) or ASKS_BACK.search(place.follows)


def denied(place: Place) -> object:
    clause = EXEMPT.sub("", place.clause)
    inside = not place.holds_no and HOLDS_NO.search(place.said)
    return inside or NEGATED.search(clause) or DOUBTS.search(EXEMPT.sub("", place.before))


def denied_after(place: Place) -> object:
    return DENIED_AFTER.search(place.after) or DENIED_NEXT.search(place.follows)


def own(place: Place) -> object:
    """Told of oneself, without telling others to do the same."""
    mine = I_SPEAK.search(I_ADVISE.sub("", place.clause)) or (not place.holds_me and I_SPEAK.search(place.said))
    return mine and not I_ADVISE.search(place.before) and not tells_others(place)


def tells_others(place: Place) -> object:
    return TELLS_OTHERS.search(f"{place.said} {place.after} {place.follows}")


def reported(place: Place) -> object:
    """Said by somebody whom the writer quotes, or by "people" whom the writer then answers."""
    if REPORTED.search(place.before) and not I_ADVISE.search(place.before):
        return not tells_others(place)
    return SOME_SAY.search(place.before) and TURNS.search(f"{place.after} {place.follows}")


def told_as_tale(place: Place) -> object:
    return TALE.search(place.sentence.plain)


def conditional(place: Place) -> object:
    return CONDITION.search(place.clause)


def only_wished(place: Place) -> object:
    """ "I am tempted to …", "he told her to …": not "you need to …"."""
    return INFINITIVE.search(place.clause) and not OUGHT.search(place.clause)


def with_care(place: Place) -> object:
    plain = place.sentence.plain
    return WITH_CARE.search(plain) and not WITHOUT_CARE.search(plain)


def warned(place: Place) -> object:
    said = "" if place.holds_no else place.said
    return WARNS.search(f"{place.before} {said} {place.after}")


def uncommended(place: Place) -> object:
    return not COMMENDS.search(place.sentence.plain)


GUARDS: tuple[Guard, ...] = (asked, denied, denied_after, own, reported, told_as_tale)
GUARDS_OF_KIND: dict[str, tuple[Guard, ...]] = {
    "stop-medication": (conditional, only_wished, with_care),
    "dosing": (conditional, only_wished, with_care, warned),
    "contraindicated-mix": (conditional, with_care, warned, uncommended),
}
