from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from holdspace.kit.place import here
from holdspace.library import policy

LONGEST_SEARCH = 100


@never_cache
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Help now, for anyone. It asks neither the database nor who is there, so it answers when they fail."""
    country = policy.known(request.GET.get("country", here().country))
    kind = request.GET.get("kind", "")
    return render(request, "library/help_now.html", {
        "country": country,
        "country_name": policy.country_name(country),
        "emergency": policy.emergency_for(country),
        "emergency_number": policy.emergency_number(country),
        "lines": policy.lines_for(country, first=kind),
        "finders": policy.international(),
        "countries": policy.countries(),
        "kind": kind,
        "kinds": policy.Kind.choices,
    })


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    return render(request, "library/shelf.html", {"articles": policy.articles()})


@require_safe
def myths(request: HttpRequest) -> HttpResponse:
    """Myths and facts, by topic or by words, for anyone."""
    words, topic = request.GET.get("words", "")[:LONGEST_SEARCH], request.GET.get("about", "")
    return render(request, "library/myths.html", {
        "words": words,
        "topic": topic if topic in policy.Topic else "",
        "topics": policy.Topic.choices,
        "myths": policy.myths_for(topic, words),
        "is_asked": bool(words.strip()) or topic in policy.Topic,
    })


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = policy.article_for(slug)
    return render(request, found.template, {"article": found, "moving": "moving" in request.GET})
