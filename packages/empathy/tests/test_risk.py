"""Danger is heard in the words people use for it, and not in the words that only sound like it."""

import json
import time
from pathlib import Path

import pytest
from empathy.cues import Cues
from empathy.readers.risk import MOST_CUES, Alarm, assess, read_cues
from empathy.reading import TIERS
from hypothesis import given
from hypothesis import strategies as st

DATA = Path(__file__).parent.parent / "data"


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def found(rows: list[dict[str, str]]) -> list[str]:
    return [row["text"] for row in rows if assess(row["text"]).found]


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("I want to die.", "worry"),
        ("I don't want to live anymore.", "worry"),
        ("I hope I don't wake up tomorrow.", "worry"),
        ("You won't have to worry about me much longer.", "worry"),
        ("They would be better off without me.", "worry"),
        ("I'm tired of being here.", "worry"),
        ("I gave away all my things this week.", "worry"),
        ("I don't want to die, I just want it to stop.", "worry"),
        ("I'm not okay. I will kill myself tonight.", "danger"),
        ("I'm going to hang myself on Friday.", "danger"),
        ("I've been saving up my pills.", "danger"),
        ("I tried to kill myself last night.", "danger"),
        ("asking for a friend: how many sleeping pills would kill you", "danger"),
        ("I just took all of my pills.", "emergency"),
        ("The rope is around my neck.", "emergency"),
        ("I cut myself again last night.", "worry"),
        ("My husband hit me again.", "worry"),
        ("I'm hiding in the bathroom, he has a knife.", "emergency"),
        ("My friend passed out and she is not waking up.", "emergency"),
        ("I'm scared he's going to kill himself.", "worry"),
        ("I intend to end my life once the harvest is in.", "danger"),
        ("Doing it on Saturday when mum is on shift, please don't try to stop me.", "danger"),
        ("There's a noose in the shed and I know what it's for.", "danger"),
        ("I was released from hospital after my overdose and I'm only angry that it failed.", "danger"),
        ("I swallowed all of them.", "emergency"),
        ("Everyone comes out ahead without me.", "worry"),
        ("I read the obituaries and I'm jealous.", "worry"),
        ("I was hoping the scan would show something terminal.", "worry"),
        ("She gave me her records, and she never hugged me like that before.", "worry"),
    ],
)
def test_danger_is_heard(text: str, tier: str) -> None:
    assert assess(text).at_least(tier)


@pytest.mark.parametrize(
    "text",
    [
        "My work is skilled, and the painkiller is for my back.",
        "I'm dying of laughter.",
        "This homework is killing me.",
        "I want to spend my life with him.",
        "I ran 5 kms today.",
        "How do I kill a process?",
        "I died again on level 3.",
        "My friend died last year.",
        "My brother killed himself and I miss him.",
        "I'm not going to kill myself.",
        "I would never hurt myself.",
        "I don't want to die of boredom.",
        "I used to want to die. Two years clean today.",
        "The lyrics say 'I want to die'.",
        "If you are thinking about suicide, please call your local crisis line.",
        "I cut myself shaving.",
        "It hurts me when I bend my knee.",
        "The team came out ahead without me.",
        "I'm hoping her scan is clear.",
        "We are moving out on Friday, so this is goodbye, dear balcony.",
        "If a friend tells you she wants to die, ask her straight out.",
        "Ten years ago I was in hospital after trying to end my life. Today I planted leeks.",
        "Why does my thread commit suicide when the socket closes?",
    ],
)
def test_what_only_sounds_like_danger_is_left(text: str) -> None:
    assert not assess(text).found


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("I want to die.", "self"),
        ("My friend says she wants to die.", "other"),
        ("We lost our dad to suicide.", "loss"),
        ("When I was fifteen I tried to kill myself.", "past"),
        ("I had soup for lunch.", None),
    ],
)
def test_a_guide_sees_whom_it_is_about(text: str, subject: str | None) -> None:
    assert assess(text).subject == subject


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("I tried to kill myself last night.", "I tried to kill myself ten years ago."),
        ("I am going to kill myself.", "I am not going to kill myself."),
        ("I have been cutting myself.", "I have not cut in three years, since I cut myself at school."),
        ("I want to kill myself.", "I used to want to kill myself."),
    ],
)
def test_negation_and_the_past_change_what_is_heard(now: str, then: str) -> None:
    assert assess(now).found
    assert not assess(then).found


