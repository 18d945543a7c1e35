"""Keeping a text from others, with a reason its writer can read, and the way back.

Rooms above know the texts: each registers a `Keeper`, which works inside the transaction that decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.actions import no_longer_waits, raise_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Appeal, Concern, Kind, Measure, Ruling, What
from holdspace.safeguarding.policy_moderation import deciders_of
from holdspace.safeguarding.reports import About, say_told_to_hurt

WHAT = {Measure.HOLD: What.TEXT_HELD, Measure.REMOVE: What.TEXT_REMOVED}


class RuledAlreadyError(Exception):
    """Another guide was a moment faster; their decision stands."""


class AppealedAlreadyError(Exception):
    """There is one appeal for each decision."""


class DecidedAlreadyError(Exception):
    """Another guide has decided a moment ago."""


@dataclass(frozen=True)
class Keeper:
    """How a room keeps its words from others, lets them through again, lets go of them (False: not yet), and where
    their writer changes them (empty: nowhere any more). Each is asked with a link.
    """

    knows: Callable[[str], bool]
    keep_back: Callable[[str, str], None]
    let_through: Callable[[str], None]
    forget: Callable[[str], bool]
    way_to_change: Callable[[str], str]


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    _keepers.append(keeper)


def keeper_of(link: str) -> Keeper:
    """The room that keeps it; for what has gone with whoever wrote it, one that has nothing left to do."""
    return next((keeper for keeper in _keepers if keeper.knows(link)), GONE)


def _nothing_there(link: str, why: str) -> None:
    raise ValueError(f"nothing is told at {link}")


GONE = Keeper(
    knows=lambda link: True,
    keep_back=_nothing_there,
    let_through=lambda link: None,
    forget=lambda link: True,
    way_to_change=lambda link: "",
)


# --- deciding -----------------------------------------------------------------------------------------------------


@transaction.atomic
def rule(*, by: Person, about: About, measure: Measure, **reasons: str) -> Ruling:
    """Others do not see it from now on; its writer reads by which agreement, why, and what can be done.

    `reasons` are `place`, `agreement`, `agreement_text`, `sentence` and `change`.
    """
    facts = {"thing": about.thing, "writer": about.person, "by": by, "measure": measure.value, **reasons}
    ruling, is_new = Ruling.objects.in_force().get_or_create(link=about.link, lifted_at=None, defaults=facts)
    if not is_new:
        raise RuledAlreadyError
    keeper_of(about.link).keep_back(about.link, ruling.sentence)
    _tell_writer(ruling)
    record(what=WHAT[measure], by=by, about=about.link, person=about.person, why=ruling.sentence)
    return ruling


def _tell_writer(ruling: Ruling) -> None:
    if ruling.writer:
        tell(person=ruling.writer, kind=NoticeKind.DECIDED, link=ruling.address)


@transaction.atomic
def lift(*, ruling: Ruling, by: Person, why: str = "") -> None:
    """Others may read it again. An appeal that waited has got what it asked for."""
    ruling.lifted_at = timezone.now()
    ruling.save(update_fields=["lifted_at"])
    keeper_of(ruling.link).let_through(ruling.link)
    waiting = Appeal.objects.waiting().filter(ruling=ruling)
    said = why or _("Others may read it again.")
    if waiting.update(decided_at=ruling.lifted_at, is_granted=True, answer=said):
        no_longer_waits(kind=Kind.APPEAL, link=appeal_link(ruling), note=said)
    _tell_writer(ruling)
    record(what=What.TEXT_LET_THROUGH, by=by, about=ruling.link, person=ruling.writer, why=why)


# --- the second look ----------------------------------------------------------------------------------------------


@transaction.atomic
def appeal(*, ruling: Ruling, words: str, was_told_to_hurt: bool = False) -> Appeal:
    """The writer asks once. Everybody on duty but the guide who decided is told, where there is somebody."""
    facts = {"words": words, "ruled_by": ruling.by, "link": appeal_link(ruling)}
    made: Appeal
    made, is_new = Appeal.objects.get_or_create(ruling=ruling, defaults=facts)
    if not is_new:
        raise AppealedAlreadyError
    _raise_appeal(made)
    if was_told_to_hurt:
        say_told_to_hurt(link=made.link)
    return made


def appeal_link(ruling: Ruling) -> str:
    return f"/duty/appeals/{ruling.pk}/"


def _raise_appeal(made: Appeal) -> Concern:
    concern = raise_concern(
        kind=Kind.APPEAL, level=Level.HEAVY, link=made.link, person=made.ruling.writer, reasons=[]
    )
    for guide in deciders_of(made.ruling):
        tell(person=guide, kind=NoticeKind.DUTY, link=made.link)
    return concern


def keep_appeals_waiting() -> None:
    """A note closes no appeal: one that nobody has decided stands on the board again."""
    open_ones = Concern.objects.open().filter(kind=Kind.APPEAL).values("link")
    for made in Appeal.objects.waiting().exclude(link__in=open_ones).select_related("ruling__writer"):
        _raise_appeal(made)


@transaction.atomic
def decide(*, appeal: Appeal, by: Person, is_granted: bool, answer: str) -> None:
    """Another guide than the one who ruled decides, for good, and says why."""
    if not deciders_of(appeal.ruling).filter(pk=by.pk).exists():
        raise ValueError(f"{by.pk} may not decide appeal {appeal.pk}")
    facts = {"decided_by": by, "decided_at": timezone.now(), "is_granted": is_granted, "answer": answer}
    if not Appeal.objects.waiting().filter(pk=appeal.pk).update(**facts):
        raise DecidedAlreadyError
    no_longer_waits(kind=Kind.APPEAL, link=appeal.link, note=answer)
    record(what=What.APPEAL_DECIDED, by=by, about=appeal.ruling.link, person=appeal.ruling.writer, why=answer)
    if is_granted:
        lift(ruling=appeal.ruling, by=by, why=answer)
    else:
        _tell_writer(appeal.ruling)


# --- letting go ---------------------------------------------------------------------------------------------------


def forget_removed(now: datetime) -> None:
    """Removed texts that were kept long enough are let go of, unless somebody still has to look at them."""
    long_ago = now - timedelta(days=settings.KEEP_REMOVED_DAYS)
    due = Ruling.objects.in_force().filter(measure=Measure.REMOVE, made_at__lte=long_ago, forgotten_at=None)
    for ruling in due.exclude(pk__in=Appeal.objects.waiting().values("ruling")):
        _forget(ruling, now)


@transaction.atomic
def _forget(ruling: Ruling, now: datetime) -> None:
    if keeper_of(ruling.link).forget(ruling.link):
        ruling.forgotten_at = now
        ruling.save(update_fields=["forgotten_at"])
        record(what=What.TEXT_FORGOTTEN, by=None, about=ruling.link)
