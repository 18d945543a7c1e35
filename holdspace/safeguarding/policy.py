"""Who is on duty, and what they see."""

import hashlib
import uuid
from datetime import date, timedelta

from django.db.models import DateField, Exists, Max, OuterRef, Q, QuerySet, UUIDField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from holdspace.kit.prepared import Given, Prepared
from holdspace.people.models import Person, RoleKind, today
from holdspace.people.policy import has_role, people_with_role
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import (
    Aftercare,
    Appeal,
    Case,
    CaseStep,
    Concern,
    HandOver,
    Kind,
    Letter,
    Presence,
    Report,
    SecondLook,
    Step,
    Tells,
)
from holdspace.safeguarding.open_cases import open_cases, with_concerns

PRESENT_FOR = timedelta(minutes=1)
READER, DAY = Given("person", UUIDField()), Given("day", DateField())


def is_on_duty(person: Person) -> bool:
    """Guides and the lead look after concerns."""
    return has_role(person, RoleKind.GUIDE) or has_role(person, RoleKind.LEAD)


def people_on_duty(day: date | Given | None = None) -> QuerySet[Person]:
    return people_with_role(RoleKind.GUIDE, RoleKind.LEAD, day=day)


_by_name = Prepared(lambda: people_on_duty(DAY).order_by("name"))


def everybody_on_duty() -> list[Person]:
    """The same by name, for what asks with every concern."""
    return _by_name(day=today())


