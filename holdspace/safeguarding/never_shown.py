"""What no circle shows, whatever its own agreements say. Public: it stands on the page about moderation.

After what safe-messaging guidance asks of every such place (#chatsafe 2.0, 2023; WHO, 2023), in our own words.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class HouseAgreement:
    name: str | Promise
    text: str | Promise


NEVER_SHOWN = (
    HouseAgreement(
        _("Nothing here shows a way to die or to get hurt"),
        _("No methods, amounts or places, no pacts or dares, no last letters, and nothing that encourages it."),
    ),
    HouseAgreement(
        _("Nobody is attacked or exposed"),
        _("No threats, no contempt for what somebody is, and nothing by which a third person can be found."),
    ),
    HouseAgreement(
        _("No numbers to measure a body against"),
        _("No weights, calories or tips for eating less: others measure themselves by them."),
    ),
    HouseAgreement(
        _("No false alarms"),
        _("No made-up dangers and no chain letters: somebody here will believe them."),
    ),
)
