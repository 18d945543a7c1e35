from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "holdspace.circles"
    label = "circles"

    def ready(self) -> None:
        from holdspace.circles import (
            echoes,  # noqa: F401  listens to facts from below
            leaving_training,
        )
        from holdspace.circles.for_duty import words_behind
        from holdspace.circles.heard_words import SOURCES
        from holdspace.circles.leaving import part
        from holdspace.circles.moderation import keeper
        from holdspace.circles.policy_tending import tends_circles
        from holdspace.circles.policy_training import is_listener
        from holdspace.circles.what_roles_may import CAPABILITIES
        from holdspace.kit import nav
        from holdspace.listening import sources
        from holdspace.people import capabilities, leaving
        from holdspace.safeguarding import duty_pages, moderation, words

        leaving.register(part)
        leaving.register(leaving_training.part)
        words.register(words_behind)
        for source in SOURCES:
            sources.register(source)
        moderation.register(keeper)
        duty_pages.register(duty_pages.DutyPage(_("First words of new people"), "circles:newcomers"))
        duty_pages.register(duty_pages.DutyPage(_("New listeners"), "circles:new_listeners"))
        duty_pages.register(duty_pages.DutyPage(_("Circles"), "circles:tended", tends_circles))
        add_steps()
        nav.register(nav.Destination(1, _("Circles"), "circles:circles"))
        nav.register(nav.Destination(4, _("My space"), "circles:my_space"))
        nav.register(nav.Destination(5, _("Stories that wait"), "circles:unheard", is_listener))
        capabilities.register(*CAPABILITIES)


def add_steps() -> None:
    """The last two steps to becoming a listener."""
    from holdspace.circles.policy_training import has_practised, is_listener
    from holdspace.library import path

    path.register(
        path.Step(
            3,
            _("Practice talks"),
            _("Somebody who does not exist writes to you. You answer, and read what your reply does."),
            "circles:practice",
            has_practised,
        )
    )
    path.register(
        path.Step(
            4,
            _("Somebody signs"),
            _("A guide reads what you did, writes with you, and signs or says what is missing."),
            "circles:sign_off",
            is_listener,
        )
    )
