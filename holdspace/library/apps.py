from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "holdspace.library"
    label = "library"

    def ready(self) -> None:
        from holdspace.library import policy

        policy.book()  # read once at the start, so that the first person who needs help does not wait for it
