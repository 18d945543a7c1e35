"""How long cases and letters are kept once a case is closed. Open ones stay; the log of duty stays."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holdspace.kit.keeping import Keep
from holdspace.safeguarding.models import Case, Letter


def old_cases(before: datetime) -> QuerySet[Case]:
    return Case.objects.filter(closed_at__lt=before)


def old_letters(before: datetime) -> QuerySet[Letter]:
    """Of closed cases only: nobody loses the thread of a talk that still goes on."""
    return Letter.objects.filter(concern__case__closed_at__lt=before)


cases = Keep(
    name="cases",
    label=_("Cases with their concerns, notes, reports and steps"),
    days=730,
    counts_from=_("after the case was closed"),
    because=_("to understand what happened, and to answer for it"),
    older_than=old_cases,
)
letters = Keep(
    name="letters",
    label=_("Letters between a guide and a member"),
    days=365,
    counts_from=_("after the case was closed"),
    because=_("so that both can read again what was said"),
    older_than=old_letters,
)
