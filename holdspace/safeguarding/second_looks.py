"""Whether outside help is advised at danger and emergency: one asks, another one decides, both write down why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.cases import NotYet, locked, move, take_case, who_has_it
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Case, SecondLook, State, What
from holdspace.safeguarding.models.cases import EDGES
from holdspace.safeguarding.policy import colleagues
from holdspace.safeguarding.seen import Seen


@transaction.atomic
def ask_for_second_look(*, case: Case, by: Person, why: str, seen: Seen = None) -> SecondLook:
    """Everybody else on duty is told at once. While one question is open there is no second one."""
    if not take_case(case=case, by=by, seen=seen):
        raise NotYet(who_has_it(locked(case)))
    if case.second_looks.filter(agrees=None).exists():
        raise NotYet(_("Somebody has been asked already. Their answer will stand here."))
    look = SecondLook.objects.create(case=case, asked_by=by, why=why)
    for colleague in colleagues(by, case):
        tell(person=colleague, kind=NoticeKind.DUTY, link=case.address)
    record(what=What.SECOND_LOOK_ASKED, by=by, about=case.address, why=why)
    return look


@transaction.atomic
def answer_second_look(*, case: Case, by: Person, agrees: bool, answer: str) -> None:
    """Only somebody else answers. If they agree, outside help is advised from now on."""
    case = locked(case)
    look = case.second_looks.filter(agrees=None).first()
    if look is None or State.ADVISED not in EDGES[case.state]:
        raise NotYet(_("Nobody asks this any more: somebody has answered, or the case was handed back or closed."))
    if look.asked_by_id == by.pk:
        raise NotYet(_("You asked this yourself, so somebody else has to answer it."))
    look.answered_by, look.answered_at, look.agrees, look.answer = by, timezone.now(), agrees, answer
    look.save(update_fields=["answered_by", "answered_at", "agrees", "answer"])
    if agrees and case.state != State.ADVISED:
        move(case=case, to=State.ADVISED, by=by, why=answer)
    record(what=What.SECOND_LOOK_ANSWERED, by=by, about=case.address, person=look.asked_by, why=answer)
    if look.asked_by:
        tell(person=look.asked_by, kind=NoticeKind.DUTY, link=case.address)
