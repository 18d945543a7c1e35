"""Reports of what stands in circles, and worries about those who wrote it: the words are joined to the concern."""

from django.db import transaction

from holdspace.circles.actions import link_to
from holdspace.circles.models import Reply, Story, StoryConcern
from holdspace.people.models import Person
from holdspace.safeguarding import reports
from holdspace.safeguarding.models import Report, Thing


def about(told: Story | Reply) -> reports.About:
    thing = Thing.REPLY if isinstance(told, Reply) else Thing.STORY
    return reports.About(link=link_to(told), thing=thing, person=told.author, voice=told.voice)


@transaction.atomic
def report_told(told: Story | Reply, *, by: Person, about: reports.About, **reason: str) -> Report:
    return _joined(told, reports.report(by=by, about=about, **reason))


@transaction.atomic
def worry_about(told: Story | Reply, *, by: Person, about: reports.About, line: str) -> Report:
    return _joined(told, reports.flag_worry(by=by, about=about, line=line))


def _joined(told: Story | Reply, report: Report) -> Report:
    story, reply = (told.story, told) if isinstance(told, Reply) else (told, None)
    StoryConcern.objects.get_or_create(concern=report.concern, defaults={"story": story, "reply": reply})
    return report
