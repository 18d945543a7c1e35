"""The nouns of safeguarding, one file for each subject."""

from holdspace.safeguarding.models.concerns import Concern, ConcernQuerySet, Kind, Letter, Step

__all__ = ["Concern", "ConcernQuerySet", "Kind", "Letter", "Step"]
