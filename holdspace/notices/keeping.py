"""How long a notice is kept once it was seen."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holdspace.kit.keeping import Keep
from holdspace.notices.models import Notice


def old_notices(before: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(seen_at__lt=before)


notices = Keep(
    name="notices",
    label=_("Notices that something waits"),
    days=365,
    counts_from=_("after they were seen"),
    because=_("so that one can find the way back"),
    older_than=old_notices,
)
