from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "holdspace.listening"
    label = "listening"

    def ready(self) -> None:
        from holdspace.kit import health, keeping
        from holdspace.listening import agreement, engine
        from holdspace.listening.keeping import readings
        from holdspace.listening.leaving import part
        from holdspace.people import consents, leaving

        consents.TEXTS[agreement.IMPROVE_READING] = agreement.TEXT
        keeping.register(readings)
        leaving.register(part)
        health.register("engine", engine.state)
