"""What the rubric says to people: what was heard, what could hurt, and one thing to try."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.circles.rubric import Feedback
from holdspace.circles.talks import Turn

Words = str | Promise

MET: dict[str, Words] = {
    "heard": _("You take up what it is like for them."),
    "warm": _("Your warmth can be felt."),
    "asks": _("You ask an open question, and leave them room."),
    "limit": _("You say clearly where your edge is."),
    "offers": _("You say what there is all the same."),
    "plain": _("You name the danger plainly."),
    "help": _("You point to people who can be there."),
}
TRY: dict[str, Words] = {
    "enough": _("Write a little more, in your own words: two or three sentences that could only go to this person."),
    "heard": _(
        "Say back what it may be like for them. Choose the one word in their text that weighs most, and begin with"
        " “It sounds as if…”."
    ),
    "warm": _("Let them feel that you are there. “I am glad that you wrote this” is a whole sentence."),
    "asks": _("Ask one small open question that begins with “what” or “how”, and leave them free not to answer."),
    "limit": _("Say in one sentence what you do not do, without five reasons: “I do not give out my number.”"),
    "offers": _(
        "Say what there is all the same: when you will write again here, who is awake at night (Help now), or who else"
        " could know a little of this."
    ),
    "plain": _(
        "There may be danger here, and nobody has named it yet. Ask plainly: “Are you thinking about suicide?” Asking"
        " does not put the thought there."
    ),
    "help": _(
        "There is danger here, and this reply would leave the two of you alone with it. Point to help: Help now with"
        " its lines, the emergency number, a guide, somebody near who could sit with them."
    ),
}
HURTS: dict[str, Words] = {
    "dismissal": _("This makes it smaller than it is."),
    "cheer": _("Cheer can close the door while somebody is hurting."),
    "advice": _("They would like to be listened to, and this hurries them along. You could ask first."),
    "contest": _("This measures their pain against another."),
    "blame": _("This puts the blame on the one who is hurt."),
    "contact": _("Outside this place nobody could help the two of you."),
    "promise": _("Nobody can keep this, and a danger must not stay a secret."),
    "method": _("Never ask how. Details can harm whoever reads them."),
    "taking over": _("Your own story is taking over. Three sentences at most, and then back to them."),
}


@dataclass(frozen=True)
class Said:
    """One sentence about a reply, and the learner's own words it is about."""

    says: Words
    quote: str = ""


@dataclass(frozen=True)
class Told:
    """Feedback in words. `try_next` is one thing, and empty when nothing is missing."""

    heard: tuple[Said, ...]
    hurts: tuple[Said, ...]
    try_next: Words
    is_met: bool
    by: str


def in_words(feedback: Feedback, turn: Turn) -> Told:
    return Told(
        heard=tuple(Said(MET[one.asked], one.quote) for one in feedback.findings if one.is_met and one.asked in MET),
        hurts=tuple(Said(one.why or HURTS[one.kind], one.quote) for one in feedback.hurts),
        try_next=_first_to_try(feedback, turn),
        is_met=feedback.is_met,
        by=feedback.by,
    )


def _first_to_try(feedback: Feedback, turn: Turn) -> Words:
    """What is missing, help before all else; else to leave out what could hurt."""
    missing = [one.asked for one in feedback.findings if not one.is_met]
    first = sorted(missing, key=lambda asked: asked not in ("help", "plain"))
    if first:
        return TRY[first[0]]
    return _("Leave out the sentence that could hurt, and read what remains.") if feedback.hurts else ""
