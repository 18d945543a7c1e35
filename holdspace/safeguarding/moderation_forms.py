"""What a guide says when a text is kept back, what its writer says against it, and what another guide answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField
from holdspace.safeguarding.models import Measure

ENOUGH_WORDS = 4
SAY_WHY = _("Please say why in a sentence that the writer can understand.")


class RulingForm(forms.Form):
    """No text is kept from others without an agreement and a sentence of one's own."""

    measure = forms.ChoiceField(
        label=_("What should happen?"),
        choices=Measure,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of these.")},
    )
    agreement = forms.ChoiceField(
        label=_("Which agreement does it not keep?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the agreement. Without one, nothing is taken away here."),
            "invalid_choice": _("Please choose one of these."),
        },
    )
    sentence = BodyField(
        label=_("Why, in your own words to the writer"),
        help_text=_("They read it under your name, beside their text."),
        max_length=1000,
        rows=3,
        error_messages={"required": SAY_WHY},
    )
    change = BodyField(
        label=_("How they could change it (you may leave it empty)"), max_length=1000, required=False, rows=2
    )

    def __init__(self, *args: Any, agreements: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreements = agreements
        self.fields["agreement"].choices = [(name, name) for name in agreements]  # type: ignore[attr-defined]

    def clean_sentence(self) -> str:
        sentence: str = self.cleaned_data["sentence"]
        if len(sentence.split()) < ENOUGH_WORDS:
            raise forms.ValidationError(SAY_WHY)
        return sentence

    @property
    def reasons(self) -> dict[str, str]:
        told = {name: self.cleaned_data[name] for name in ("agreement", "sentence", "change")}
        return told | {"agreement_text": self.agreements[told["agreement"]]}


class AppealForm(forms.Form):
    words = BodyField(label=_("Why should somebody look again?"), max_length=4000, rows=5)
    was_told_to_hurt = forms.BooleanField(
        label=_("I believe that somebody brought it to the guides to hurt me"), required=False
    )


class SecondAnswerForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[("no", _("The decision stands")), ("yes", _("Others may read it again"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of these.")},
    )
    answer = BodyField(
        label=_("Why, in your own words to the writer"), max_length=2000, rows=4, error_messages={"required": SAY_WHY}
    )
