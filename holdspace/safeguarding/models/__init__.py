"""The nouns of safeguarding, one file for each subject."""

from holdspace.safeguarding.models.cases import Aftercare, Case, CaseStep, HandOver, Presence, SecondLook, State
from holdspace.safeguarding.models.concerns import Concern, ConcernQuerySet, Kind, Letter, Step
from holdspace.safeguarding.models.desks import Desk, SupervisionNote
from holdspace.safeguarding.models.log import Entry, Head, What
from holdspace.safeguarding.models.paging import Alarm, Page, Pulse, Try
from holdspace.safeguarding.models.reports import Ground, Judged, Outcome, Report, Tells, Thing
from holdspace.safeguarding.models.reveals import Danger, Reveal
from holdspace.safeguarding.models.rota import Absence, Shift, Swap
from holdspace.safeguarding.models.rulings import Appeal, Measure, Ruling

__all__ = [
    "Absence",
    "Aftercare",
    "Alarm",
    "Appeal",
    "Case",
    "CaseStep",
    "Concern",
    "ConcernQuerySet",
    "Danger",
    "Desk",
    "Entry",
    "Ground",
    "HandOver",
    "Head",
    "Judged",
    "Kind",
    "Letter",
    "Measure",
    "Outcome",
    "Page",
    "Presence",
    "Pulse",
    "Report",
    "Reveal",
    "Ruling",
    "SecondLook",
    "Shift",
    "State",
    "Step",
    "SupervisionNote",
    "Swap",
    "Tells",
    "Thing",
    "Try",
    "What",
]
