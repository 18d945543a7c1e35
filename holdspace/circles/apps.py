from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "holdspace.circles"
    label = "circles"

    def ready(self) -> None:
        from holdspace.circles import echoes  # noqa: F401  listens to facts from below
        from holdspace.circles.for_duty import words_behind
        from holdspace.circles.leaving import part
        from holdspace.circles.moderation import keeper
        from holdspace.circles.policy import listens
        from holdspace.kit import nav
        from holdspace.people import leaving
        from holdspace.safeguarding import duty_pages, moderation, words

        leaving.register(part)
        words.register(words_behind)
        moderation.register(keeper)
        duty_pages.register(duty_pages.DutyPage(_("First words of new people"), "circles:newcomers"))
        nav.register(nav.Destination(1, _("Circles"), "circles:circles"))
        nav.register(nav.Destination(4, _("My space"), "circles:my_space"))
        nav.register(nav.Destination(5, _("Stories that wait"), "circles:unheard", listens))
