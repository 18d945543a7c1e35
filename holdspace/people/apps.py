from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "holdspace.people"
    label = "people"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from holdspace.people import capabilities, known_browsers, leaving, second_step
        from holdspace.people.own_part import part
        from holdspace.people.what_roles_may import CAPABILITIES

        leaving.register(part)
        capabilities.register(*CAPABILITIES)
        authenticator_added.connect(second_step.on_added)
        authenticator_removed.connect(second_step.on_removed)
        user_logged_in.connect(known_browsers.remember)
