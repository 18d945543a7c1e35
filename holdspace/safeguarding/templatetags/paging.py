"""`{% who_was_rung link %}`: every page about one thing for the lead, when and how for guides who may see its case."""

from typing import Any

from django import template
from django.template import Context

from holdspace.people.models import RoleKind
from holdspace.people.policy import has_role
from holdspace.safeguarding.policy_paging import pages_about, rounds_of

register = template.Library()


@register.inclusion_tag("safeguarding/_rung.html", takes_context=True)
def who_was_rung(context: Context, link: str) -> dict[str, Any]:
    pages = pages_about(link)
    return {"pages": pages} if has_role(context["user"], RoleKind.LEAD) else {"rounds": rounds_of(pages)}
