"""What would have to hold before younger people may be let in (defaults of the house: reviewed first, no direct
messages, guides there, ages apart). This version cannot meet all of it, so it lets nobody under 18 in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.safeguarding.policy import people_on_duty

NOT_IN_THIS_VERSION = (
    _("Everything younger people write would have to be looked at before others read it; this version cannot do that."),
    _("Circles for younger people would have to be apart from those for adults; this version cannot do that."),
)
NO_GUIDE = _("Nobody is a guide or a lead here yet.")


def missing_for_youth() -> list[str | Promise]:
    return [*NOT_IN_THIS_VERSION, *([] if people_on_duty().exists() else [NO_GUIDE])]
