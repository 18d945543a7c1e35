from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import BodyField


class DisagreeForm(forms.Form):
    words = BodyField(
        label=_("What would be right? (You may leave this empty.)"), max_length=1000, required=False, rows=3
    )
