from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "holdspace.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from holdspace.people import leaving
        from holdspace.safeguarding.leaving import part

        leaving.register(part)
