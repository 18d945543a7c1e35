"""What somebody agrees to who lets a text be given to improve the reading."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from holdspace.people.consents import TEXTS, ConsentText
from holdspace.people.models import Consent

IMPROVE_READING = "improve-reading"

TEXT = ConsentText(
    purpose=IMPROVE_READING,
    version="1",
    title=_("A text of yours helps to make the program better"),
    says=(
        _("When you say that a reading is not right, you can tick that this one text may be given."),
        _("What is given: the text, what the program found, what you say is right, the language, the month."),
        _("Your name, your account, your circle and the day are not given with it."),
        _("Names, numbers and addresses in the text are taken out by a program, which can miss some."),
        _("Somebody who knows your story may still recognise it. You can read beforehand what would be given."),
        _("The steward takes these texts along, and only once ten or more of you allow it."),
        _("They go to those who make the program better. They are never sold, and never used to rate you."),
        _("A text that was taken along cannot be called back. You see beside it whether that has happened."),
        _("You can take this back at any time, for one text or for all."),
    ),
    after_withdrawal=(
        _("No text of yours is among those that are taken along from now on."),
        _("What you said about a reading stays beside it, for you and for those on duty."),
    ),
)


def held_since(column: str) -> Exists:
    """For rows with a person: they agreed to the version in force before the moment in this column, to this day."""
    current = Consent.objects.filter(purpose=IMPROVE_READING, version=TEXTS[IMPROVE_READING].version, withdrawn_at=None)
    return Exists(current.filter(person=OuterRef("person"), given_at__lte=OuterRef(column)))
