"""House rules that no room can keep alone: doors, shortcuts, leaving, migrations, facts, words for translators."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from holdspace.people import leaving
from holdspace.people.models import Person

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "holdspace"
DOORS = [
    path
    for pattern in ("*/views.py", "*/views/*.py", "*/live.py", "*/consumers.py", "*/context.py", "*/templatetags/*.py")
    for path in sorted(HOUSE.glob(pattern))
]
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
SENTENCES_LEAVE_FROM = [path for name in ("views", "forms", "views/*") for path in sorted(HOUSE.glob(f"*/{name}.py"))]
FACTS = """\
circles: circle_joined → nobody yet
circles: story_published → nobody yet
circles: reply_posted → nobody yet
circles: story_heard → nobody yet
library: lesson_read → holdspace.circles.echoes.count_towards_the_year
library: quiz_passed → holdspace.circles.echoes.count_towards_the_year
networks: boundary_drawn → holdspace.circles.echoes.go_on_across_a_boundary, \
holdspace.safeguarding.second_accounts.look_for_others_like_them
networks: boundary_lifted → holdspace.circles.echoes.go_on_across_a_boundary
people: person_joined → holdspace.safeguarding.second_accounts.look_at_who_joined
people: consent_given → nobody yet
people: consent_withdrawn → nobody yet
people: person_left → nobody yet
people: second_step_ended → holdspace.safeguarding.credentials.note_second_step_ended
people: role_given → holdspace.circles.echoes.start_under_a_guides_eye, \
holdspace.safeguarding.credentials.note_role_given
people: role_ended → holdspace.circles.echoes.let_go_of_what_they_took, \
holdspace.safeguarding.credentials.note_role_ended
people: application_sent → holdspace.safeguarding.credentials.tell_leads
people: check_asked → holdspace.safeguarding.credentials.tell_second
people: paper_seen → holdspace.safeguarding.credentials.note_paper_seen
people: opinion_given → holdspace.safeguarding.credentials.note_opinion
people: application_decided → holdspace.safeguarding.credentials.tell_applicant
people: papers_end_soon → holdspace.safeguarding.credentials.tell_of_the_end
people: papers_ended → holdspace.safeguarding.credentials.note_papers_ended
people: new_lock_asked → holdspace.safeguarding.credentials.note_new_lock_asked
people: new_lock_agreed → holdspace.safeguarding.credentials.note_new_lock_agreed
safeguarding: concern_raised → holdspace.circles.echoes.remember_the_words
safeguarding: concern_closed → holdspace.circles.echoes.go_on_after_looking, \
holdspace.safeguarding.echoes.an_appeal_is_not_closed_by_a_note
"""


def of_the_house(model: type[Model]) -> bool:
    return model.__module__.startswith("holdspace.")


# --- doors --------------------------------------------------------------------------------------------------------


def test_the_doors_were_found():
    assert {"circles/views/stories.py", "people/templatetags/faces.py"} <= {
        str(path.relative_to(HOUSE)) for path in DOORS
    }


@pytest.mark.parametrize("path", DOORS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_door_gets_rows_only_from_policies_and_actions(path):
    assert managers_in(path.read_text()) == []


@pytest.mark.parametrize("line", ["Circle.objects.get(pk=1)", "Circle._default_manager.all()", "a = b.objects"])
def test_a_door_that_helps_itself_would_be_found(line):
    assert managers_in(line) == ["objects" if ".objects" in line else "_default_manager"]


def managers_in(source: str) -> list[str]:
    names = {"objects", "_default_manager", "_base_manager"}
    nodes = ast.walk(ast.parse(source))
    return [node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in names]


def test_no_model_of_the_house_hangs_a_shortcut_on_a_person():
    open_to_all = [one for one in Person._meta.related_objects if not one.hidden]
    relations = [one for one in open_to_all if of_the_house(one.related_model)]
    assert [f"{one.related_model.__name__}.{one.field.name}" for one in relations] == []


# --- leaving ------------------------------------------------------------------------------------------------------


def test_every_model_with_a_person_in_it_belongs_to_a_part_that_goes_when_they_leave():
    told = {model for part in leaving.parts() for model in part.models}
    about_people = {model for model in apps.get_models() if of_the_house(model) and points_at_a_person(model)}
    assert len(about_people) > 10
    assert {model._meta.label for model in about_people - told} == set()


def points_at_a_person(model: type[Model]) -> bool:
    """A key to a person. The list of people in a many-to-many is its own model, found by itself."""
    return any(field.related_model is Person and not field.many_to_many for field in model._meta.get_fields())


# --- migrations, facts --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()


def test_who_hears_each_fact():
    done = subprocess.run([sys.executable, ROOT / "bin/facts"], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == FACTS


# --- words --------------------------------------------------------------------------------------------------------

MARKED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"alt", "aria-label", "aria-description", "placeholder", "title"}
NAMES_ITSELF = {"Holdspace"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_word_on_a_page_is_marked_for_translation(path):
    assert Unmarked(path.read_text()).words == []


@pytest.mark.parametrize(
    "line", ["<p>Hello there</p>", '<a aria-label="Go on">{% icon %}</a>', "{% translate 'Hello' %} there"]
)
def test_a_word_without_its_mark_would_be_found(line):
    assert Unmarked(line).words


class Unmarked(HTMLParser):
    """Words of a template that no translator would ever see."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        for pattern in (COMMENT, MARKED, TAG):
            source = pattern.sub(" ", source)
        self.feed(source if "<" in source else f"<fragment {source}>")
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += [word for word in WORD.findall(data) if word not in NAMES_ITSELF]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if tag == "fragment" and value is None:
                self.handle_data(name)
            if name in SPOKEN or (name == "value" and dict(attrs).get("type") == "submit"):
                self.handle_data(value or "")


@pytest.mark.parametrize("path", SENTENCES_LEAVE_FROM, ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_sentence_in_code_is_marked_for_translation(path):
    assert list(unmarked_sentences(path.read_text())) == []


@pytest.mark.parametrize(
    "line", ['messages.info(request, "Gone.")', 'raise ValidationError("No.")', 'Field(label="Go on")']
)
def test_a_sentence_in_code_without_its_mark_would_be_found(line):
    assert list(unmarked_sentences(line))


def unmarked_sentences(source: str) -> Iterator[str]:
    """Plain strings where a person would read them: messages, refusals, labels and help."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        if name.startswith("messages.") or name.endswith(("ValidationError", "add_error")):
            yield from (one.value for one in call.args[-1:] if is_sentence(one))
        told = (word.value for word in call.keywords if word.arg in {"label", "help_text"})
        yield from (one.value for one in told if is_sentence(one))


def is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(WORD.search(node.value))
