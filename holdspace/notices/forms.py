from django import forms
from django.utils.translation import gettext_lazy as _

from holdspace.notices.models import Wishes
from holdspace.people.forms import AlreadyChosen

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishesForm(forms.ModelForm):  # type: ignore[type-arg]
    quiet_from = AlreadyChosen(label=_("Quiet from"), choices=HOURS, coerce=int)
    quiet_to = AlreadyChosen(label=_("Quiet until"), choices=HOURS, coerce=int)

    class Meta:
        model = Wishes
        fields = ["wants_digests", "quiet_from", "quiet_to"]
