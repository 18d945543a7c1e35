"""Draft papers, written from how this place is really set up: the same text as a page and as Markdown."""

from dataclasses import dataclass
from typing import Any

import nh3
from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from holdspace.circles.topics import SPOKEN
from holdspace.insights import checks
from holdspace.insights.policy import latest
from holdspace.kit.keeping import keeps
from holdspace.kit.place import here
from holdspace.people import known_browsers
from holdspace.people.capabilities import by_role
from holdspace.people.consents import TEXTS
from holdspace.people.places import country_name
from holdspace.safeguarding import rota
from holdspace.safeguarding.policy import leads, people_on_duty

DAY = 86_400
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Paper:
    slug: str
    title: str | Promise
    about: str | Promise


PAPERS = (
    Paper("privacy", _("Privacy"), _("What is kept about people, who reads it, why and for how long. Public.")),
    Paper("safety", _("How people are kept safe here"), _("What is looked at, held or refused, and by whom. Public.")),
    Paper("risks", _("Risk assessment"), _("What could go wrong, and which measures are really on.")),
    Paper("retention", _("How long things are kept"), _("Every keep time, from the code that keeps it.")),
    Paper("record", _("Record of processing"), _("The record that Article 30 of the GDPR asks for.")),
)


@dataclass(frozen=True)
class Measure:
    label: str | Promise
    is_on: bool


def paper_called(slug: str) -> Paper:
    found = next((paper for paper in PAPERS if paper.slug == slug), None)
    if found is None:
        raise Http404
    return found


def markdown_of(paper: Paper) -> str:
    written: str = render_to_string(f"insights/papers/{paper.slug}.md", {"paper": paper, **facts()})
    return written.strip() + "\n"


def page_of(paper: Paper) -> SafeString:
    return mark_safe(nh3.clean(_markdown.render(markdown_of(paper))))  # noqa: S308


def facts() -> dict[str, Any]:
    """What the papers speak of, as it is now."""
    place = here()
    return {
        "place": place,
        "country": country_name(place.country) if place.country else "",
        "languages": ", ".join(SPOKEN.get(code, code) for code in place.languages),
        "youngest": latest().youngest,
        "today": timezone.localdate(),
        "keeps": keeps(),
        "session_days": settings.SESSION_COOKIE_AGE // DAY,
        "browser_days": known_browsers.KEPT // DAY,
        "removed_days": settings.KEEP_REMOVED_DAYS,
        "ladder": settings.LADDER_MINUTES,
        "consents": TEXTS.values(),
        "sees": [(told.kind.label, told.may) for told in by_role() if told.may],
        "measures": measures(),
        "findings": [one for one in checks.findings() if one.stops],
        "engine_on": settings.ENGINE_ON,
    }


def measures() -> list[Measure]:
    """Each with what really holds at this moment."""
    mends = {one.slug for one in checks.findings()}
    return [
        Measure(_("A program reads stories and replies for danger before others read them"), settings.ENGINE_ON),
        Measure(_("Somebody is a guide or a lead"), people_on_duty().exists()),
        Measure(_("Somebody leads: decisions about outside help take two people"), leads().exists()),
        Measure(_("A rota says who is there when"), rota.has_rota(timezone.now())),
        Measure(_("Everybody on duty has a second step"), "no-second-step" not in mends),
        Measure(_("Crisis lines were checked within 180 days"), "old-lines" not in mends),
        Measure(_("The log of duty is whole"), "log-broken" not in mends),
        Measure(_("Members can report, block and mute"), True),
        Measure(_("Members cannot write to each other in private"), True),
        Measure(_("No public counts of anything, no search engine, no pages outside the membership"), True),
        Measure(_("A copy of the data is taken every day"), bool(settings.BACKUP_STAMP) and "old-backup" not in mends),
    ]
