"""Applying as a guide or a practitioner, and two people who look at the papers and decide.

Nobody decides alone, nobody about themselves. Both names stay; the files go some days after the decision.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.people import signals, vault
from holdspace.people.actions import give_role, take_role, verify
from holdspace.people.evidence import Examined
from holdspace.people.models import Application, Opinion, Paper, Person, Role, Sight, Standing, Verification, today

Deed = Callable[[], None]
REMIND_BEFORE = timedelta(days=30)


class TooLate(Exception):
    """Somebody decided, or took over, a moment ago."""


@transaction.atomic
def apply(*, person: Person, papers: Iterable[Examined], **facts: Any) -> Application:
    application = Application.objects.create(person=person, **facts)
    for one in papers:
        paper = Paper(application=application, kind=one.kind)
        paper.sealed = vault.seal(one.data, of=person, about=paper.pk)
        paper.save()
    signals.application_sent.send(Application, application=application)
    return application


@transaction.atomic
def take_back(*, application: Application) -> None:
    """Before anybody decided. The files go at once."""
    application = _waiting(application)
    _decide(application, Standing.WITHDRAWN)
    _drop(application)


@transaction.atomic
def check(*, application: Application, by: Person, second: Person) -> None:
    """`by` will look at the papers together with `second`. An opinion that was given stays with whoever gave it."""
    application = _waiting(application)
    if application.opinions.exists() and application.first != by:
        raise TooLate
    application.first, application.second = by, second
    application.save(update_fields=["first", "second"])
    signals.check_asked.send(Application, application=application, by=by)


@transaction.atomic
def see(*, paper: Paper, by: Person) -> bytes:
    """The file itself, for one of the two; that it was opened stays."""
    data = vault.unseal(bytes(paper.sealed), of=paper.application.person, about=paper.pk)
    Sight.objects.create(paper=paper, by=by)
    signals.paper_seen.send(Paper, paper=paper, by=by)
    return data


@transaction.atomic
def give_opinion(*, application: Application, by: Person, agrees: bool, note: str, reason: str = "") -> None:
    """The second yes accepts; the first no refuses, with a reason for the applicant."""
    application = _waiting(application)
    if by not in {application.first, application.second} or application.opinions.filter(by=by).exists():
        raise TooLate
    Opinion.objects.create(application=application, by=by, agrees=agrees, note=note)
    signals.opinion_given.send(Application, application=application, by=by, agrees=agrees)
    if not agrees:
        _decide(application, Standing.REFUSED, reason=reason)
    elif application.opinions.filter(by__in=[application.first, application.second]).count() == 2:
        _accept(application)


def look_after(now: datetime) -> None:
    """The clock: reminders, rights past their last day, and files whose time is over."""
    _remind(now)
    _end_run_out()
    _drop_old(now)


def _waiting(application: Application) -> Application:
    """Locked, so that of two who decide at once the second sees what the first did."""
    found = Application.objects.select_for_update().filter(pk=application.pk, standing=Standing.WAITING).first()
    if found is None:
        raise TooLate
    return found


def _decide(application: Application, standing: Standing, *, reason: str = "") -> None:
    application.standing, application.decided_at, application.reason = standing, timezone.now(), reason
    application.save(update_fields=["standing", "decided_at", "reason"])
    signals.application_decided.send(Application, application=application)


def _accept(application: Application) -> None:
    person, first, second = application.person, application.first, application.second
    if first is None or second is None:
        raise TooLate
    title, profession = application.title, application.profession
    verified = verify(person=person, title=title, profession=profession, by=first, second=second)
    give_role(person=person, kind=application.kind, by=first, until=verified.valid_until)
    Role.objects.filter(person=person, until__isnull=False).update(until=verified.valid_until)
    _decide(application, Standing.ACCEPTED)


def _remind(now: datetime) -> None:
    soon = Verification.objects.filter(reminded_at=None, valid_until__lte=today() + REMIND_BEFORE)
    for one in soon.filter(valid_until__gte=today()):
        with transaction.atomic():
            Verification.objects.filter(pk=one.pk).update(reminded_at=now)
            signals.papers_end_soon.send(Verification, person=one.person)


@transaction.atomic
def _end_run_out() -> None:
    """Policies stopped counting on them at midnight; here the rows follow, unless papers were agreed to meanwhile."""
    for role in Role.objects.run_out():
        take_role(person=role.person, kind=role.kind, why=_("The papers were not looked at again in time."))
    for one in Verification.objects.filter(valid_until__lt=today()):
        one.delete()
        signals.papers_ended.send(Verification, person=one.person)


def _drop_old(now: datetime) -> None:
    before = now - timedelta(days=settings.PAPERS_KEPT_DAYS)
    for application in Application.objects.filter(decided_at__lt=before, papers__gone_at=None).distinct():
        _drop(application)


def _drop(application: Application) -> None:
    Paper.objects.filter(application=application, gone_at=None).update(sealed=b"", gone_at=timezone.now())
