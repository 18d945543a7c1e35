"""A small run of the simulated days. The whole one is a command; its figures stand in docs/routing.md."""

from dataclasses import replace

import numpy as np
import pytest

from holdspace.circles.promises import BANDS, Supply, Wait, hour_band, promise

from .cli import main, put_between_marks
from .days import CHRONOLOGICAL, WAVES, Days, Outcome
from .figures import MEASURES, Figures, Measure, covered_wait, figures, gini, mean, most_in_a_day
from .house import BUDGET, moment
from .world import DAY, HOUR, Drawn, World, draw

SEEDS = 1, 2
WORLD = World(members=1000, days=14)


def run(world: World, policy=WAVES) -> Figures:
    drawn = draw(world)
    return figures(drawn, Days(drawn, policy).run())


@pytest.fixture(scope="module")
def feed() -> list[Figures]:
    return [run(replace(WORLD, seed=seed), CHRONOLOGICAL) for seed in SEEDS]


@pytest.fixture(scope="module")
def waves() -> list[Figures]:
    return [run(replace(WORLD, seed=seed)) for seed in SEEDS]


def test_the_feed_alone_is_the_one_the_limits_were_set_by():
    alone = run(World(members=1000, days=28, seed=1), CHRONOLOGICAL)
    assert (alone.stories, round(alone.unheard4, 3), round(alone.unheard24, 3)) == (722, 0.670, 0.202)


def test_waves_leave_fewer_unheard_than_the_feed_alone(feed, waves):
    assert mean(waves, unheard4) <= 0.78 * mean(feed, unheard4)
    assert mean(waves, unheard24) <= 0.45 * mean(feed, unheard24)


def unheard4(run: Figures) -> float:
    return run.unheard4


def unheard24(run: Figures) -> float:
    return run.unheard24


def test_newcomers_are_heard_no_later_than_regulars(waves):
    assert mean(waves, lambda run: run.by_group["newcomers"] - run.by_group["regulars"]) <= 0.02


def test_no_listener_is_asked_past_their_budget(waves):
    assert max(run.notices_most for run in waves) == BUDGET


def test_guides_leave_almost_nobody_late_in_covered_hours():
    assert run(replace(WORLD, guide_replies_per_hour=1)).late_covered <= 0.12


def test_where_listeners_answer_less_it_gets_worse_and_nothing_breaks(waves):
    tired = [run(replace(WORLD, seed=seed, willing=0.6)) for seed in SEEDS]
    assert mean(waves, unheard4) < mean(tired, unheard4) < 0.75
    assert max(run.notices_most for run in tired) <= BUDGET


def test_where_listeners_answer_less_less_is_promised():
    well = replace(WORLD, listener_share=0.1, night_share=0.15, guide_replies_per_hour=1)
    usual, tired = promised(well), promised(replace(well, willing=0.6))
    assert usual == {"night": 4, "morning": 4, "afternoon": 2, "evening": 4}
    assert all(tired[band] >= hours for band, hours in usual.items())
    assert tired != usual


def promised(world: World) -> dict[str, int]:
    """Hours, none counting as two days, that writers in the largest language would be told at the end."""
    drawn = draw(world)
    waits = as_waits(drawn, Days(drawn, WAVES).run())
    supply = Supply(len(drawn.listeners), {}, ())
    end = moment(world.days * DAY)
    told = {band: promise(waits, supply, language_group="0", band=band, now=end) for band in BANDS}
    return {band: hours or 48 for band, hours in told.items()}


def as_waits(drawn: Drawn, out: Outcome) -> list[Wait]:
    begun = [moment(at) for at in drawn.stories.at]
    heard = [None if np.isinf(at) else moment(at) for at in out.heard]
    languages = map(str, drawn.stories.language)
    rows = zip(languages, begun, heard, strict=True)
    return [Wait(language, hour_band(start), start, end) for language, start, end in rows]


def test_a_limit_is_met_or_missed_and_a_size_without_one_is_neither():
    most, least = (
        Measure("m", lambda runs: 0, {1000: 0.5}),
        Measure("l", lambda runs: 0, {1000: 0.5}, at_least=True),
    )
    assert (most.is_met(0.5, 1000), most.is_met(0.51, 1000), most.is_met(0.5, 500)) == (True, False, None)
    assert (least.is_met(0.5, 1000), least.is_met(0.49, 1000)) == (True, False)
    assert all(1000 in measure.limits for measure in MEASURES)


def test_the_most_in_a_day_is_looked_for_in_every_day_long_stretch():
    assert most_in_a_day([]) == 0
    assert most_in_a_day([0, 10, DAY - 1, DAY]) == 3
    assert most_in_a_day([0, 5 * DAY, 5 * DAY + 1]) == 2


def test_waiting_at_night_does_not_count_as_covered():
    midnight, eight = np.array([DAY]), np.array([DAY + 8 * HOUR])
    assert covered_wait(midnight, eight.astype(float)) == [HOUR]


def test_an_even_load_has_no_gini_and_one_who_does_all_has_much():
    assert gini(np.full(10, 3)) == pytest.approx(0)
    assert gini(np.array([0] * 9 + [5])) == pytest.approx(0.9)


def test_the_command_ends_with_1_where_a_limit_is_missed_and_writes_its_table(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- figures 1000 -->\nold\n<!-- end 1000 -->\nbelow\n")
    hopeless = ["--days", "5", "--seeds", "1", "--markdown", str(page), "--set", "willing=0"]
    assert main(hopeless) == 1
    written = page.read_text()
    assert "**missed**" in capsys.readouterr().out
    assert "**missed**" in written
    assert "old" not in written
    assert written.startswith("above\n")
    assert written.endswith("below\n")


def test_a_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("no marks")
    with pytest.raises(ValueError, match="no marks for 1000"):
        put_between_marks(page, 1000, "table")
    assert page.read_text() == "no marks"


def test_an_unknown_setting_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--set", "kindness=2"])
    assert "kindness is none of" in capsys.readouterr().err
