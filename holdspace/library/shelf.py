"""Short pages for hard moments, written for this project. Each names what its advice rests on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHO = "World Health Organization (2020). Doing What Matters in Times of Stress: An Illustrated Guide."
BALBAN = (
    "Balban et al. (2023). Brief structured respiration practices enhance mood and reduce physiological"
    " arousal. Cell Reports Medicine 4, 100895."
)
FRATTAROLI = (
    "Frattaroli (2006). Experimental disclosure and its moderators: a meta-analysis. Psychological Bulletin"
    " 132, 823-865."
)
EDINGER = (
    "Edinger et al. (2021). Behavioral and psychological treatments for chronic insomnia disorder in adults:"
    " an American Academy of Sleep Medicine clinical practice guideline. Journal of Clinical Sleep Medicine"
    " 17, 255-262."
)
DAZZI = (
    "Dazzi et al. (2014). Does asking about suicide and related behaviours induce suicidal ideation?"
    " What is the evidence? Psychological Medicine 44, 3361-3363."
)


@dataclass(frozen=True)
class Article:
    """One page: the words stand in templates/library/shelf/<slug>.html, the time it takes in minutes."""

    slug: str
    minutes: int
    title: str | Promise
    about: str | Promise
    known: str | Promise
    source: str

    @property
    def template(self) -> str:
        return f"library/shelf/{self.slug}.html"


ARTICLES = (
    Article(
        slug="breathing",
        minutes=5,
        title=_("Breathing out slowly"),
        about=_("A few minutes of slow breaths, with or without a moving picture."),
        known=_(
            "In one trial, five minutes a day of breathing with a long out-breath lifted the mood of healthy"
            " adults. How much it helps in a crisis is not known."
        ),
        source=BALBAN,
    ),
    Article(
        slug="grounding",
        minutes=3,
        title=_("Five, four, three, two, one"),
        about=_("Coming back to the room when thoughts run away."),
        known=_(
            "Grounding is taught in self-help of the World Health Organization. This counting form comes from"
            " practice; we know of no trial of it alone."
        ),
        source=WHO,
    ),
    Article(
        slug="writing",
        minutes=15,
        title=_("Writing to yourself"),
        about=_("Fifteen minutes on paper that nobody else reads."),
        known=_(
            "Over many trials, writing about what hurts helped a little on average. Some feel worse for an"
            " hour or two after it."
        ),
        source=FRATTAROLI,
    ),
    Article(
        slug="asking",
        minutes=4,
        title=_("Asking for help"),
        about=_("How to find a first sentence, and what to do if the answer is poor."),
        known=_(
            "This page comes from practice. Reaching out to people you trust is part of the self-help guide"
            " of the World Health Organization."
        ),
        source=WHO,
    ),
    Article(
        slug="sleep",
        minutes=5,
        title=_("Sleeping badly"),
        about=_("What to try tonight, and what to try for two weeks."),
        known=_(
            "Keeping the bed for sleep and getting up at a fixed time are recommended for lasting"
            " sleeplessness in adults. Tips on their own help less than a whole programme with a trained"
            " person."
        ),
        source=EDINGER,
    ),
    Article(
        slug="supporting",
        minutes=5,
        title=_("Being there for somebody"),
        about=_("What to say, what to leave out, and when to call for help."),
        known=_("A review of studies found no sign that asking about suicide plants the idea."),
        source=DAZZI,
    ),
)
