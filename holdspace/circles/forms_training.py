"""What people type while they practise, ask and sign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField

LONGEST = 5000


class PracticeForm(forms.Form):
    body = BodyField(label=_("Your reply"), max_length=LONGEST, rows=6)


class LetterForm(forms.Form):
    body = BodyField(label=_("Your letter"), max_length=LONGEST, rows=4)


class SignForm(forms.Form):
    note = BodyField(label=_("A few words to them, if you like"), max_length=LONGEST, rows=3, required=False)


class MissingForm(forms.Form):
    missing = BodyField(label=_("What is missing, and what would help"), max_length=LONGEST, rows=3)


class LookOverForm(forms.Form):
    note = BodyField(label=_("A word to the listener, if there is one"), max_length=LONGEST, rows=2, required=False)
