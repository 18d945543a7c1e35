from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "holdspace.people"
    label = "people"

    def ready(self) -> None:
        from holdspace.people import leaving
        from holdspace.people.own_part import part

        leaving.register(part)
