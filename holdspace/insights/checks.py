"""Is this place safe to open? Each finding says what is wrong and what to do; those that stop must be mended first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdspace.circles.policy import has_demo
from holdspace.insights.policy import latest
from holdspace.insights.summary import staff
from holdspace.insights.supply import supply_now
from holdspace.insights.youth import missing_for_youth
from holdspace.kit.place import here
from holdspace.library.policy import book
from holdspace.safeguarding import rota
from holdspace.safeguarding.log import faults
from holdspace.safeguarding.policy import leads, people_on_duty

BACKUP_IS_OLD = timedelta(days=2)
LEAST_KEY = 50
TO_FILES = "django.core.mail.backends.filebased.EmailBackend"


@dataclass(frozen=True)
class Finding:
    """`stops`: the place is not safe for people before this is mended."""

    slug: str
    says: str | Promise
    do: str | Promise
    stops: bool = True


def findings() -> list[Finding]:
    """What stops comes first."""
    found = [finding for check in CHECKS for finding in check()]
    return sorted(found, key=lambda finding: not finding.stops)


def is_safe() -> bool:
    return not any(finding.stops for finding in findings())


# --- people -------------------------------------------------------------------------------------------------------


def somebody_on_duty() -> Iterator[Finding]:
    if people_on_duty().exists():
        return
    read = _("A program marks stories that may mean danger, and nobody looks at what it marks.")
    alone = _("The engine is off and nobody is on duty: a story that means danger is seen by no one.")
    do = _("Give somebody the role of guide or lead. In production no story can be shared before.")
    yield Finding("nobody-on-duty", read if settings.ENGINE_ON else alone, do)


def somebody_leads() -> Iterator[Finding]:
    if not leads().exists():
        says = _("Nobody leads: there is no second person for outside help, and nobody to page in an emergency.")
        yield Finding("no-lead", says, _("Give somebody answerable the role of lead."))


def second_steps() -> Iterator[Finding]:
    if any(not one.has_second_step for one in staff()):
        says = _("Somebody on duty enters with a passphrase alone.")
        do = _("Ask them to add a passkey or an authenticator app in their settings. The page on duty says who.")
        yield Finding("no-second-step", says, do, stops=settings.PRODUCTION)


def young_people() -> Iterator[Finding]:
    missing = missing_for_youth()
    if latest().youngest < 18 and missing:
        says = _("Younger people are let in, and what keeps them safe is missing.")
        yield Finding("young-people", says, " ".join(str(line) for line in missing))


def hours_that_are_kept() -> Iterator[Finding]:
    if not rota.has_rota(timezone.now()):
        says = _("Members are told hours of duty, and no rota says who is there in them.")
        yield Finding("no-rota", says, _("Ask the lead to fill the rota, under Duty."), stops=False)


def promise_of_answers() -> Iterator[Finding]:
    supply = supply_now(timezone.now())
    if supply.why_silent:
        says = _("Writers are told no time within which somebody answers. That is honest: the supply is too thin.")
        yield Finding("promise-off", says, " ".join(str(line) for line in supply.why_silent), stops=False)


# --- words about the place ----------------------------------------------------------------------------------------


def addresses() -> Iterator[Finding]:
    place = here()
    if not place.contact:
        yield Finding("no-contact", _("Nobody knows where to write to you."), _("Give a contact: Set up, Contact."))
    if not place.privacy_contact:
        says = _("Nobody is named whom people can ask about their data.")
        yield Finding("no-privacy-contact", says, _("Give a contact for data: Set up, Contact."))


def country() -> Iterator[Finding]:
    if not here().country:
        says = _("Help now shows finders for the whole world first, not lines that work where people are.")
        yield Finding("no-country", says, _("Say which country this place is for."), stops=False)


def crisis_lines() -> Iterator[Finding]:
    stale = [line.id for line in book().lines if line.is_stale]
    if stale:
        told = gettext("Crisis lines were last checked more than 180 days ago: %(lines)s.")
        says = told % {"lines": ", ".join(stale)}
        yield Finding("old-lines", says, _("Bring in a newer version, or check them and change their dates."))


def log_of_duty() -> Iterator[Finding]:
    if any(faults()):
        says = _("The log of duty is not as it was written.")
        yield Finding("log-broken", says, _("Run manage.py verify_log, keep what it says, and treat it as a breach."))


# --- the server, in production ------------------------------------------------------------------------------------


def production() -> Iterator[Finding]:
    if not settings.PRODUCTION:
        says = _("This is a trial: HOLDSPACE_PRODUCTION is not set, so secrets and HTTPS are not asked for.")
        yield Finding("trial", says, _("Set it before people come."), stops=False)
        return
    for check in IN_PRODUCTION:
        yield from check()


def demo_people() -> Iterator[Finding]:
    if has_demo():
        says = _("The people of the demo are here, and everybody can read their passphrases.")
        yield Finding("demo", says, _("Begin with an empty data folder."))


def https() -> Iterator[Finding]:
    if not getattr(settings, "SECURE_SSL_REDIRECT", False):
        says = _("Visitors who come over http are not sent on to https.")
        yield Finding("no-https", says, _("Leave HOLDSPACE_SSL_REDIRECT on, unless the proxy does it."))
    if settings.DEBUG:
        yield Finding("debug", _("Error pages show the inside of the house."), _("Switch DEBUG off."))


def secret() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < LEAST_KEY:
        says = _("The secret key is short enough to be guessed.")
        yield Finding("short-key", says, _("Make one of fifty random characters or more; the hosting page says how."))


def mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND == TO_FILES or settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        says = _("Mail is written into files, or comes from nobody: those on duty are not reached by it.")
        yield Finding("no-mail", says, _("Set HOLDSPACE_EMAIL_BACKEND and HOLDSPACE_MAIL_FROM."))


def backup() -> Iterator[Finding]:
    stamp = Path(settings.BACKUP_STAMP) if settings.BACKUP_STAMP else None
    if stamp is None or not stamp.exists():
        says = _("Nothing shows that a copy of the data is taken.")
        yield Finding("no-backup", says, _("Set HOLDSPACE_BACKUP_STAMP to a file that your backup touches when done."))
    elif timezone.now() - datetime.fromtimestamp(stamp.stat().st_mtime, UTC) > BACKUP_IS_OLD:
        yield Finding("old-backup", _("The last copy of the data is older than two days."), _("Look why it stopped."))


Check = Callable[[], Iterator[Finding]]
IN_PRODUCTION: tuple[Check, ...] = (demo_people, https, secret, mail, backup)
CHECKS: tuple[Check, ...] = (
    somebody_on_duty,
    somebody_leads,
    second_steps,
    young_people,
    addresses,
    crisis_lines,
    log_of_duty,
    production,
    hours_that_are_kept,
    promise_of_answers,
    country,
)
