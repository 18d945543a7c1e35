"""What a page of settings says after it was kept: each change in words, and a form that puts all of it back.

The values from before travel in the session to the next page, once; from there they are an ordinary form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

Values = dict[str, list[str]]


@dataclass(frozen=True)
class Change:
    label: str
    now: str
    before: str


@dataclass(frozen=True)
class Kept:
    """The changes, and what stood in each field before, as a browser would send it."""

    changes: tuple[Change, ...]
    before: tuple[tuple[str, str], ...]


def remember(request: HttpRequest, form: BaseForm) -> None:
    request.session[_key(request)] = values_of(form)


def recall(request: HttpRequest, form: BaseForm) -> Kept | None:
    """What was kept by the request before this one; asked again it is forgotten."""
    before: Values | None = request.session.pop(_key(request), None)
    if before is None:
        return None
    fields = tuple((name, value) for name, values in before.items() for value in values)
    return Kept(tuple(_changes(form, before)), fields)


def _key(request: HttpRequest) -> str:
    return f"before {request.path}"


def values_of(form: BaseForm) -> Values:
    """What the form showed when it opened, whatever has been typed into it since."""
    return {name: _sent(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def _sent(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one is not None]


def _changes(form: BaseForm, before: Values) -> Iterator[Change]:
    for name, now in values_of(form).items():
        was = before.get(name, [])
        if set(now) != set(was):
            yield Change(str(form.fields[name].label), _spoken(form, name, now), _spoken(form, name, was))


def _spoken(form: BaseForm, name: str, values: list[str]) -> str:
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return _("yes") if values else _("no")
    labels = {str(value): str(label) for value, label in choices}
    return ", ".join(labels.get(value, value) for value in values) or _("none")
