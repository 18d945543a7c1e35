"""Who is at their desk, how much heavy they had today, and who reads the notes and the log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role
from holdspace.safeguarding import coverage
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Case, Desk, Entry, SupervisionNote, What
from holdspace.safeguarding.policy import all_cases_for, is_on_duty, is_reading, people_on_duty
from holdspace.safeguarding.rota import has_rota, on_shift

DAY = timedelta(days=1)
REVEALS = (
    *(What.REVEAL_ASKED, What.REVEAL_REFUSED, What.REVEAL_APPROVED, What.REVEAL_DECLINED),
    What.AUTHOR_REVEALED,
)


def desk_of(person: Person) -> Desk:
    return Desk.objects.filter(person=person).first() or Desk(person=person)


def heavy_lately(people: Iterable[Person]) -> dict[UUID, int]:
    """How many cases of worry or more each of them opened in the last 24 hours, from the log. Two queries for all."""
    ids = [person.pk for person in people]
    read = Entry.objects.filter(what=What.CASE_READ, by__in=ids, at__gte=timezone.now() - DAY)
    opened = {(by, about) for by, about in read.order_by().values_list("by", "about").distinct() if by}
    known = {known for _by, about in opened if (known := _case_id(about))}
    heavy = set(Case.objects.filter(pk__in=known, level__gte=Level.WORRY).values_list("pk", flat=True))
    found: dict[UUID, int] = defaultdict(int)
    for by, about in opened:
        found[by] += _case_id(about) in heavy
    return found


def has_had_enough(person: Person) -> bool:
    return heavy_lately([person])[person.pk] >= settings.HEAVY_A_DAY


def goes_elsewhere(person: Person, case: Case) -> bool:
    """A heavy case that this person has not begun, past their limit: somebody else's, unless they say why not or nobody
    else is there."""
    if case.level < Level.WORRY or case.taken_by_id == person.pk or not has_had_enough(person):
        return False
    if not free(people_on_duty().exclude(pk=person.pk), Level.WORRY):
        return False
    begun = Entry.objects.filter(by=person.pk, about=case.address, at__gte=timezone.now() - DAY)
    return not begun.filter(what__in=[What.CASE_READ, What.HEAVY_OPENED]).exists()


def at_hand(people: Iterable[Person], level: Level) -> list[Person]:
    """Who of them can be called now. If that leaves nobody, all of them."""
    here = list(people)
    return free(here, level) or here


def free(people: Iterable[Person], level: Level) -> list[Person]:
    """Who of them is not away, and not past their limit."""
    here = list(people)
    away = {desk.person_id for desk in Desk.objects.filter(person__in=here) if desk.is_away}
    heavy = heavy_lately(here) if level >= Level.WORRY else {}
    return [one for one in here if one.pk not in away and heavy.get(one.pk, 0) < settings.HEAVY_A_DAY]


def is_there(person: Person, case: Case) -> bool:
    """Can what is new in a case be left to this person? In their hours, at their desk, or looking at it this minute."""
    on_turn = coverage.is_covered(timezone.now()) and not off_shift([person]) and not desk_of(person).is_away
    return is_on_duty(person) and (on_turn or is_reading(person, case))


def off_shift(people: Iterable[Person]) -> set[Person]:
    """Who of them has no turn now; nobody, where there is no rota."""
    now = timezone.now()
    return set(people) - set(on_shift(now)) if has_rota(now) else set()


def notes_for(person: Person) -> QuerySet[SupervisionNote]:
    """A guide reads their own, a lead all of them."""
    notes = SupervisionNote.objects.select_related("person")
    return notes if has_role(person, RoleKind.LEAD) else notes.filter(person=person)


def entries_for(person: Person) -> QuerySet[Entry]:
    """The log: a lead reads all but what is about cases kept from them, words of their own in such a case, and who
    asked for their own name; a guide what they did themselves."""
    if not is_on_duty(person):
        return Entry.objects.none()
    if not has_role(person, RoleKind.LEAD):
        return Entry.objects.filter(by=person.pk).order_by("-number")
    hidden = Case.objects.exclude(pk__in=all_cases_for(person).values("pk"))
    kept_back = [about for case in hidden for about in (case.address, case.link)]
    return Entry.objects.exclude(about__in=kept_back).exclude(what__in=REVEALS, person=person.pk).order_by("-number")


def _case_id(about: str) -> UUID | None:
    try:
        return UUID(about.removeprefix("/duty/").rstrip("/"))
    except ValueError:
        return None
