from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "holdspace.listening"
    label = "listening"

    def ready(self) -> None:
        from holdspace.kit import health
        from holdspace.listening import engine
        from holdspace.listening.leaving import part
        from holdspace.people import leaving

        leaving.register(part)
        health.register("engine", engine.state)
