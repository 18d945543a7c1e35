from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "holdspace.conversations"
    label = "conversations"

    def ready(self) -> None:
        from holdspace.conversations.leaving import part
        from holdspace.people import leaving

        leaving.register(part)
