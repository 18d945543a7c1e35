"""`{% stencil gestures address %}…{% endstencil %}`, then `{{ gestures|cut:reply.address }}` for every row of a list.

What is the same in each row but for one value is drawn once and filled in by a replacement. A node of a template costs
some ten microseconds, and under twenty replies stand a hundred links.
"""

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

HOLE = "\0"  # nothing that people send holds one: forms refuse it


class Stencil(template.Node):
    def __init__(self, nodelist: template.NodeList, name: str, hole: str) -> None:
        self.nodelist, self.name, self.hole = nodelist, name, hole

    def render(self, context: template.Context) -> SafeString:
        with context.push(**{self.hole: HOLE}):
            drawn = self.nodelist.render(context)
        context[self.name] = drawn
        return SafeString()


@register.tag
def stencil(parser: Any, token: template.base.Token) -> Stencil:
    """Draw what follows once, for a value that is not known yet, and keep it under a name."""
    words = token.split_contents()
    if len(words) != 3:  # noqa: PLR2004
        raise template.TemplateSyntaxError("stencil takes a name for itself and one for the value that is cut in")
    nodelist = parser.parse(("endstencil",))
    parser.delete_first_token()
    return Stencil(nodelist, words[1], words[2])


@register.filter
def cut(drawn: SafeString, value: str) -> SafeString:
    """A stencil with the value where its hole was."""
    return mark_safe(drawn.replace(HOLE, conditional_escape(value)))  # noqa: S308
