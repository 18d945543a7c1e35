"""How the questions of forms are drawn. Django nests up to five templates for one input; a page has dozens of them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

Widget = dict[str, Any]


class PlainRenderer(DjangoTemplates):
    """Inputs and boxes for text in one go, letter for letter as Django's templates do; the rest is left to those."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None or context["widget"].get("wrap_label"):
            return str(super().render(template_name, context, request))
        return draw(context["widget"])


def _input(widget: Widget) -> str:
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    return f"<input{_attributes({'type': widget['type'], 'name': widget['name'], **value, **widget['attrs']}.items())}>"


def _textarea(widget: Widget) -> str:
    attributes = _attributes({"name": widget["name"], **widget["attrs"]}.items())
    return f"<textarea{attributes}>\n{conditional_escape(widget['value'] or '')}</textarea>"


def _attributes(named: Iterable[tuple[str, Any]]) -> str:
    """True stands by its name alone, False is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in named
        if value is not False
    )


INPUTS = ("text", "number", "email", "url", "password", "hidden", "checkbox", "radio_option", "checkbox_option")
DRAWN: dict[str, Callable[[Widget], str]] = {f"django/forms/widgets/{name}.html": _input for name in INPUTS}
DRAWN["django/forms/widgets/textarea.html"] = _textarea
