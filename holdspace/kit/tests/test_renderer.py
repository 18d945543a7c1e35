"""Forms are drawn in one go, and nobody can tell."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import ChoiceWidget

from holdspace.kit.renderer import DRAWN, PlainRenderer

HARD = """ "tea" & <toast> 'it' """
WIDGETS = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput, forms.CheckboxInput),
    *(forms.Textarea, forms.PasswordInput, forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple),
]


class Everything(forms.Form):
    """One question for each widget: drawn here, left to Django, or made of parts of which some are drawn here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for widget in WIDGETS:
            chosen = {"choices": [("a", HARD), ("b", "plain")]} if issubclass(widget, ChoiceWidget) else {}
            attrs = {"autofocus": True, "data-no": False, "title": HARD}
            self.fields[widget.__name__] = forms.Field(widget=widget(attrs=attrs, **chosen), help_text=HARD)


@pytest.mark.parametrize("typed", [None, HARD, "a", ""])
@pytest.mark.parametrize("name", [widget.__name__ for widget in WIDGETS])
def test_a_question_reads_letter_for_letter_as_django_draws_it(name, typed):
    data = None if typed is None else {widget.__name__: typed for widget in WIDGETS}
    ours, theirs = (Everything(data, renderer=renderer())[name] for renderer in (PlainRenderer, DjangoTemplates))
    assert str(ours) == str(theirs)
    assert [choice.tag() for choice in ours] == [choice.tag() for choice in theirs]


def test_what_is_drawn_here_exists_there():
    for template in DRAWN:
        assert DjangoTemplates().get_template(template)