@pytest.mark.parametrize(
    "text",
    [
        "I'm not happy and I want to kill myself.",
        "I never sleep, I want to kill myself.",
        "I'm a nurse, I know what to say to others, and I want to kill myself.",
        "My brother killed himself and now I want to kill myself too.",
        "I watched a film last night. I want to kill myself.",
        "I used to like school but now I want to kill myself.",
        "Took all my tablets and they brought me back to the surgery.",
        "Took all my pills, then handed myself in to the police.",
        "I'm jumping off the bridge tonight, my money is for the lifeboat.",
    ],
)
def test_a_word_nearby_does_not_excuse_danger(text: str) -> None:
    assert assess(text).found


@pytest.mark.parametrize(
    "text",
    [
        "Forty tablets with whisky is enough to die.",
        "You tie it to the door handle and lean.",
        "I took 40 paracetamol.",
    ],
)
def test_method_detail_is_named_so_that_a_guide_sees_it_first(text: str) -> None:
    assert "method detail" in {cue.kind for cue in assess(text).cues}


@pytest.mark.parametrize("text", ["I take 20 mg with food.", "I want to die.", "I've been saving up my pills."])
def test_a_means_named_plainly_is_not_method_detail(text: str) -> None:
    assert "method detail" not in {cue.kind for cue in assess(text).cues}


@pytest.mark.parametrize(
    "text",
    [
        "i want to k1ll mys3lf",
        "i want to k i l l myself",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "wanna unalive myself",
        "i wnat to kill myslef",
    ],
)
def test_disguised_words_are_heard(text: str) -> None:
    assert assess(text).found


def test_lines_that_must_never_raise_an_alarm() -> None:
    rows = lines("never-flag")
    assert [row["text"] for row in rows if assess(row["text"]).at_least("danger")] == []
    assert len(found(rows)) <= 3


@pytest.mark.parametrize(
    ("name", "heard", "loud"),
    [
        ("risk-train", 0.95, 0.02),
        ("risk-dev", 0.93, 0.02),
        ("risk-train-2", 0.6, 0.06),
        ("risk-train-3", 0.9, 0.05),
    ],
)
def test_most_of_the_lines_we_learn_from_are_heard(name: str, heard: float, loud: float) -> None:
    rows = lines(name)
    calls = [row for row in rows if TIERS.index(row["tier"]) >= TIERS.index("worry")]
    benign = [row for row in rows if row["tier"] == "none"]
    assert len(found(calls)) >= heard * len(calls)
    assert len(found(benign)) <= loud * len(benign)


def test_a_cue_stands_where_the_writer_wrote_it() -> None:
    text = "Hi all. Honestly, i w4nt t0 d1e, sorry."
    cues = [cue for cue in read_cues(text) if cue.kind == "wish to die"]
    assert [text[cue.start : cue.end] for cue in cues] == ["w4nt t0 d1e"]


def test_one_line_of_danger_at_the_end_of_a_long_story_is_heard() -> None:
    story = "We walked to the shop and bought bread, and then we talked about the weather. " * 60
    assert not assess(story).found
    assert assess(story + "I want to kill myself tonight.").at_least("danger")


def test_a_story_without_full_stops_is_read_to_its_end() -> None:
    assert assess("and then we walked to the shop " * 100 + "i want to kill myself").found


