from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "holdspace.notices"
    label = "notices"

    def ready(self) -> None:
        from holdspace.kit import keeping
        from holdspace.notices.keeping import notices
        from holdspace.notices.leaving import part
        from holdspace.people import leaving

        keeping.register(notices)
        leaving.register(part)
