"""The nouns of safeguarding, one file for each subject."""

from holdspace.safeguarding.models.concerns import Concern, ConcernQuerySet, Kind, Letter, Step
from holdspace.safeguarding.models.log import Entry, Head, What
from holdspace.safeguarding.models.reports import Ground, Judged, Outcome, Report, Tells, Thing
from holdspace.safeguarding.models.rota import Absence, Shift, Swap

__all__ = [
    "Absence",
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
    "Shift",
    "Step",
    "Swap",
    "Tells",
    "Thing",
    "What",
]
