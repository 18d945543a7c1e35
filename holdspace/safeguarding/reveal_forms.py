"""What is asked before anybody learns who wrote something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField
from holdspace.safeguarding.models import Danger

CHOOSE = {"required": _("Please choose one of these.")}
WHY = {"required": _("Without a reason nothing is shown. That you asked stands in the log.")}
DELAYS = [(0, _("At once")), (24, _("After a day")), (72, _("After three days"))]


class RevealForm(forms.Form):
    danger = forms.ChoiceField(
        label=_("What is the danger?"), choices=Danger, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    reason = BodyField(
        label=_("Why does it take the name? What else did you try?"), max_length=2000, rows=4, error_messages=WHY
    )


class RevealAnswerForm(forms.Form):
    is_approved = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("no", _("No, not for this")), ("yes", _("Yes, we two may see the name"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    answer = BodyField(label=_("Why, in your own words"), max_length=2000, rows=3, error_messages=WHY)
    delay_hours = forms.TypedChoiceField(
        label=_("When is the writer told?"), choices=DELAYS, coerce=int, widget=forms.RadioSelect, initial=0
    )
    delay_reason = BodyField(
        label=_("Why telling them at once would be dangerous (only if later)"), max_length=1000, required=False, rows=2
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_approved") and cleaned.get("delay_hours") and not cleaned.get("delay_reason"):
            self.add_error("delay_reason", _("Please say why. Without a danger the writer is told at once."))
        return cleaned
