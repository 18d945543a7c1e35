"""What somebody who told the guides hears back: the outcome for that one thing, in plain words."""

from django.utils import timezone

from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.safeguarding.models import Concern, Measure, Outcome, Report, Ruling, Tells, Thing

OUTCOME_OF = {Measure.HOLD: Outcome.HELD, Measure.REMOVE: Outcome.REMOVED}
UNRULED = {Thing.CIRCLE, Thing.LETTER}  # nothing there can be kept back; somebody is spoken with
MY_REPORTS = "/me/reports/"


def answer_reports(concern: Concern) -> None:
    """The concern is closed: everybody who told the guides hears what came of it, in the same transaction."""
    for report in Report.objects.waiting().filter(concern=concern).select_related("reporter"):
        report.outcome, report.answered_at = outcome_of(report), timezone.now()
        report.save(update_fields=["outcome", "answered_at"])
        if report.reporter:
            tell(person=report.reporter, kind=NoticeKind.OUTCOME, link=MY_REPORTS)


def outcome_of(report: Report) -> Outcome:
    """Of a worry nothing is told but that somebody looked: the rest belongs to the person it was about."""
    if report.tells == Tells.WORRY or report.thing in UNRULED:
        return Outcome.LOOKED if report.tells == Tells.WORRY else Outcome.SEEN_TO
    ruling = Ruling.objects.in_force().filter(link=report.link).first()
    return OUTCOME_OF[Measure(ruling.measure)] if ruling else Outcome.STAYS
