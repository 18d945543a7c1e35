"""How long a reading is kept: as long as a case that came of it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holdspace.kit.keeping import Keep
from holdspace.listening.models import Reading


def old_readings(before: datetime) -> QuerySet[Reading]:
    return Reading.objects.filter(read_at__lt=before)


readings = Keep(
    name="readings",
    label=_("What the program noticed in a text"),
    days=730,
    counts_from=_("after it was read"),
    because=_("so that its writer can see and question it, and as long as a case that came of it"),
    older_than=old_readings,
)
