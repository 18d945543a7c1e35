from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "holdspace.kit"
    label = "kit"
