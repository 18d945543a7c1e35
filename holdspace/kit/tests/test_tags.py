"""What the tags print on a page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.test import RequestFactory

from holdspace.kit import nav
from holdspace.kit.forms import BodyField, LineField
from holdspace.kit.templatetags.kit import ago, icon

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


class Letter(forms.Form):
    name = LineField(max_length=5, label="Name", help_text="One you choose.")
    body = BodyField(max_length=10, label="Your story")
    need = forms.ChoiceField(
        label="What would help?", choices=[("listen", "To be heard")], widget=forms.RadioSelect
    )
    adult = forms.BooleanField(label="I am 18 or over", required=False, help_text="For adults.")


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=3, minutes=59), "3 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=7), "7 March 2026"),
    ],
)
def test_how_long_ago_is_said_in_words(gone, words):
    with time_machine.travel(NOW, tick=False):
        assert ago(NOW - gone) == words


def test_no_time_says_nothing():
    assert ago(None) == ""


def test_a_question_is_tied_to_its_hint_and_to_what_went_wrong():
    page = _shown("name", {"name": "much too long"})
    assert '<label for="id_name">Name' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="much too long"' in page
    assert "13 letters, and 5 is the most" in page


def test_a_question_without_fault_shows_none():
    page = _shown("name", {"name": "Ana"})
    assert "error" not in page
    assert "aria-invalid" not in page


def test_what_must_be_answered_says_so_in_words():
    assert "needed</span>" in _shown("name")
    assert "needed</span>" not in _shown("adult")


def test_choices_stand_together_under_one_question():
    page = _shown("need", {})
    assert "<fieldset" in page
    assert "<legend>What would help?" in page
    assert 'aria-describedby="id_need_error"' in page


def test_a_tick_has_its_words_beside_it_and_one_hint():
    page = _shown("adult")
    assert page.index('type="checkbox"') < page.index("I am 18 or over")
    assert page.count("For adults.") == 1


def test_an_empty_story_is_answered_kindly():
    assert Letter({"body": " \x00\u202e\n "}).errors["body"] == [
        "There is nothing here yet. Write a few words first."
    ]


def test_length_is_counted_after_cleaning_and_nothing_is_cut():
    assert "body" not in Letter({"body": "\x00" * 50 + "ten letter"}).errors
    assert "maxlength" not in _shown("body")


def test_a_line_stays_one_line():
    assert LineField(max_length=20).clean(" a\r\n b\tc ") == "a b c"


def test_a_drawing_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in icon("kettle")


def test_a_drawing_that_does_not_exist_is_noticed():
    with pytest.raises(TemplateDoesNotExist):
        icon("rocket")


def test_places_are_shown_to_those_they_are_for(monkeypatch):
    monkeypatch.setattr(nav, "_destinations", {})
    nav.register(nav.Destination(2, "Duty", "kit:robots", lambda person: person.name == "mira"))
    nav.register(nav.Destination(1, "First page", "kit:front"))
    assert [place.label for place in _places("mira")] == ["First page", "Duty"]
    assert [place.label for place in _places("ana")] == ["First page"]
    assert _places("nobody", signed_in=False) == []


def test_the_place_one_is_at_is_marked(monkeypatch):
    monkeypatch.setattr(nav, "_destinations", {})
    nav.register(nav.Destination(1, "First page", "kit:front"))
    assert _places("ana")[0].is_here


def _places(name: str, signed_in: bool = True) -> list[nav.Place]:
    request = RequestFactory().get("/")
    request.user = type("Someone", (), {"name": name, "is_authenticated": signed_in})()
    return nav.places_for(request)


def _shown(name: str, data: dict[str, str] | None = None) -> str:
    return Template("{% load kit %}{% field question %}").render(Context({"question": Letter(data)[name]}))


def test_a_stencil_is_drawn_once_and_filled_for_every_row():
    drawn = Template(
        "{% load stencils %}{% stencil ways at %}<a href='{{ at }}x/'>{{ word }}</a>{% endstencil %}"
        "{% for one in rows %}{{ ways|cut:one }}{% endfor %}{{ at }}"
    ).render(Context({"rows": ["/a/", "<b>"], "word": "<i>"}))
    assert drawn == "<a href='/a/x/'>&lt;i&gt;</a><a href='&lt;b&gt;x/'>&lt;i&gt;</a>"


def test_a_stencil_without_a_hole_is_refused():
    with pytest.raises(TemplateSyntaxError, match="one for the value"):
        Template("{% load stencils %}{% stencil ways %}{% endstencil %}")
