"""`{% who_was_rung link %}`: every page about one thing, for those who may see its case."""

from typing import Any

from django import template

from holdspace.safeguarding.policy_paging import pages_about

register = template.Library()


@register.inclusion_tag("safeguarding/_rung.html")
def who_was_rung(link: str) -> dict[str, Any]:
    return {"pages": pages_about(link)}
