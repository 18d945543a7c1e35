"""What the roles of this room may, a sentence each; /roles/ asks the same functions as the doors do."""

from django.utils.translation import gettext_lazy as _

from holdspace.people.capabilities import Capability
from holdspace.safeguarding.policy import is_on_duty
from holdspace.safeguarding.policy_rota import edits_rota

CAPABILITIES = (
    Capability(
        "look after concerns",
        _("What the program or a person found worrying, why, and what was done about it."),
        is_on_duty,
    ),
    Capability(
        "write to writers", _("Writes to the person behind a concern, who sees the name and can answer."), is_on_duty
    ),
    Capability(
        "look up", _("In danger, two of them look up who wrote something, for a day. The writer is told."), is_on_duty
    ),
    Capability("read step answers", _("What people wrote in a hard minute, if they let a guide read it."), is_on_duty),
    Capability("plan duty", _("Plans who is on duty, and when."), edits_rota),
)
