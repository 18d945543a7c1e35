"""What the roles of this room may, a sentence each; /roles/ asks the same functions as the doors do."""

from django.utils.translation import gettext_lazy as _

from holdspace.people.capabilities import Capability
from holdspace.people.policy_papers import may_be_second, may_lead

CAPABILITIES = (
    Capability("give roles", _("Gives and ends the roles of others, by name and with a reason."), may_lead),
    Capability(
        "check papers", _("Sees who applied as a professional, and decides together with somebody else."), may_lead
    ),
    Capability("second papers", _("Opens papers where a lead asked them to check with them."), may_be_second),
    Capability("new second step", _("Agrees when a colleague has lost their second step."), may_be_second),
)
