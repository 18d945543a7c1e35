from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "holdspace.library"
    label = "library"

    def ready(self) -> None:
        from holdspace.library import path, policy
        from holdspace.library.leaving import part
        from holdspace.library.policy_learning import has_passed, has_read_all
        from holdspace.people import leaving

        policy.book()  # read once at the start, so that the first person who needs help does not wait for it
        leaving.register(part)
        path.register(
            path.Step(1, _("The ten lessons"), _("A few minutes each, in any order."), "library:learn", has_read_all)
        )
        path.register(
            path.Step(
                2,
                _("Questions about boundaries"),
                _("Twelve short scenes. After each answer you read why."),
                "library:quiz",
                has_passed,
            )
        )