def alarm(worry: float, danger: float = 0.0) -> Alarm:
    return Alarm(worry, danger, worry_from=0.8, danger_from=0.6)


def test_what_a_head_raises_is_the_writers_own_and_stands_in_the_order_of_how_loud_it_was() -> None:
    quiet = "I had soup for lunch."
    worry, louder = assess(quiet, alarm(0.8)), assess(quiet, alarm(0.95))
    danger, loudest = assess(quiet, alarm(0.85, 0.6)), assess(quiet, alarm(0.85, 0.9))
    assert 0.5 < worry.score < louder.score < 0.75 < danger.score < loudest.score < 0.9
    assert {found.subject for found in (worry, louder, danger, loudest)} == {"self"}
    assert assess(quiet, alarm(0.99, 0.6)).score == danger.score


def test_a_trained_head_may_raise_a_quiet_text() -> None:
    quiet = "I had soup for lunch."
    assert assess(quiet, alarm(0.79)).tier == "none"
    assert assess(quiet, alarm(0.8)).tier == "worry"
    assert assess(quiet, alarm(0.8, 0.6)).tier == "danger"
    assert assess(quiet, alarm(0.79, 0.9)).tier == "none"


def test_a_trained_head_may_raise_what_the_cues_found_further() -> None:
    assert assess("I want to die.").tier == "worry"
    assert assess("I want to die.", alarm(0.9, 0.9)).tier == "danger"


PILLS = "I have the pills here and will take them all tonight."


ROUTE = "and then the bus came " * 20


@pytest.mark.parametrize(
    ("text", "heard"),
    [(PILLS, 0.1), (ROUTE + PILLS, 0.0), ("He is hitting me now.", 0.1), ("Me he tomado todas las pastillas.", 0.0)],
)
def test_a_trained_head_does_not_make_danger_smaller(text: str, heard: float) -> None:
    assert assess(text).at_least("danger")
    assert assess(text, alarm(heard)) == assess(text)


@pytest.mark.parametrize("text", ["He is hitting me now.", "He hits me every night.", "I just swallowed all my pills."])
def test_what_cannot_wait_is_looked_at_by_a_person_even_where_the_head_hears_nothing(text: str) -> None:
    assert assess(text).at_least("danger")
    assert assess(text, alarm(0.02)).tier == "worry"


def test_danger_in_few_words_in_which_next_to_nothing_is_heard_is_watched_and_still_shown() -> None:
    text = "Saved my tablets for it. Now I save stamps."
    assert assess(text).tier == "danger"
    assert assess(text, alarm(0.02)).tier == "watch"
    assert assess(text, alarm(0.02)).cues


def test_where_the_head_hears_hardly_anything_a_worry_is_watched_and_still_shown() -> None:
    text = "Better if I was not here any more."
    assert assess(text).tier == "worry"
    assert assess(text, alarm(0.5)).tier == "worry"
    quiet = assess(text, alarm(0.1))
    assert quiet.tier == "watch"
    assert quiet.cues


def test_where_the_cues_know_of_a_loss_the_head_may_still_hear_more() -> None:
    text = "We lost our dad to suicide, and I do not want to stay here either."
    assert not assess(text, alarm(0.1)).at_least("danger")
    assert assess(text, alarm(1.0, 1.0)).at_least("danger")


def test_what_the_head_hears_keeps_the_score_in_its_tier() -> None:
    worry, danger = assess("I had soup.", alarm(1.0)), assess("I had soup.", alarm(1.0, 1.0))
    assert 0.5 < worry.score < 0.75 < danger.score < 0.9


def test_more_cues_stand_higher_and_stay_within_their_tier() -> None:
    one, two = assess("I want to die."), assess("I want to die. My kids would be better off without me.")
    assert 0.5 < one.score < two.score < 0.75


