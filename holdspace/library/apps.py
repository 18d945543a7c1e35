from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "holdspace.library"
    label = "library"
