from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardingConfig(AppConfig):
    name = "holdspace.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from holdspace.kit import keeping, nav
        from holdspace.people import capabilities, leaving
        from holdspace.safeguarding import (
            credentials,  # noqa: F401  listens to what people announces
            duty_pages,
            echoes,  # noqa: F401  listens to its own facts
            leaving_paging,
            leaving_rota,
            second_accounts,  # noqa: F401  listens to facts from below
        )
        from holdspace.safeguarding import keeping as kept
        from holdspace.safeguarding.leaving import part
        from holdspace.safeguarding.policy import is_on_duty
        from holdspace.safeguarding.what_roles_may import CAPABILITIES

        keeping.register(kept.cases)
        keeping.register(kept.letters)
        leaving.register(part)
        leaving.register(leaving_rota.part)
        leaving.register(leaving_paging.part)
        duty_pages.register(duty_pages.DutyPage(_("Who wrote this: questions"), "safeguarding:reveals"))
        nav.register(nav.Destination(6, _("Duty"), "safeguarding:duty", is_on_duty))
        capabilities.register(*CAPABILITIES)
