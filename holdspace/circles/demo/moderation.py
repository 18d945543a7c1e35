"""What those on duty find in the demo: a reported reply, texts that are kept back with a reason, an appeal."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from holdspace.circles import reports
from holdspace.circles.models import Reply, Story
from holdspace.circles.policy_for_duty import agreements_of
from holdspace.notices.models import Notice
from holdspace.people.models import Person
from holdspace.safeguarding import moderation
from holdspace.safeguarding.models import Appeal, Case, Concern, Ground, Measure, Report, Ruling

Row = dict[str, Any]
Moment = Callable[[str], datetime]


def bring_before_guides(told: Story | Reply, row: Row, *, people: dict[str, Person], moment: Moment) -> None:
    """Whatever the row says was done about this text, done then."""
    if "reported" in row:
        _report(told, row["reported"], people)
    if "decided" in row:
        _decide(told, row["decided"], people["mira"], moment)


def _report(told: Story | Reply, row: Row, people: dict[str, Person]) -> None:
    reason = {"ground": Ground.AGREEMENT, "agreement": row["agreement"], "line": row["line"]}
    kept = reports.report_told(told, by=people[row["by"]], about=reports.about(told), **reason)
    Report.objects.filter(pk=kept.pk).update(made_at=told.heard_from)
    Concern.objects.filter(pk=kept.concern.pk).update(raised_at=told.heard_from)
    Case.objects.filter(pk=kept.concern.case.pk).update(opened_at=told.heard_from)


def _decide(told: Story | Reply, row: Row, guide: Person, moment: Moment) -> None:
    story = told.story if isinstance(told, Reply) else told
    agreement_text = agreements_of(story.circle)[row["agreement"]]
    reasons = {name: row[name] for name in ("agreement", "sentence", "change")}
    ruling = moderation.rule(
        by=guide,
        about=reports.about(told),
        measure=Measure(row["measure"]),
        place=story.circle.name,
        agreement_text=agreement_text,
        **reasons,
    )
    Ruling.objects.filter(pk=ruling.pk).update(made_at=moment(row["ago"]))
    Notice.objects.filter(link=ruling.address).update(made_at=moment(row["ago"]))
    if "appealed" in row:
        _appeal(ruling, row, moment)


def _appeal(ruling: Ruling, row: Row, moment: Moment) -> None:
    made = moderation.appeal(ruling=ruling, words=row["appealed"])
    then = moment(row["appealed_ago"])
    Appeal.objects.filter(pk=made.pk).update(made_at=then)
    Concern.objects.filter(link=made.link).update(raised_at=then)
    Case.objects.filter(link=made.link).update(opened_at=then)
