"""`{{ story|shown }}`: the only way a template names an author."""

from django import template

from holdspace.people.faces import Faced, Shown, shown

register = template.Library()


@register.filter(name="shown")
def shown_filter(faced: Faced, place: str = "") -> Shown:
    return shown(faced, place=place)
