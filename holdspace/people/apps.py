from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "holdspace.people"
    label = "people"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from holdspace.people import capabilities, leaving, second_step
        from holdspace.people.own_part import part
        from holdspace.people.policy_papers import may_be_second, may_lead

        leaving.register(part)
        for name, sentence, may in (
            ("give roles", _("Gives and ends the roles of others, by name and with a reason."), may_lead),
            (
                "check papers",
                _("Sees who applied as a professional, and decides together with somebody else."),
                may_lead,
            ),
            ("second papers", _("Opens papers where a lead asked them to check with them."), may_be_second),
            ("new second step", _("Agrees when a colleague has lost their second step."), may_be_second),
        ):
            capabilities.register(capabilities.Capability(name, sentence, may))
        authenticator_added.connect(second_step.on_added)
