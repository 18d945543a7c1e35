"""A place to try the kit's parts in a browser: one page with all of them, and a draft that is really kept."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from holdspace.kit.forms import BodyField, LineField

BENCH = """{% extends "bare.html" %}{% load kit static %}
{% block scripts %}{% for name in elements %}
<script type="module" src="{% static 'kit/'|add:name %}"></script>{% endfor %}{% endblock %}
{% block main %}<h1>Workshop</h1>
<keep-draft data-url="/draft/" {% include "kit/_keep_draft.html" %}><form method="post">{% csrf_token %}
{% for question in form %}{% field question %}{% endfor %}<button>Send</button></form></keep-draft>
<undo-send data-until="{{ until }}" {% include "kit/_undo_send.html" %}>
<p class="hint"></p><button type="button">Take it back</button></undo-send>
<note-fold><details class="fold">
<summary>About: loss</summary><div>Two cups.</div></details></note-fold>
<div class="empty">{% icon "kettle" %}<h2>Nobody is waiting</h2><p>Come back when you like.</p></div>
<p class="notice success">Kept.</p><p class="notice danger">Danger.</p>
<p class="badge-role">Guide</p>{% endblock %}"""

ELEMENTS = ["keep-draft.js", "undo-send.js", "note-fold.js"]

kept: list[str] = []


class Letter(forms.Form):
    name = LineField(max_length=30, label="Name", help_text="One you choose.")
    need = forms.ChoiceField(
        label="What would help?", choices=[("listen", "To be heard")], widget=forms.RadioSelect
    )
    body = BodyField(max_length=100, label="Your story")
    adult = forms.BooleanField(label="I am 18 or over")


def bench(request: HttpRequest) -> HttpResponse:
    form = Letter(request.POST or None, initial={"body": kept[-1] if kept else ""})
    until = timezone.now() + timedelta(seconds=float(request.GET.get("seconds", 45)))
    context = {
        "form": form,
        "until": until.isoformat(),
        "elements": ELEMENTS,
    }
    page = engines["django"].from_string(BENCH).render(context, request)
    return HttpResponse(page, status=422 if request.method == "POST" else 200)


def draft(request: HttpRequest) -> HttpResponse:
    kept.append(request.POST["body"])
    return HttpResponse(status=204 if request.headers.get("X-Draft") else 400)


urlpatterns = [path("", include("holdspace.kit.urls")), path("bench/", bench), path("draft/", draft)]
handler404 = "holdspace.kit.views.not_found"
