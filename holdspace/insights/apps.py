from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "holdspace.insights"
    label = "insights"

    def ready(self) -> None:
        from holdspace.insights.leaving import part
        from holdspace.insights.policy import is_steward
        from holdspace.kit import nav
        from holdspace.people import capabilities, leaving

        leaving.register(part)
        nav.register(nav.Destination(7, _("The place"), "insights:setup", is_steward))
        sentence = _("Says whose place this is, for whom, and when somebody is there.")
        capabilities.register(capabilities.Capability("set up", sentence, is_steward))
        sentence = _("Takes along texts whose writers allow it, without names, so that the program can become better.")
        capabilities.register(capabilities.Capability("take readings along", sentence, is_steward))
