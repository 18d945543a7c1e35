"""The nouns of safeguarding, one file for each subject."""

from holdspace.safeguarding.models.concerns import Concern, ConcernQuerySet, Kind, Letter, Step
from holdspace.safeguarding.models.log import Entry, Head, What

__all__ = ["Concern", "ConcernQuerySet", "Entry", "Head", "Kind", "Letter", "Step", "What"]
