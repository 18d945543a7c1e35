from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import LineField
from holdspace.notices.models import Wishes
from holdspace.people.forms import AlreadyChosen

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishesForm(forms.ModelForm):  # type: ignore[type-arg]
    quiet_from = AlreadyChosen(label=_("Quiet from"), choices=HOURS, coerce=int)
    quiet_to = AlreadyChosen(label=_("Quiet until"), choices=HOURS, coerce=int)

    class Meta:
        model = Wishes
        fields = ["wants_digests", "quiet_from", "quiet_to"]


class DeviceForm(forms.Form):
    """What a browser says about itself; nobody types it."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{87}=?$")
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{22}={0,2}$")

    def clean_endpoint(self) -> str:
        address = str(self.cleaned_data["endpoint"])
        if not address.startswith("https://") and not settings.NEARBY_SERVICES:
            raise forms.ValidationError(_("Only over a sealed line."))
        return address


class ServiceForm(forms.Form):
    address = LineField(
        label=_("Address of the service"),
        max_length=1000,
        help_text=_(
            "As Apprise writes them, for instance ntfys://your-server/your-topic. "
            "It holds a secret: it is kept sealed and not shown again."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
