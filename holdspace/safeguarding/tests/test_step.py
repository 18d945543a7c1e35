"""The one-minute step as this room knows it: theirs alone, ended once, asking for a guide once."""

import pytest

from holdspace.safeguarding import actions, leaving
from holdspace.safeguarding.ladder import Level, level_of
from holdspace.safeguarding.models import Concern, Kind, Step
from holdspace.safeguarding.policy import own_concern, shared_step

pytestmark = pytest.mark.django_db
LINK = "/stories/one/"


@pytest.fixture
def step(ana):
    concern = actions.raise_concern(kind=Kind.READING, level=Level.DANGER, link=LINK, person=ana, reasons=["why"])
    return actions.step_of(concern, ana)


def test_there_is_one_step_a_concern(step, ana):
    assert actions.step_of(step.concern, ana) == step
    assert own_concern(ana, LINK) == step.concern


def test_it_is_not_ben_s(step, ben):
    assert own_concern(ben, LINK) is None


@pytest.mark.parametrize(("lets", "is_over"), [(True, True), (True, False), (False, True)])
def test_a_guide_reads_it_when_it_is_over_and_she_lets_them(step, lets, is_over):
    step.hardest, step.lets_guide_see = "the evenings", lets
    step.save()
    if is_over:
        actions.end_step(step=step)
    assert (shared_step(step.concern) is not None) is (lets and is_over)


@pytest.mark.parametrize("wants", [True, False])
def test_only_who_asks_for_a_guide_gets_a_concern_more(step, wants):
    step.wants_guide = wants
    for _ in range(2):
        actions.end_step(step=step)
    asked = Concern.objects.filter(kind=Kind.ASKED)
    assert asked.count() == int(wants)
    assert not asked.exclude(level=Level.DANGER).exists()


def test_the_ladder_begins_at_worry():
    from holdspace.listening.models import Tier

    assert [level_of(tier) for tier in (None, *Tier)] == [None, None, None, Level.WORRY, Level.DANGER, Level.EMERGENCY]


def test_she_takes_her_minute_along_and_leaves_none(step, ana):
    step.hardest = "the evenings"
    step.save()
    assert leaving.export(ana)["steps"][0]["hardest"] == "the evenings"
    leaving.erase(ana)
    assert not Step.objects.exists()
    assert Concern.objects.get().person is None
