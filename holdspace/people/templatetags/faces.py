"""`{{ story|shown }}`: the only way a template names an author."""

from django import template

from holdspace.people.faces import Faced, FaceKind, Shown, face_label, shown
from holdspace.people.models import Person

register = template.Library()


@register.filter(name="shown")
def shown_filter(faced: Faced, place: str = "") -> Shown:
    return shown(faced, place=place)


@register.filter
def called(person: Person) -> str:
    """Somebody who acts in a role (a guide on duty): the account name. Never for an author."""
    return face_label(person, FaceKind.NAME)
