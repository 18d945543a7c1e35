from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField
from holdspace.listening.models import Reading, Right
from holdspace.listening.policy import is_allowed, may_allow


class DisagreeForm(forms.Form):
    """What would be right; and, apart from it and never ticked beforehand, whether the text may be given."""

    right = forms.ChoiceField(
        label=_("What would be right? You may leave this open."),
        choices=Right,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Please choose one of these, or none.")},
    )
    words = BodyField(label=_("In your words, if you like"), max_length=1000, required=False, rows=3)
    allows = forms.BooleanField(
        label=_("This text and my view of it may be given, without my name, to make the program better"), required=False
    )

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"right": reading.would_be_right, "words": reading.disagreement, "allows": is_allowed(reading)}
        if not may_allow(reading):
            del self.fields["right"], self.fields["allows"]

    def clean(self) -> dict[str, Any]:
        """As `actions.disagree` takes it."""
        return {"right": "", "allows": False, **self.cleaned_data}
