"""Under which name somebody speaks, and what others see of it."""

from dataclasses import asdict, dataclass

import pytest
from django.template import Context, Template

from holdspace.people.faces import FaceKind, face_label, may_use, shown
from holdspace.people.models import Person

pytestmark = pytest.mark.django_db


@dataclass
class Saying:
    """What every story and reply has; a model of its own would stay behind in every later test."""

    author: Person | None
    face: str
    alias: str


@pytest.fixture
def said(ana):
    def say(face: str, alias: str = "", author=ana) -> Saying:
        return Saying(author=author, face=face, alias=alias)

    return say


def test_each_face_shows_its_own_name(said):
    assert str(shown(said(FaceKind.NAME))) == "ana"
    assert str(shown(said(FaceKind.ALIAS, "heron"))) == "heron"
    assert str(shown(said(FaceKind.ANONYMOUS))) == "Anonymous"


def test_two_anonymous_people_cannot_be_told_apart(said, ben):
    one, other = shown(said(FaceKind.ANONYMOUS)), shown(said(FaceKind.ANONYMOUS, "wren", author=ben))
    assert one == other
    assert asdict(one) == {"label": "Anonymous", "is_anonymous": True}


def test_an_alias_says_nothing_of_the_account(said, ana):
    words = str(asdict(shown(said(FaceKind.ALIAS, "heron"), place="Loss")))
    assert "ana" not in words
    assert str(ana.pk) not in words
    assert "heron, in Loss" in words


def test_a_lost_alias_falls_to_anonymous_never_to_the_name(said):
    assert str(shown(said(FaceKind.ALIAS, ""))) == "Anonymous"


def test_whoever_left_is_only_left(said):
    assert {str(shown(said(face, "heron", author=None))) for face in (FaceKind.NAME, FaceKind.ALIAS)} == {"[left]"}


def test_words_without_a_name_do_not_show_that_their_writer_left(said):
    assert shown(said(FaceKind.ANONYMOUS, author=None)) == shown(said(FaceKind.ANONYMOUS))


def test_before_sending_ana_sees_what_others_will_see(ana):
    assert [face_label(ana, face, "heron") for face in FaceKind] == ["ana", "heron", "Anonymous"]


def test_only_faces_one_has_can_be_used(ana):
    assert all(may_use(ana, face, "heron") for face in FaceKind)
    assert may_use(ana, "anonymous")
    assert not may_use(ana, "alias")
    assert not may_use(ana, "ben", "ben")
    assert not may_use(ana, "")


def test_a_template_names_an_author_through_the_filter(said):
    page = Template("{% load faces %}{{ said|shown }} · {{ said|shown:'Loss' }}")
    assert page.render(Context({"said": said(FaceKind.ALIAS, "<i>")})) == "&lt;i&gt; · &lt;i&gt;, in Loss"


def test_a_person_printed_by_mistake_gives_no_name(ana):
    assert "ana" not in f"{ana}{ana!r}"
