from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import LineField
from holdspace.people.models import Person
from holdspace.people.names import LONGEST, skeleton


class BlockByNameForm(forms.Form):
    name = LineField(
        label=_("Account name of the person"),
        max_length=LONGEST,
        error_messages={"required": _("Please type the name.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if skeleton(name) == self.person.skeleton:
            raise forms.ValidationError(_("That is your own name. Please type the name of the other person."))
        return name
