"""Asking once more who is there, before something that cannot be taken back."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def passphrase_again(view: View) -> View:
    """Unless they proved it a moment ago; allauth keeps what was sent and goes on with it afterwards."""
    checked: View = reauthentication_required(app="allauth.account")(view)
    return checked
