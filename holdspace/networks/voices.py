"""How a voice is called: what readers can tell apart, and nothing that ties two of them together."""

import uuid


def name_voice(person_id: uuid.UUID) -> str:
    """Whatever is said under an account name, anywhere."""
    return f"name/{person_id}"


def alias_voice(place: uuid.UUID | int, alias: str) -> str:
    """Whatever is said under one alias in one place; the same alias elsewhere is another voice."""
    return f"alias/{place}/{alias}"


def text_voice(text: uuid.UUID) -> str:
    """A text without a name: each is a voice by itself."""
    return f"text/{text}"
