from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "holdspace.networks"
    label = "networks"

    def ready(self) -> None:
        from holdspace.networks.leaving import part
        from holdspace.people import leaving

        leaving.register(part)
