"""What people announces about roles and papers: logged and told, in the transaction of the deed itself."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse

from holdspace.notices import actions as notices
from holdspace.notices.models import Kind
from holdspace.people import signals
from holdspace.people.models import Application, NewLock, Paper, Person, RoleKind
from holdspace.people.policy import holders_of, people_with_role
from holdspace.safeguarding.cases import hand_all_back
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What
from holdspace.safeguarding.policy import people_on_duty


@receiver(signals.role_given)
def note_role_given(*, person: Person, kind: str, by: Person | None, **_: Any) -> None:
    if by:
        _tell_own_news(person)
    record(what=What.ROLE_GIVEN, by=by, about=kind, person=person)


@receiver(signals.role_ended)
def note_role_ended(*, person: Person, kind: str, by: Person | None, why: str, **_: Any) -> None:
    _tell_own_news(person)
    if not people_on_duty().filter(pk=person.pk).exists():
        hand_all_back(person)
    record(what=What.ROLE_ENDED, by=by, about=kind, person=person, why=why)


@receiver(signals.application_sent)
def tell_leads(*, application: Application, **_: Any) -> None:
    for lead in people_with_role(RoleKind.LEAD).exclude(pk=application.person_id):
        _ask_to_check(lead, application)
    record(what=What.PAPERS_SENT, by=application.person, about=_link(application), person=application.person)


@receiver(signals.check_asked)
def tell_second(*, application: Application, by: Person, **_: Any) -> None:
    if application.second:
        _ask_to_check(application.second, application)
    record(what=What.CHECK_TAKEN, by=by, about=_link(application), person=application.person)


@receiver(signals.paper_seen)
def note_paper_seen(*, paper: Paper, by: Person, **_: Any) -> None:
    record(what=What.PAPER_SEEN, by=by, about=_link(paper.application), person=paper.application.person)


@receiver(signals.opinion_given)
def note_opinion(*, application: Application, by: Person, agrees: bool, **_: Any) -> None:
    what = What.PAPERS_AGREED if agrees else What.PAPERS_REFUSED
    record(what=what, by=by, about=_link(application), person=application.person)


@receiver(signals.application_decided)
def tell_applicant(*, application: Application, **_: Any) -> None:
    for checker in (application.first, application.second):
        if checker:
            notices.see_at(checker, _link(application))
    if application.standing != "withdrawn":
        _tell_own_news(application.person)


@receiver(signals.papers_end_soon)
def tell_of_the_end(*, person: Person, **_: Any) -> None:
    _tell_own_news(person)


@receiver(signals.papers_ended)
def note_papers_ended(*, person: Person, **_: Any) -> None:
    _tell_own_news(person)
    record(what=What.PAPERS_ENDED, by=None, person=person)


@receiver(signals.new_lock_asked)
def note_new_lock_asked(*, lock: NewLock, **_: Any) -> None:
    record(what=What.NEW_LOCK_ASKED, by=lock.asked_by, person=lock.person, why=lock.why)


@receiver(signals.new_lock_agreed)
def note_new_lock_agreed(*, lock: NewLock, **_: Any) -> None:
    hand_all_back(lock.person)  # their roles sleep until the new step is set up
    record(what=What.NEW_LOCK_AGREED, by=lock.agreed_by, person=lock.person)


@receiver(signals.second_step_ended)
@transaction.atomic
def note_second_step_ended(*, person: Person, **_: Any) -> None:
    """What a guide looked after waits for others, until a new step is set up."""
    if holders_of(RoleKind.GUIDE, RoleKind.LEAD).filter(pk=person.pk).exists():
        hand_all_back(person)
        record(what=What.SECOND_STEP_ENDED, by=person, person=person)


def _tell_own_news(person: Person) -> None:
    notices.tell(person=person, kind=Kind.STANDING, link=reverse("people:profession"))


def _ask_to_check(person: Person, application: Application) -> None:
    notices.tell(person=person, kind=Kind.PAPERS, link=_link(application))


def _link(application: Application) -> str:
    return reverse("people:application", args=[application.pk])