def people_by_id(ids: set[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Those of them who are still here. For ids that the caller has from a log this person may read."""
    return Person.objects.in_bulk(ids)


def leads() -> QuerySet[Person]:
    return people_with_role(RoleKind.LEAD)


def concerns_for(person: Person) -> QuerySet[Concern]:
    """Everything open except what is about themselves, and reports of colleagues, which the leads look at."""
    if not is_on_duty(person):
        return Concern.objects.none()
    for_leads = _is_for_leads(is_lead=has_role(person, RoleKind.LEAD))
    known = Concern.objects.exclude(person=person).exclude(for_leads).exclude(_is_for_another(person))
    return known.select_related("taken_by")


def _is_for_another(person: Person | Given) -> Q:
    """Appeals against what they decided themselves."""
    return Q(kind=Kind.APPEAL, link__in=Appeal.objects.filter(ruled_by=person).values("link"))


def _is_for_leads(*, is_lead: bool, day: Given | None = None) -> Q:
    """Reports of those on duty, for whoever does not lead; of the only lead, or where nobody leads, guides look."""
    if is_lead:
        return Q(pk__in=[])
    leads = people_with_role(RoleKind.LEAD, day=day)
    watched = people_on_duty(day).filter(Exists(leads.exclude(pk=OuterRef("pk"))))
    return Q(kind=Kind.REPORT, person__in=watched.values("pk"))


def who_may_look_at(concern: Concern) -> list[Person]:
    """Everybody on duty whom it is not about. Reports and appeals are kept from more people, so each is asked about."""
    others = [one for one in everybody_on_duty() if one.pk != concern.person_id]
    if concern.kind not in {Kind.REPORT, Kind.APPEAL}:
        return others
    return [one for one in others if concerns_for(one).filter(pk=concern.pk).exists()]


def concern_for(person: Person, pk: uuid.UUID) -> Concern:
    return get_object_or_404(concerns_for(person), pk=pk)


def all_cases_for(person: Person) -> QuerySet[Case]:
    """Every case, open and closed, except those kept from this person."""
    is_lead = has_role(person, RoleKind.LEAD)
    return Case.objects.exclude(_is_kept_from(person, is_lead=is_lead)) if is_on_duty(person) else Case.objects.none()


def _is_kept_from(person: Person | Given, *, is_lead: bool, day: Given | None = None) -> Q:
    """Cases in which anything is about somebody on duty themselves, or about what they decided."""
    for_leads = _is_for_leads(is_lead=is_lead, day=day)
    concerns = Concern.objects.filter(Q(person=person) | for_leads | _is_for_another(person))
    return Q(pk__in=concerns.values("case")) | Q(person=person)


def _kept_from(person: Person) -> set[uuid.UUID]:
    """The few cases that somebody on duty does not see, asked at once, because each renewal of each board asks."""
    kept = _kept_from_leads if has_role(person, RoleKind.LEAD) else _kept_from_guides
    return {case.pk for case in kept(person=person.pk, day=today())}


_kept_from_leads = Prepared(lambda: Case.objects.filter(_is_kept_from(READER, is_lead=True)).only("pk"))
_kept_from_guides = Prepared(lambda: Case.objects.filter(_is_kept_from(READER, is_lead=False, day=DAY)).only("pk"))


def cases_for(person: Person) -> list[Case]:
    """What waits, a case for each thing, the most urgent first."""
    if not is_on_duty(person):
        return []
    known = open_cases.look()  # before it is asked which of them are kept away: none slips in between
    hidden = _kept_from(person)
    return sorted((case for case in known if case.pk not in hidden), key=lambda case: case.urgency)


def case_for(person: Person, pk: uuid.UUID) -> Case:
    """A case by its own id or by that of any of its concerns."""
    known = Q(pk=pk) | Q(pk__in=Concern.objects.filter(pk=pk).values("case"))
    return get_object_or_404(with_concerns(all_cases_for(person)), known)


def closed_before(person: Person, case: Case) -> QuerySet[Concern]:
    """What others did about the same thing earlier, the newest first."""
    closed = concerns_for(person).filter(link=case.link, closed_at__isnull=False).exclude(case=case)
    return closed.select_related("closed_by").order_by("-closed_at")


def steps_of(case: Case) -> QuerySet[CaseStep]:
    """How it came this far. The caller has asked whether this person may see the case."""
    return case.steps.select_related("by")


def letter_goes_to(case: Case) -> Concern | None:
    """The concern under which the person behind a case is written to; none when nobody known is behind it."""
    return next((one for one in case.concerns if one.person_id), None)


def colleagues(person: Person, case: Case) -> QuerySet[Person]:
    """Others on duty who may look at this case."""
    themselves = Q(pk=person.pk) | Q(pk__in=Concern.objects.filter(case=case, person__isnull=False).values("person"))
    if case.person:
        themselves |= Q(pk=case.person.pk)
    return people_on_duty().exclude(themselves).order_by("name")


def others_on_duty(person: Person) -> QuerySet[Person]:
    """Everybody but themselves, whatever is kept from them: a name that is missing would tell whose words these are."""
    return people_on_duty().exclude(pk=person.pk).order_by("name")


def who_is_asked(case: Case, by: Person, to: Person) -> list[Person]:
    """Whoever was chosen to take a case. If it is kept from them, the leads who may look, or anybody who may."""
    may = [one for one in others_on_duty(by) if all_cases_for(one).filter(pk=case.pk).exists()]
    return [to] if to in may else [one for one in may if has_role(one, RoleKind.LEAD)] or may


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


def is_worried_about(concern: Concern) -> bool:
    """Whether words or letters of this person, about the same thing, still wait before those on duty as a danger."""
    known = Concern.objects.open().filter(link=concern.link, person=concern.person)
    return known.filter(level__gte=Level.WORRY).exists()


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
    """What the same person told about the same voice, for those on duty who are neither of the two.

    Not about the same writer: side by side, what is anonymous would stand beside a name.
    """
    seen = Report.objects.filter(concern__in=concerns_for(person)).exclude(reporter=person)
    same = Q(voice=report.voice) if report.voice else Q(link=report.link)
    return seen.filter(same, reporter=report.reporter, about=report.about, reporter__isnull=False)


def open_report(person: Person, link: str, tells: Tells) -> Report | None:
    """What they told about this, where nobody has answered yet."""
    return Report.objects.waiting().filter(reporter=person, link=link, tells=tells).first()


def my_reports(person: Person) -> QuerySet[Report]:
    return Report.objects.filter(reporter=person)


def letter_to(person: Person, pk: uuid.UUID, number: int) -> Letter:
    """A letter from a guide to this person, by its number among theirs: any other would tell how many the place has."""
    concern = get_object_or_404(Concern, pk=pk, person=person)
    found = dict(enumerate(letters_about(concern), start=1)).get(number)
    if found is None or not found.is_from_guide:
        raise Http404
    return found


def reading_now(case: Case, apart_from: Person) -> QuerySet[Presence]:
    """Who else has the case on their screen. The caller has asked whether this person may see it."""
    return _present(case).exclude(person=apart_from).select_related("person").order_by("person__name")


def is_reading(person: Person, case: Case) -> bool:
    return _present(case).filter(person=person).exists()


def _present(case: Case) -> QuerySet[Presence]:
    return Presence.objects.filter(case=case, at__gte=timezone.now() - PRESENT_FOR)


def second_looks_of(case: Case) -> QuerySet[SecondLook]:
    return case.second_looks.select_related("asked_by", "answered_by")


def open_look(case: Case) -> SecondLook | None:
    return second_looks_of(case).filter(agrees=None).first()


def open_hand_over(case: Case) -> HandOver | None:
    return case.hand_overs.open().select_related("by", "to").first()


def hand_overs_to(person: Person) -> QuerySet[HandOver]:
    """Cases that a colleague asks this person to take."""
    asked = HandOver.objects.open().filter(to=person).exclude(case__in=_kept_from(person))
    return asked.select_related("by", "case") if is_on_duty(person) else HandOver.objects.none()


def aftercare_for(person: Person) -> QuerySet[Aftercare]:
    """What still follows from closed cases: looking in on people, and one's own debrief note, never another's."""
    mine = Q(helper=None) | Q(helper=person)
    due = Aftercare.objects.filter(mine, done_at=None).exclude(case__in=_kept_from(person))
    return due.select_related("case") if is_on_duty(person) else Aftercare.objects.none()


def aftercare_of(case: Case, person: Person) -> QuerySet[Aftercare]:
    """All of one case, done or not. A debrief note is for whoever wrote it, and for the lead."""
    mine = Q(helper=None) | Q(helper=person)
    found = case.aftercare.select_related("done_by", "helper")
    return found if has_role(person, RoleKind.LEAD) else found.filter(mine)


def board_mark() -> str:
    """Changes with everything that a board shows, and with the minute; costs six small queries."""
    last = [
        CaseStep.objects.aggregate(last=Max("pk"))["last"],
        Letter.objects.aggregate(last=Max("pk"))["last"],
        HandOver.objects.aggregate(last=Max("pk"), answered=Max("answered_at")),
        SecondLook.objects.aggregate(last=Max("pk"), answered=Max("answered_at")),
        Concern.objects.aggregate(last=Max("raised_at"), taken=Max("taken_at"), closed=Max("closed_at")),
        Aftercare.objects.aggregate(last=Max("pk"), done=Max("done_at")),
        timezone.now().replace(second=0, microsecond=0),
    ]
    return hashlib.sha256(repr(last).encode()).hexdigest()[:20]
