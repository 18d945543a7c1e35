"""Form fields for what people write. Both clean what was typed and answer in whole sentences."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from holdspace.kit.text import clean

EMPTY = _("There is nothing here yet. Write a few words first.")
TOO_LONG = _(
    "This is longer than fits here: it has %(show_value)s letters, and %(limit_value)s is the most. "
    "Nothing is lost. You could shorten it, or share it in two parts."
)


class BodyField(forms.CharField):
    """Text of several lines, at most `max_length` letters after cleaning.

    No `maxlength` on the page: browsers cut off what was pasted without a word.
    """

    widget: type[forms.Widget] = forms.Textarea
    default_error_messages = {"required": EMPTY}

    def __init__(self, *, max_length: int, rows: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if rows:
            self.widget.attrs["rows"] = rows
        self.validators.append(MaxLengthValidator(max_length, message=TOO_LONG))

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class LineField(BodyField):
    """One line of text, such as a name or an alias."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())
