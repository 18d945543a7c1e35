"""What the roles of this room may, a sentence each; /roles/ asks the same functions as the doors do."""

from django.utils.translation import gettext_lazy as _

from holdspace.circles.policy import listens
from holdspace.circles.policy_tending import tends_circles
from holdspace.people.capabilities import Capability
from holdspace.safeguarding.policy import is_on_duty

CAPABILITIES = (
    Capability("answer the unheard", _("Is asked to answer stories that wait, also outside their circles."), listens),
    Capability("read all", _("Every story and reply in every circle, so that nobody in danger is missed."), is_on_duty),
    Capability("release", _("Lets others read what was kept back."), is_on_duty),
    Capability(
        "keep back", _("Keeps a text from others, with an agreement and a reason its writer reads."), is_on_duty
    ),
    Capability("open circles", _("Opens circles, and names who guides and who hosts them."), tends_circles),
    Capability(
        "sign off", _("Signs off whoever has learned to listen, and looks over their first answers."), is_on_duty
    ),
)