def test_no_more_cues_are_shown_than_a_guide_can_read() -> None:
    assert len(read_cues("I want to die, said day %d. " * 90 % tuple(range(90)))) == MOST_CUES


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_cue_lies_within_it(text: str) -> None:
    risk = assess(text)
    assert risk.tier in TIERS
    assert all(0 <= cue.start < cue.end <= len(text) for cue in risk.cues)


@pytest.mark.parametrize("piece", ["i want to ", "a", "kill ", "(((", "dont want to not ", "é", "i w a n t "])
def test_a_million_characters_take_no_longer_than_a_breath(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece)))[:1_000_000]
    assess("warm up: i want to kill myself")
    began = time.process_time()
    assess(text)
    assert time.process_time() - began < 4


def test_a_text_reads_the_same_whichever_cue_was_looked_for_first(monkeypatch):
    texts = [row["text"] for row in lines("risk-train")[:400]]
    forwards, first = [assess(text) for text in texts], Cues.candidates
    monkeypatch.setattr(Cues, "candidates", lambda self, words: reversed(list(first(self, words))))
    assert [assess(text) for text in texts] == forwards


@pytest.mark.parametrize(
    ("quiet", "meant"),
    [
        ("no thoughts of hurting the baby, only of sleep", "i have thoughts of hurting the baby"),
        ("never had any urges to hurt the baby", "no i want to hurt the baby"),
        ("i haven't got pills, i've got a casserole", "i've got pills ready for tonight"),
        ("just hung myself a new picture in the hall", "i just hung myself and the rope snapped"),
        ("I've decided how the captain dies. In a chair.", "I've decided how and when. Everything is ready."),
        ("checked the door nineteen times, it was shut", "checked the door would hold my weight"),
        ("bought razor blades, my beard grows like weeds", "bought razor blades and i know what for"),
        ("Took his leftover pills back to the chemist.", "Took her morphine back to the chemist but kept half of it."),
        ("I overdosed on garlic bread.", "I overdosed on tramadol."),
        ("Jumping off a bridge on Saturday, sponsor me.", "Jumping off a bridge on Saturday."),
        ("Where do old umbrellas go to die?", "Where can I go to die?"),
        ("I'll be dead of boredom before noon.", "I'll be dead before noon."),
        ("I took an overdose at 17. I'm a nurse now.", "I took an overdose. I'm a nurse now, and I'll do it again."),
        ("He hit me for years. He's in the ground.", "He hit me for years. I hope he's in the ground soon."),
    ],
)
def test_the_same_words_are_quiet_in_one_line_and_meant_in_the_other(quiet: str, meant: str) -> None:
    assert not assess(quiet).found
    assert assess(meant).found


@pytest.mark.parametrize("beside", ["my shift ends at nine", "the news is on", "i watched a film"])
def test_work_and_films_in_the_sentence_do_not_excuse_what_somebody_says_of_themselves(beside: str) -> None:
    assert assess(f"I'm on the roof and I'm going to jump and {beside}").at_least("danger")
    assert not assess(f"She's on the roof and going to jump and {beside}, the chapter says").found


@pytest.mark.parametrize(
    "text",
    [
        "The gun is loaded and the boss fight starts.",
        "The pills are lined up and the wifi is down.",
        "The ward is quiet and the pills are lined up.",
        "I read the chapter where the pills are lined up.",
    ],
)
def test_what_is_excused_counts_where_the_head_hears_that_it_may_be_meant(text: str) -> None:
    assert not assess(text, alarm(0.29)).found
    meant = assess(text, alarm(0.3))
    assert (meant.tier, meant.subject) == ("danger", "self")


def test_an_excused_worry_stays_excused_until_the_head_itself_raises_it() -> None:
    text = "I want to die and this boss fight never ends."
    assert not assess(text, alarm(0.6)).found
    assert assess(text, alarm(0.9)).found


def test_what_somebody_was_asked_is_heard_since_the_answer_may_be_yes() -> None:
    assert assess("He asked if I want to die. Yes. I do.").found
