"""Who is on duty, and what they see."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role, people_with_role
from holdspace.safeguarding.cases import Case, cases_in
from holdspace.safeguarding.models import Concern, Kind, Letter, Report, Step, Tells


def is_on_duty(person: Person) -> bool:
    """Guides and the lead look after concerns."""
    return has_role(person, RoleKind.GUIDE) or has_role(person, RoleKind.LEAD)


def people_on_duty() -> QuerySet[Person]:
    return people_with_role(RoleKind.GUIDE) | people_with_role(RoleKind.LEAD)


def concerns_for(person: Person) -> QuerySet[Concern]:
    """Everything open except what is about themselves, and reports of colleagues, which the leads look at."""
    if not is_on_duty(person):
        return Concern.objects.none()
    return Concern.objects.exclude(person=person).exclude(_is_for_leads(person)).select_related("taken_by")


def _is_for_leads(person: Person) -> Q:
    """Reports of those on duty, for whoever does not lead; of the only lead, or where nobody leads, guides look."""
    if has_role(person, RoleKind.LEAD):
        return Q(pk__in=[])
    leads = people_with_role(RoleKind.LEAD)
    watched = people_on_duty().filter(Exists(leads.exclude(pk=OuterRef("pk"))))
    return Q(kind=Kind.REPORT, person__in=watched.values("pk"))


def may_look_at(person: Person, concern: Concern) -> bool:
    return concerns_for(person).filter(pk=concern.pk).exists()


def concern_for(person: Person, pk: uuid.UUID) -> Concern:
    return get_object_or_404(concerns_for(person), pk=pk)


def board_for(person: Person) -> QuerySet[Concern]:
    return concerns_for(person).open().most_urgent_first()  # type: ignore[attr-defined,no-any-return]


def cases_for(person: Person) -> list[Case]:
    """What waits, a case for each text, the most urgent first."""
    return cases_in(board_for(person))


def case_for(person: Person, pk: uuid.UUID) -> Case:
    """All that is open about the same text as this concern; a closed concern stands alone."""
    found = concern_for(person, pk)
    if found.closed_at:
        return Case((found,))
    return Case(tuple(concerns_about(person, found.link).most_urgent_first()))  # type: ignore[attr-defined]


def closed_before(person: Person, link: str) -> QuerySet[Concern]:
    """What others did about the same text earlier, the newest first."""
    closed = concerns_for(person).filter(link=link, closed_at__isnull=False)
    return closed.select_related("closed_by").order_by("-closed_at")


def concerns_about(person: Person, link: str) -> QuerySet[Concern]:
    """What is open about one thing, for those on duty."""
    return concerns_for(person).filter(link=link, closed_at=None)


def own_concern(person: Person, link: str) -> Concern | None:
    """The concern that a person's own words raised by themselves, for their step."""
    return Concern.objects.filter(person=person, link=link, kind=Kind.READING).order_by("-raised_at").first()


def shared_step(concern: Concern) -> Step | None:
    """What the person wrote in the step, if they let the guide read it."""
    return Step.objects.filter(concern__link=concern.link, lets_guide_see=True, ended_at__isnull=False).first()


def letters_about(concern: Concern) -> QuerySet[Letter]:
    """Every letter about the same thing, oldest first. The caller has asked whether this person may see the concern."""
    return Letter.objects.filter(concern__link=concern.link, concern__person=concern.person).select_related("person")


def letter_box(person: Person, pk: uuid.UUID) -> Concern:
    """A concern about this person's own words in which a guide has written to them."""
    return get_object_or_404(Concern.objects.filter(person=person, letters__is_from_guide=True).distinct(), pk=pk)


def letter_boxes(person: Person) -> QuerySet[Concern]:
    return Concern.objects.filter(person=person, letters__is_from_guide=True).distinct().order_by("-raised_at")


def reports_on(person: Person, link: str) -> QuerySet[Report]:
    """What others told about one thing, for those who may see the concern it came with. Never who told it."""
    return Report.objects.filter(link=link, concern__in=concerns_for(person)).select_related("concern")


def report_for(person: Person, pk: uuid.UUID) -> Report:
    return get_object_or_404(Report.objects.filter(concern__in=concerns_for(person)).select_related("concern"), pk=pk)


def reports_like(person: Person, report: Report) -> QuerySet[Report]:
    """What the same person told about the same writer, for those on duty who are neither of the two."""
    seen = Report.objects.filter(concern__in=concerns_for(person)).exclude(reporter=person)
    return seen.filter(reporter=report.reporter, about=report.about, reporter__isnull=False)


def open_report(person: Person, link: str, tells: Tells) -> Report | None:
    """What they told about this, where nobody has answered yet."""
    return Report.objects.waiting().filter(reporter=person, link=link, tells=tells).first()


def my_reports(person: Person) -> QuerySet[Report]:
    return Report.objects.filter(reporter=person)


def letter_to(person: Person, pk: uuid.UUID, letter: int) -> Letter:
    """A letter from a guide to this person."""
    found = Letter.objects.filter(concern__person=person, is_from_guide=True).select_related("person")
    return get_object_or_404(found, concern=pk, pk=letter)
