"""A person's own words as one zip: data for programs, and a page to read."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from holdspace.kit.place import here
from holdspace.people.leaving import Words, parts, words_of
from holdspace.people.models import Person


def zip_of(person: Person) -> bytes:
    words = words_of(person)
    data = {"place": here().name, "taken_at": timezone.now(), "parts": words}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("my-words.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        file.writestr("my-words.html", _page(words))
    return packed.getvalue()


def _page(words: dict[str, Words]) -> str:
    labels = {part.name: part.label or _spoken(part.name) for part in parts()}
    shelves = [(labels[name], _readable(held)) for name, held in words.items()]
    return render_to_string("people/my_words.html", {"shelves": shelves, "place_name": here().name})


def _readable(value: Any) -> Any:
    """Plain data as a tree the page can walk: `rows` for named facts, `entries` for lists, else a `leaf`."""
    if isinstance(value, dict):
        return {"rows": [(_spoken(key), _readable(held)) for key, held in value.items()]}
    if isinstance(value, list | tuple):
        return {"entries": [_readable(one) for one in value]}
    return {"leaf": value}


def _spoken(key: Any) -> str:
    return str(key).replace("_", " ").capitalize()
