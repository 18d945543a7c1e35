"""Papers: two for everybody, all of them for the steward, to print or to take along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdspace.insights import papers
from holdspace.insights.views.doors import for_stewards
from holdspace.people.requests import PersonRequest


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return _page(request, "safety")


@for_stewards
@require_safe
def shelf(request: PersonRequest) -> HttpResponse:
    return render(request, "insights/papers.html", {"papers": papers.PAPERS})


@for_stewards
@require_safe
def paper(request: PersonRequest, slug: str) -> HttpResponse:
    return _page(request, slug)


@for_stewards
@require_safe
def download(request: PersonRequest, slug: str) -> HttpResponse:
    one = papers.paper_called(slug)
    answer = HttpResponse(papers.markdown_of(one), content_type="text/markdown; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{one.slug}.md"'
    return answer


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    one = papers.paper_called(slug)
    return render(request, "insights/paper.html", {"paper": one, "text": papers.page_of(one)})
