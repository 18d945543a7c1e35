"""The sealed reveal: asked by one, answered by another, seen by those two for a while, told to the author, logged."""

from django.db import transaction
from django.utils import timezone

from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.faces import name_behind
from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Danger, Reveal, What
from holdspace.safeguarding.policy_reveals import answerers_of
from holdspace.safeguarding.reports import About


class AnsweredAlreadyError(Exception):
    """Somebody else has answered a moment ago."""


@transaction.atomic
def ask(*, by: Person, about: About, place: str, danger: Danger, reason: str) -> Reveal:
    """Ask colleagues to agree. About one text one question is open at a time; a second press finds it."""
    facts = {"author": about.person, "asked_by": by, "thing": about.thing, "place": place}
    facts |= {"danger": danger.value, "reason": reason}
    asked: Reveal
    asked, is_new = Reveal.objects.get_or_create(link=about.link, answered_at=None, defaults=facts)
    if is_new:
        for colleague in answerers_of(asked):
            tell(person=colleague, kind=NoticeKind.DUTY, link=asked.address)
        record(what=What.REVEAL_ASKED, by=by, about=about.link, person=about.person, why=reason)
    return asked


def refuse(*, by: Person, about: str, why: str) -> None:
    """Somebody tried without a reason, or alone: nothing is shown, and the log keeps that they tried."""
    record(what=What.REVEAL_REFUSED, by=by, about=about, why=why)


@transaction.atomic
def answer(
    *, reveal: Reveal, by: Person, is_approved: bool, answer: str, delay_hours: int = 0, delay_reason: str = ""
) -> None:
    """A second person says yes or no, for good. After a yes the author is told, at once or after the stated delay."""
    if not answerers_of(reveal).filter(pk=by.pk).exists():
        raise ValueError(f"{by.pk} may not answer reveal {reveal.pk}")
    facts = {"answered_by": by, "answered_at": timezone.now(), "is_approved": is_approved, "answer": answer}
    if is_approved:
        facts |= {"delay_hours": delay_hours, "delay_reason": delay_reason if delay_hours else ""}
    if not Reveal.objects.waiting().filter(pk=reveal.pk).update(**facts):
        raise AnsweredAlreadyError
    reveal.refresh_from_db()
    _tell_both(reveal)
    what = What.REVEAL_APPROVED if is_approved else What.REVEAL_DECLINED
    why = f"{answer} [{delay_hours} h: {delay_reason}]" if reveal.delay_hours else answer
    record(what=what, by=by, about=reveal.link, person=reveal.author, why=why)


def _tell_both(reveal: Reveal) -> None:
    if reveal.asked_by:
        tell(person=reveal.asked_by, kind=NoticeKind.DUTY, link=reveal.address)
    if reveal.author and reveal.tells_at:
        tell(person=reveal.author, kind=NoticeKind.REVEALED, link=f"/me/reveals/{reveal.pk}/", at=reveal.tells_at)


@transaction.atomic
def look(*, reveal: Reveal, by: Person) -> str:
    """The account name, for the two alone and while it is open; every look is a row in the log. Empty otherwise."""
    if by not in {reveal.asked_by, reveal.answered_by} or not reveal.is_open or reveal.author is None:
        return ""
    record(what=What.AUTHOR_REVEALED, by=by, about=reveal.link, person=reveal.author, why=reveal.reason)
    return name_behind(reveal.author)
