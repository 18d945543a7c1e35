from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "holdspace.notices"
    label = "notices"

    def ready(self) -> None:
        from holdspace.notices.leaving import part
        from holdspace.people import leaving

        leaving.register(part)
