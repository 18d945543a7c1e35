from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "holdspace.insights"
    label = "insights"

    def ready(self) -> None:
        from holdspace.insights.leaving import part
        from holdspace.insights.policy import is_steward
        from holdspace.kit import nav
        from holdspace.people import leaving

        leaving.register(part)
        nav.register(nav.Destination(7, _("The place"), "insights:setup", is_steward))
