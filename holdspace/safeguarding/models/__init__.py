"""The nouns of safeguarding, one file for each subject."""

from holdspace.safeguarding.models.concerns import Concern, ConcernQuerySet, Kind, Letter, Step
from holdspace.safeguarding.models.log import Entry, Head, What
from holdspace.safeguarding.models.reports import Ground, Judged, Outcome, Report, Tells, Thing

__all__ = [
    "Concern",
    "ConcernQuerySet",
    "Entry",
    "Ground",
    "Head",
    "Judged",
    "Kind",
    "Letter",
    "Outcome",
    "Report",
    "Step",
    "Tells",
    "Thing",
    "What",
]
