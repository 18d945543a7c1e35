"""Telling the guides about somebody else's words, and noticing when that is done to hurt.

Nothing hides a text but a guide: however many people report it, it stays where it is until one has looked.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Concern, Ground, Judged, Kind, Report, Tells, Thing, What
from holdspace.safeguarding.policy import is_on_duty, people_on_duty

SOON = {Ground.PACT, Ground.LIVE}  # a life may depend on the next minutes

PAIR_DAYS = 7
MOST_A_PAIR = 3  # reports of one person's words by the same person in a week, before a guide is told
JUDGED_DAYS = 90
MOST_EMPTY = 2  # worries about the same person in which there was nothing, before the next one waits
STOP_AFTER = 4  # of them, before the door stays shut for a while


class TooOftenError(Exception):
    """Guides have looked again and again because of this person's worry about that one."""


@dataclass(frozen=True)
class About:
    """What somebody points at, and whoever is behind it, of whom nobody is told.

    `voice` is what readers know of them. What they could notice goes by it: by the person, it would give away whose an
    anonymous text is.
    """

    link: str
    thing: Thing
    person: Person | None
    voice: str = ""


@transaction.atomic
def report(*, by: Person, about: About, ground: str, agreement: str = "", line: str = "") -> Report:
    """Put it before the guides. Reports of one thing are one concern; a second by the same person adds to the first."""
    level = Level.DANGER if ground in SOON else Level.WORRY
    return _tell_guides(Tells.REPORT, by, about, level, ground=ground, agreement=agreement, line=line)


@transaction.atomic
def flag_worry(*, by: Person, about: About, line: str = "") -> Report:
    """Tell the guides on duty, and nobody else; nothing is ever sent to whom it is about."""
    if worries_are_stopped(by, about):
        raise TooOftenError
    return _tell_guides(Tells.WORRY, by, about, Level.WORRY, line=line)


KIND = {Tells.REPORT: Kind.REPORT, Tells.WORRY: Kind.WORRY_FLAG}


def _tell_guides(tells: Tells, by: Person, about: About, level: Level, **words: str) -> Report:
    known = Report.objects.filter(reporter=by, link=about.link, tells=tells).waiting().first()
    level = _lowered(level) if level < Level.DANGER and comes_later(by, about.person) else level
    if known:
        return _told_more(known, level, **words)
    concern = raise_concern(kind=KIND[tells], level=level, link=about.link, person=about.person, reasons=[])
    kept: Report = Report.objects.create(
        tells=tells,
        concern=concern,
        link=about.link,
        thing=about.thing,
        reporter=by,
        about=about.person,
        voice=about.voice,
        **words,
    )
    if _is_a_campaign(kept) or _looks_like_a_taunt(kept):
        notice_misuse(kept)
    return kept


def _told_more(known: Report, level: Level, *, ground: str = "", agreement: str = "", line: str = "") -> Report:
    """The same person tells more about the same thing: the line stands below the first, a graver reason in its place,
    and whoever looks after it hears of it. The very same again is one."""
    is_graver = ground in SOON and known.ground not in SOON
    if not is_graver and (not line or line in known.line.splitlines()):
        return known
    if is_graver:
        known.ground, known.agreement = ground, agreement
    known.line = "\n".join(filter(None, [known.line, line]))
    known.save(update_fields=["ground", "agreement", "line"])
    raise_concern(kind=KIND[Tells(known.tells)], level=level, link=known.link, person=known.about, reasons=[])
    case = Concern.objects.select_related("case__taken_by").get(pk=known.concern_id).case
    if case.taken_by:
        tell(person=case.taken_by, kind=NoticeKind.DUTY, link=case.address)
    return known


def _is_a_campaign(report: Report) -> bool:
    """Report after report of one person's words. Somebody who worries often about a friend is no such thing."""
    pair = _of_pair(report.reporter, report.about, PAIR_DAYS)
    return report.tells == Tells.REPORT and pair.filter(tells=Tells.REPORT).count() > MOST_A_PAIR


def _looks_like_a_taunt(report: Report) -> bool:
    """A second worry in a week about people on duty: to mock moderators is what such buttons are misused for most."""
    if report.tells != Tells.WORRY or report.about is None or not is_on_duty(report.about):
        return False
    since = timezone.now() - timedelta(days=PAIR_DAYS)
    worries = Report.objects.filter(reporter=report.reporter, tells=Tells.WORRY, made_at__gte=since)
    return worries.filter(about__in=people_on_duty()).count() > 1


def _lowered(level: Level) -> Level:
    """A step later, never unheard: also somebody who cried wolf may be right the next time. Where a life may depend on
    it, nobody waits for that.
    """
    return Level(max(level - 1, Level.HEAVY))


# --- told to hurt -------------------------------------------------------------------------------------------------


def comes_later(by: Person, about: Person | None) -> bool:
    """Whether what they tell waits behind others: it was told to hurt before, too often, or with nothing in it."""
    since = timezone.now() - timedelta(days=JUDGED_DAYS)
    was_hurtful = Report.objects.filter(reporter=by, judged=Judged.HURTFUL, judged_at__gte=since).exists()
    too_often = _of_pair(by, about, PAIR_DAYS).filter(tells=Tells.REPORT).count() >= MOST_A_PAIR
    return was_hurtful or too_often or _empty_worries(by, about).count() >= MOST_EMPTY


def worries_are_stopped(by: Person, about: About) -> bool:
    """Of one voice: whoever worries learns it, and must not learn whose an anonymous text is."""
    of_one = _empty_worries(by, about.person).filter(voice=about.voice)
    return bool(about.voice) and of_one.count() >= STOP_AFTER


def _empty_worries(by: Person, about: Person | None) -> QuerySet[Report]:
    return _of_pair(by, about, JUDGED_DAYS).filter(tells=Tells.WORRY).exclude(judged="")


def _of_pair(by: Person | None, about: Person | None, days: int) -> QuerySet[Report]:
    """What one person told about the other. A thing without a person behind it, such as a circle, makes no pair."""
    since = timezone.now() - timedelta(days=days)
    return Report.objects.filter(reporter=by, about=about, about__isnull=False, made_at__gte=since)


@transaction.atomic
def judge(*, report: Report, by: Person, as_what: Judged) -> None:
    """A guide found nothing in it, or malice. The next one by the same person waits; of malice all guides are told."""
    report.judged, report.judged_by, report.judged_at = as_what.value, by, timezone.now()
    report.save(update_fields=["judged", "judged_by", "judged_at"])
    if as_what == Judged.HURTFUL:
        notice_misuse(report)
    record(what=What.REPORT_JUDGED, by=by, about=report.link, person=report.reporter, why=str(as_what.label))


def notice_misuse(report: Report) -> Concern | None:
    """Somebody may be telling things to hurt: one concern for each such pair, about whoever tells."""
    if report.reporter is None:
        return None
    first = _of_pair(report.reporter, report.about, JUDGED_DAYS).last() or report
    link = f"/duty/reports/{first.pk}/"
    return raise_concern(kind=Kind.MISUSE, level=Level.HEAVY, link=link, person=report.reporter, reasons=[])


def say_told_to_hurt(*, link: str) -> None:
    """A writer believes that somebody told the guides about them to hurt. Whether anybody did is not said."""
    raise_concern(kind=Kind.MISUSE, level=Level.HEAVY, link=link, person=None, reasons=[])
