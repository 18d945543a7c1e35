"""What a person is shown: lines by the country they state, never by a guessed place; from files alone."""

from functools import cache

from django.http import Http404
from phonenumbers import shortnumberinfo

from holdspace.library import phonebook
from holdspace.library.myths import Myth, myths_about, myths_with
from holdspace.library.phonebook import Book, Emergency, Kind, Line
from holdspace.library.shelf import ARTICLES, Article
from holdspace.listening.claims import Topic
from holdspace.people import places

__all__ = [
    "Article", "Book", "Myth", "Topic", "Emergency", "Kind", "Line", "article_for", "articles", "book", "countries",
    "country_name", "emergency_for", "emergency_number", "international", "known", "lines_for", "myths_for",
]

# Asked in this order when our own table is silent. Where 112 stands beside one of the others, it is often for
# mobile phones alone.
WIDE_NUMBERS = ("911", "999", "112")


@cache
def book() -> Book:
    return phonebook.read()


def lines_for(country: str, first: str = "") -> list[Line]:
    """The lines of a country, none if unknown. The kind in `first` leads, then the order of Kind."""
    order = list(Kind)
    mine = [line for line in book().lines if line.country and line.country == known(country)]
    return sorted(mine, key=lambda line: (line.kind != first, order.index(line.kind)))


def international() -> list[Line]:
    """Finders that work from anywhere."""
    return [line for line in book().lines if not line.country]


def emergency_number(country: str) -> str | None:
    """The number that brings an ambulance, or None when we do not know it."""
    emergency = emergency_for(country)
    return emergency.ambulance if emergency else _wide_number(known(country))


def emergency_for(country: str) -> Emergency | None:
    """The emergency numbers of a country as its own table row gives them, with their source."""
    return next((each for each in book().emergencies if each.country == known(country)), None)


def country_name(country: str) -> str:
    """The plain name, or "" when there is no such country."""
    return places.country_name(known(country))


def countries() -> list[tuple[str, str]]:
    """Every country a person can say they are in, by name."""
    return [(code, str(name)) for code, name in places.countries()]


def known(country: str) -> str:
    """The code in capitals, or "" when there is no such country."""
    code = country.strip().upper()
    return code if code in places.COUNTRIES else ""


def articles() -> tuple[Article, ...]:
    """Every page for hard moments. They are open to all, signed in or not."""
    return ARTICLES


def article_for(slug: str) -> Article:
    article = next((each for each in ARTICLES if each.slug == slug), None)
    if article is None:
        raise Http404
    return article


def myths_for(topic: str, words: str) -> list[Myth]:
    """What is shown for these words or, without any, about this topic. Open to all."""
    return myths_with(words) if words.strip() else myths_about(topic)


def _wide_number(country: str) -> str | None:
    if not country:
        return None
    return next((n for n in WIDE_NUMBERS if shortnumberinfo.is_emergency_number(n, country)), None)
