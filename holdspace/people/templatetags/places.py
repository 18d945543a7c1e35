"""Countries by name."""

from django import template

from holdspace.people.places import country_name

register = template.Library()


@register.filter
def country_called(code: str) -> str:
    return country_name(code)
