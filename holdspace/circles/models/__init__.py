"""The nouns of a circle. `circle.py` first, then `story.py`, then `unheard.py`, `corrections.py`."""

from holdspace.circles.models.circle import Acceptance, Agreement, Circle, CircleKind, Invitation
from holdspace.circles.models.corrections import Correction, Opening
from holdspace.circles.models.story import (
    ContentNote,
    Draft,
    NoteSetting,
    Reply,
    Story,
    StoryConcern,
    Thanks,
    Told,
)
from holdspace.circles.models.training import LookOver, PracticeReply, SignOff, SignOffLetter, Standing
from holdspace.circles.models.unheard import Claim, ClaimEnd, FollowUp, Listening, Offer, Wave

__all__ = [
    "Acceptance",
    "Agreement",
    "Circle",
    "CircleKind",
    "Claim",
    "ClaimEnd",
    "ContentNote",
    "Correction",
    "Draft",
    "FollowUp",
    "Invitation",
    "Listening",
    "LookOver",
    "NoteSetting",
    "Offer",
    "Opening",
    "PracticeReply",
    "Reply",
    "SignOff",
    "SignOffLetter",
    "Standing",
    "Story",
    "StoryConcern",
    "Thanks",
    "Told",
    "Wave",
]
