from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardingConfig(AppConfig):
    name = "holdspace.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from holdspace.kit import keeping, nav
        from holdspace.people import capabilities, leaving, signals
        from holdspace.safeguarding import (
            credentials,
            duty_pages,
            echoes,  # noqa: F401  listens to its own facts
            leaving_paging,
            leaving_rota,
            second_accounts,  # noqa: F401  listens to facts from below
        )
        from holdspace.safeguarding import keeping as kept
        from holdspace.safeguarding.leaving import part
        from holdspace.safeguarding.policy import is_on_duty

        keeping.register(kept.cases)
        keeping.register(kept.letters)
        leaving.register(part)
        leaving.register(leaving_rota.part)
        leaving.register(leaving_paging.part)
        duty_pages.register(duty_pages.DutyPage(_("Who wrote this: questions"), "safeguarding:reveals"))
        nav.register(nav.Destination(6, _("Duty"), "safeguarding:duty", is_on_duty))
        signals.role_given.connect(credentials.note_role_given)
        signals.role_ended.connect(credentials.note_role_ended)
        signals.application_sent.connect(credentials.tell_leads)
        signals.check_asked.connect(credentials.tell_second)
        signals.paper_seen.connect(credentials.note_paper_seen)
        signals.opinion_given.connect(credentials.note_opinion)
        signals.application_decided.connect(credentials.tell_applicant)
        signals.papers_end_soon.connect(credentials.tell_of_the_end)
        signals.papers_ended.connect(credentials.note_papers_ended)
        signals.new_lock_asked.connect(credentials.note_new_lock_asked)
        signals.new_lock_agreed.connect(credentials.note_new_lock_agreed)
        for name, sentence in (
            ("look after concerns", _("What the program or a person found worrying, why, and what was done about it.")),
            ("write to writers", _("Writes to the person behind a concern, who sees the name and can answer.")),
            ("look up", _("In danger, two of them look up who wrote something, for a day. The writer is told.")),
            ("read step answers", _("What people wrote in a hard minute, if they let a guide read it.")),
        ):
            capabilities.register(capabilities.Capability(name, sentence, is_on_duty))
