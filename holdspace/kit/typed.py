"""What somebody typed into a form, whichever form it was, so that no refusal costs them their words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Typed too, and never to be printed on a page again.
SECRET = {"passphrase", "password", "oldpassword", "password1", "password2", "code", "credential"}
WHAT_YOU_WROTE = _("What you wrote")

Label = str | Promise


@dataclass(frozen=True)
class Typed:
    label: Label
    text: str


def typed_in(request: HttpRequest) -> list[Typed]:
    """Every text in what was sent, under the question it answered, in the order of the page."""
    asked = questions()
    return [
        Typed(asked[name], text)
        for name, texts in request.POST.lists()
        for text in texts
        if name in asked and text.strip()
    ]


def given_back(request: HttpRequest, why: str) -> dict[str, object]:
    """For `kit/_given_back.html`, on a page that has no place for these words any more: why, and the words."""
    return {"given_back_because": why, "typed": typed_in(request)}


def questions() -> dict[str, Label]:
    """The fields into which words are typed, over all forms of the house. Asked in two ways, it is "What you wrote"."""
    found: dict[str, Label] = {}
    for name, label in _asked_everywhere():
        found[name] = label if found.get(name, label) == label else WHAT_YOU_WROTE
    return found


def _asked_everywhere() -> Iterator[tuple[str, Label]]:
    for form in _forms(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            if type(field.widget) in (forms.Textarea, forms.TextInput) and name not in SECRET:
                yield name, field.label or WHAT_YOU_WROTE


def _forms(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in kind.__subclasses__():
        yield form
        yield from _forms(form)
