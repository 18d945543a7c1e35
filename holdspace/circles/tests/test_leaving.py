"""Ana takes all her words along, and leaves so that nothing readable remains."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from holdspace.circles import actions, unheard
from holdspace.circles.models import Reply, Story, Thanks
from holdspace.circles.tests.scene import ANSWER, DANGER, answered, shared, text_of
from holdspace.people import leaving

pytestmark = pytest.mark.django_db
MARKS = ("quokka", "heron", "Lark", "zebra", "otter", "marmot")


@pytest.fixture
def lived(enter, loss, ana, ben, mira, listens, clock):
    """Ana's weeks here: stories under faces, a reply, thanks both ways, drafts, a step, a letter, wishes."""
    actions.join(circle=loss, person=ana, alias="Lark")
    ours, his = enter(ana), enter(ben)
    answered_one = shared(ours, loss, f"quokka evenings, and {DANGER}", face="alias", notes=["faith"])
    ours.post(f"{answered_one.address}step/", {"end": "done", "hardest": "zebra", "wants_guide": "on"})
    clock.after(minutes=2)
    bens = shared(his, loss, "what Ben carries himself")
    clock.after(minutes=2)
    reply = answered(his, answered_one)
    hers = answered(ours, bens, "heron words of mine, ten of them and some more, for you", face="anonymous")
    own = shared(ours, loss, "a lonely one about an otter", face="anonymous")
    clock.after(minutes=2)
    answered(ours, own, "marmot, said I to myself", face="anonymous")
    actions.thank(person=ana, told=reply, kind="helped")
    actions.thank(person=ben, told=hers, kind="thank-you")
    actions.thank(person=ben, told=answered_one, kind="hear-you")
    ours.post("/circles/loss/write/", {"body": "a draft with a quokka"}, headers={"X-Draft": "1"})
    actions.set_notes(person=ana, settings={"faith": "hide"})
    clock.after(hours=30)
    unheard.tick()
    return answered_one


def everything() -> str:
    """Every row of the house."""
    rows = {
        model._meta.label: list(model._default_manager.values())
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("holdspace.") or model._meta.label == "sessions.Session"
    }
    return json.dumps(rows, cls=DjangoJSONEncoder)


def test_she_takes_everything_along_also_what_she_said_without_a_name(lived, ana, ben):
    words = json.dumps(leaving.words_of(ana), cls=DjangoJSONEncoder, default=str)
    for mark in MARKS:
        assert mark in words
    assert "what Ben carries himself" not in words
    assert str(ben.pk) not in words


def test_nothing_readable_of_her_remains(lived, ana):
    key = str(ana.pk)
    assert all(mark in everything() for mark in MARKS)
    leaving.leave(ana)
    left = everything()
    assert [mark for mark in MARKS if mark in left] == []
    assert key not in left
    assert key.replace("-", "") not in left


def test_what_others_answered_stays_beside_an_empty_place(enter, lived, ana, ben):
    leaving.leave(ana)
    page = text_of(enter(ben).get(lived.address))
    assert ANSWER in page
    assert "[left]" in page
    assert "their words went with them" in page
    assert Story.objects.count() == 2, "Ben's own, and the one he answered"
    assert Reply.objects.filter(author=ben).count() == 1


def test_what_she_told_without_a_name_is_not_renamed_in_the_moment_she_leaves(enter, loss, ana, ben, clock):
    named, nameless = (shared(enter(ana), loss, face=face) for face in ("name", "anonymous"))
    clock.after(minutes=2)
    for story in (named, nameless):
        answered(enter(ben), story, f"{ANSWER} {story.face}")
    clock.after(minutes=2)
    leaving.leave(ana)
    assert "[left]" in text_of(enter(ben).get(named.address))
    page = text_of(enter(ben).get(nameless.address))
    assert "Anonymous" in page
    assert "[left]" not in page


def test_thanks_to_her_and_from_her_are_gone(lived, ana):
    assert Thanks.objects.count() == 3
    leaving.leave(ana)
    assert not Thanks.objects.exists()


def test_the_circle_page_goes_on(enter, lived, ana, ben, mira):
    leaving.leave(ana)
    unheard.tick()
    for somebody in (ben, mira):
        for address in ("/circles/loss/", "/unheard/", "/me/", "/me/notices/", "/duty/"):
            assert enter(somebody).get(address).status_code in (200, 404)


def test_ben_leaving_takes_nothing_of_hers(enter, lived, ana, ben):
    leaving.leave(ben)
    page = text_of(enter(ana).get(lived.address))
    assert "quokka evenings" in page
    assert ANSWER not in page
