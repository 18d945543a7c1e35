from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField
from holdspace.safeguarding.models import Step


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    hardest = BodyField(label=_("What is hardest right now?"), max_length=2000, required=False, rows=2)
    helped = BodyField(label=_("What has helped before, even a little?"), max_length=2000, required=False, rows=2)
    next_thing = BodyField(label=_("One small thing for the next hour"), max_length=2000, required=False, rows=2)

    class Meta:
        model = Step
        fields = ["hardest", "helped", "next_thing", "lets_guide_see", "wants_guide"]


class CloseForm(forms.Form):
    note = BodyField(label=_("What was done, and what comes next"), max_length=4000, rows=4)


class LetterForm(forms.Form):
    body = BodyField(label=_("Your words"), max_length=8000, rows=5)
