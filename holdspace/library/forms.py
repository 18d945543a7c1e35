"""The shape of what people send."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.library.questions import Question

ONE_OF_THESE = _("Please choose the answer that is nearest to what you would do.")


class QuizForm(forms.Form):
    """One choice for each question that was drawn."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.id] = forms.ChoiceField(
                label=question.asks,
                choices=[(one.id, one.text) for one in question.answers],
                widget=forms.RadioSelect,
                error_messages={"required": ONE_OF_THESE, "invalid_choice": ONE_OF_THESE},
            )
