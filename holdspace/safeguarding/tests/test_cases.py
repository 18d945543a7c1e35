"""A case from the first look to the last note: who may do what to it, and what is written down."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from holdspace.circles.tests.scene import text_of
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.safeguarding import actions, cases
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Aftercare, Case, CaseStep, Concern, Entry, HandOver, Kind, SecondLook, State
from holdspace.safeguarding.models.cases import EDGES

pytestmark = pytest.mark.django_db
WHY = "She names a place and an evening."
ENDED = {"note": "We spoke for an hour.", "ended": "confirmed"}
NO_ANSWER = {"note": "Nobody answers.", "ended": "unresolved"}


@pytest.fixture
def case(raised):
    """The program noticed danger in Ana's words. `case()` is as it is now; `case.url` leads to it."""
    concern = raised(Level.DANGER)

    def now():
        return Case.objects.get(pk=concern.case_id)

    now.url = f"/duty/{concern.case_id}/"
    now.concern = concern
    return now


def given_back(answer):
    """The words that stand on a page to be copied, because there is no form for them any more."""
    assert answer.status_code == 422
    return re.findall(r'<textarea id="written-\d+"[^>]*>\n(.*?)</textarea>', text_of(answer), re.DOTALL)


def deeds(about):
    return list(Entry.objects.filter(about=about).values_list("what", flat=True))


# --- reading ------------------------------------------------------------------------------------------------------


def test_each_look_at_a_case_leaves_a_row_also_one_that_went_wrong(enter, mira, moss, case):
    for guide in (mira, moss, mira):
        enter(guide).get(case.url)
    enter(mira).get(f"/duty/{case.concern.pk}/")
    enter(moss).post(case.url, {"note": ""})
    assert deeds(case.url) == ["case_read"] * 5
    assert set(Entry.objects.values_list("by", flat=True)) == {mira.pk, moss.pk}


def test_whoever_may_not_see_it_leaves_no_row_and_finds_nothing(enter, ana, ben, sten, case):
    for somebody in (ana, ben, sten):
        assert enter(somebody).get(case.url).status_code == 404
        assert enter(somebody).get(f"{case.url}others/").status_code == 404
    assert not Entry.objects.exists()


def test_who_else_is_looking_is_told_for_a_minute(enter, mira, moss, case):
    enter(moss).get(case.url)
    assert "Also looking at this now: moss" in text_of(enter(mira).get(case.url))
    assert "Also looking at this now: moss" in text_of(enter(mira).get(f"{case.url}others/"))
    cases.Presence.objects.update(at=timezone.now() - timedelta(seconds=61))
    page = text_of(enter(mira).get(f"{case.url}others/"))
    assert "moss" not in page
    assert "mira" not in page


# --- steps --------------------------------------------------------------------------------------------------------


def test_every_step_has_who_when_and_why(enter, mira, lena, case):
    enter(mira).post(f"{case.url}take/")
    enter(mira).post(f"{case.url}move/", {"to": "lead", "why": WHY})
    found = list(CaseStep.objects.values_list("before", "after", "by__name", "why"))
    assert found == [
        ("", "detected", None, ""),
        ("detected", "taken", "mira", ""),
        ("taken", "lead", "mira", WHY),
    ]
    page = text_of(enter(lena).get(case.url))
    assert "mira took this up." in page
    assert "mira asked the lead." in page
    assert WHY in page


@pytest.mark.parametrize("data", [{"to": "lead", "why": " "}, {"why": WHY}, {"to": "closed", "why": WHY}])
def test_without_a_reason_or_to_nowhere_it_does_not_move(enter, mira, case, data):
    answer = enter(mira).post(f"{case.url}move/", data)
    assert answer.status_code == 422
    if data.get("why") == WHY:
        assert WHY in text_of(answer)
    assert case().state == State.DETECTED


def test_it_moves_along_its_edges_only_and_the_database_says_the_same(mira, case):
    for before in State:
        for after in State:
            allowed = after in EDGES[before]
            assert is_kept(case(), before, after, mira) is allowed, (before, after)


def is_kept(case, before, after, by):
    try:
        with transaction.atomic():
            CaseStep.objects.create(case=case, before=before, after=after, by=by)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_a_step_that_is_none_is_refused_by_the_method_too(mira, case):
    with pytest.raises(ValueError, match="does not go"):
        cases.move(case=case(), to=State.UNRESOLVED, by=mira)


# --- two at once --------------------------------------------------------------------------------------------------


def test_the_slower_of_two_is_told_who_has_it_and_may_take_it_over_with_a_reason(enter, mira, moss, case):
    enter(mira).post(f"{case.url}take/")
    slower = enter(moss).post(f"{case.url}take/", follow=True)
    assert "Somebody else took this a moment ago." in text_of(slower)
    assert "mira" in text_of(slower)
    assert enter(moss).post(f"{case.url}take-over/", {"why": ""}).status_code == 422
    assert case().taken_by == mira
    enter(moss).post(f"{case.url}take-over/", {"why": "Her shift is over."})
    assert case().taken_by == moss
    assert "moss took this over." in text_of(enter(mira).get(case.url))


def test_what_is_nobodys_cannot_be_taken_over(enter, mira, case):
    assert enter(mira).post(f"{case.url}take-over/", {"why": WHY}).status_code == 422
    assert case().taken_by is None


def test_a_case_is_handed_to_a_colleague_who_says_yes(enter, mira, moss, case):
    enter(mira).post(f"{case.url}take/")
    enter(mira).post(f"{case.url}hand-over/", {"to": "moss", "note": "She answers in the evening."})
    assert case().taken_by == mira, "it stays with her until he says yes"
    assert "mira asks you to take a case" in text_of(enter(moss).get("/duty/"))
    assert "She answers in the evening." in text_of(enter(moss).get(case.url))
    enter(moss).post(f"{case.url}hand-over/answer/", {"answer": "yes"})
    assert case().taken_by == moss
    assert set(Concern.objects.values_list("taken_by__name", flat=True)) == {"moss"}


def test_a_colleague_may_say_not_now_and_nobody_else_answers_for_them(enter, mira, moss, lena, case):
    enter(mira).post(f"{case.url}take/")
    enter(mira).post(f"{case.url}hand-over/", {"to": "moss", "note": "I have to leave."})
    for somebody in (mira, lena):
        assert enter(somebody).post(f"{case.url}hand-over/answer/", {"answer": "yes"}).status_code == 404
    enter(moss).post(f"{case.url}hand-over/answer/", {"answer": "no"})
    assert case().taken_by == mira
    assert HandOver.objects.get().accepted is False


@pytest.mark.parametrize("to", ["ben", "mira", "nobody", ""])
def test_it_is_handed_to_somebody_else_on_duty_or_to_nobody(enter, mira, ben, case, to):
    enter(mira).post(f"{case.url}take/")
    answer = enter(mira).post(f"{case.url}hand-over/", {"to": to, "note": "I have to leave."})
    assert answer.status_code == 422
    assert "I have to leave." in text_of(answer)
    assert not HandOver.objects.exists()


def test_only_whoever_has_it_hands_it_on(enter, mira, moss, lena, case):
    enter(mira).post(f"{case.url}take/")
    assert enter(moss).post(f"{case.url}hand-over/", {"to": "lena", "note": "Hers."}).status_code == 422
    assert not HandOver.objects.exists()


def test_a_take_over_ends_the_question_and_the_one_who_was_asked_learns_who_has_it(enter, mira, moss, lena, case):
    enter(mira).post(f"{case.url}take/")
    enter(mira).post(f"{case.url}hand-over/", {"to": "lena", "note": "I have to leave."})
    enter(moss).post(f"{case.url}take-over/", {"why": "mira is asleep."})
    assert "mira asks you to take a case" not in text_of(enter(lena).get("/duty/"))
    slower = enter(lena).post(f"{case.url}hand-over/answer/", {"answer": "yes"}, follow=True)
    assert "Nobody asks you any more: somebody else has it now" in text_of(slower)
    assert case().taken_by == moss
    assert "case_handed_on" not in deeds(case.url)


def test_only_whoever_still_has_it_can_have_asked(enter, mira, moss, lena, case):
    enter(mira).post(f"{case.url}take/")
    enter(mira).post(f"{case.url}hand-over/", {"to": "lena", "note": "I have to leave."})
    Case.objects.update(taken_by=moss)
    assert "mira asks you to take" not in text_of(enter(lena).get("/duty/")) + text_of(enter(lena).get(case.url))
    enter(lena).post(f"{case.url}hand-over/answer/", {"answer": "yes"})
    assert case().taken_by == moss


# --- a second pair of eyes ----------------------------------------------------------------------------------------


def test_at_danger_nobody_advises_outside_help_alone(enter, mira, case):
    enter(mira).post(f"{case.url}take/")
    answer = enter(mira).post(f"{case.url}move/", {"to": "advised", "why": WHY})
    assert answer.status_code == 422
    assert WHY in text_of(answer)
    enter(mira).post(f"{case.url}second-look/", {"why": WHY})
    assert (
        enter(mira).post(f"{case.url}second-look/answer/", {"agrees": "yes", "answer": "I agree with me."}).status_code
        == 422
    )
    assert case().state == State.TAKEN
    look = SecondLook.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondLook.objects.filter(pk=look.pk).update(
            answered_by=mira, agrees=True, answer="x", answered_at=look.asked_at
        )


def test_two_decide_and_both_reasons_are_written_down(enter, mira, moss, case):
    enter(mira).post(f"{case.url}second-look/", {"why": WHY})
    assert case().taken_by == mira
    assert "A colleague asks for a second pair of eyes" in text_of(enter(moss).get("/duty/"))
    assert WHY in text_of(enter(moss).get(case.url))
    assert enter(moss).post(f"{case.url}second-look/answer/", {"agrees": "yes", "answer": ""}).status_code == 422
    enter(moss).post(f"{case.url}second-look/answer/", {"agrees": "yes", "answer": "I read it the same way."})
    assert case().state == State.ADVISED
    page = text_of(enter(mira).get(case.url))
    assert "Two decided: help from outside is advised." in page
    assert "I read it the same way." in page
    assert {"second_look_asked", "second_look_answered"} <= set(deeds(case.url))


def test_the_second_one_may_disagree(enter, mira, lena, case):
    enter(mira).post(f"{case.url}second-look/", {"why": WHY})
    enter(lena).post(f"{case.url}second-look/answer/", {"agrees": "no", "answer": "She is with her sister."})
    assert case().state == State.TAKEN
    assert "no help from outside for now" in text_of(enter(mira).get(case.url))


YES = {"agrees": "yes", "answer": "I read it the same way."}


def test_handed_back_nobody_is_asked_any_more_and_a_late_answer_comes_back(enter, mira, moss, case):
    enter(mira).post(f"{case.url}second-look/", {"why": WHY})
    enter(mira).post(f"{case.url}hand-back/")
    assert "A colleague asks for a second pair of eyes" not in text_of(enter(moss).get("/duty/"))
    late = enter(moss).post(f"{case.url}second-look/answer/", YES)
    assert "Nobody asks this any more" in text_of(late)
    assert given_back(late) == ["I read it the same way."]
    assert (case().state, SecondLook.objects.count()) == (State.DETECTED, 0)


def test_a_question_that_was_answered_keeps_its_first_answer(enter, mira, moss, lena, case):
    enter(mira).post(f"{case.url}second-look/", {"why": WHY})
    enter(lena).post(f"{case.url}second-look/answer/", {"agrees": "no", "answer": "She is with her sister."})
    late = enter(moss).post(f"{case.url}second-look/answer/", YES)
    assert given_back(late) == ["I read it the same way."]
    assert (SecondLook.objects.get().answered_by, case().state) == (lena, State.TAKEN)


def test_below_danger_one_guide_may_advise_help(enter, mira, raised):
    worry = raised(Level.WORRY, about="two").case
    enter(mira).post(f"{worry.address}move/", {"to": "advised", "why": "Her doctor knows her well."})
    worry.refresh_from_db()
    assert worry.state == State.ADVISED


def test_what_was_danger_once_needs_two_also_after_the_words_were_looked_at(enter, mira, raised):
    first = raised(Level.DANGER, about="two")
    raised(Level.WORRY, about="two", kind=Kind.ASKED)
    actions.close(concern=first, by=mira, note="Looked.")
    assert enter(mira).post(f"{first.case.address}move/", {"to": "advised", "why": WHY}).status_code == 422


# --- closing ------------------------------------------------------------------------------------------------------


def test_no_answer_needs_a_second_way_first(enter, mira, case):
    guide = enter(mira)
    assert guide.post(case.url, NO_ANSWER).status_code == 422
    guide.post(f"{case.url}write/", {"body": "May we talk?"})
    assert case().state == State.CONTACT
    again = guide.post(case.url, NO_ANSWER)
    assert again.status_code == 422
    assert "try a second way first" in text_of(again)
    assert "Nobody answers." in text_of(again)
    guide.post(f"{case.url}move/", {"to": "lead", "why": "Three days without a word."})
    assert guide.post(case.url, NO_ANSWER).status_code == 302
    assert list(CaseStep.objects.values_list("after", flat=True))[-2:] == ["unresolved", "closed"]


@pytest.mark.parametrize(
    "data", [{"note": " ", "ended": "confirmed"}, {"note": "Fine."}, {"note": "x", "ended": "open"}]
)
def test_it_is_closed_with_a_note_and_an_ending(enter, mira, case, data):
    assert enter(mira).post(case.url, data).status_code == 422
    assert case().is_open


def test_a_closed_case_stays_as_it_was(enter, mira, moss, case):
    enter(mira).post(case.url, ENDED)
    for place, data in (
        ("take/", {}),
        ("take-over/", {"why": WHY}),
        ("move/", {"to": "lead", "why": WHY}),
        ("hand-back/", {}),
    ):
        enter(moss).post(f"{case.url}{place}", data)
    enter(moss).post(case.url, {"note": "Another story.", "ended": "confirmed"})
    assert (case().state, case().taken_by) == (State.CLOSED, mira)
    assert "Another story." not in "".join(CaseStep.objects.values_list("why", flat=True))
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(closed_at=None)


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("", {"note": "I rang her sister.", "ended": "confirmed"}),
        ("", {"note": "I rang her sister."}),
        ("move/", {"to": "lead", "why": "I rang her sister."}),
        ("second-look/", {"why": "I rang her sister."}),
        ("second-look/answer/", {"agrees": "yes", "answer": "I rang her sister."}),
        ("hand-over/", {"to": "lena", "note": "I rang her sister."}),
        ("hand-over/", {"to": "", "note": "I rang her sister."}),
        ("take-over/", {"why": "I rang her sister."}),
        ("hand-back/", {"why": "I rang her sister."}),
    ],
)
def test_whoever_wrote_while_another_closed_it_is_told_and_can_copy_their_words(
    enter, mira, moss, lena, case, place, data
):
    enter(mira).post(case.url, ENDED)
    slower = enter(moss).post(f"{case.url}{place}", data)
    assert given_back(slower) == ["I rang her sister."]
    assert re.search("closed meanwhile|has changed since|handed back or closed", text_of(slower))
    assert "We spoke for an hour." in text_of(slower), "the page shows how it stands now"


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("hand-over/", {"to": "lena", "note": "She answers in the evening."}),
        ("hand-back/", {"why": "She answers in the evening."}),
    ],
)
def test_whoever_gives_away_what_another_took_over_meanwhile_is_told_and_can_copy_their_words(
    enter, mira, moss, lena, case, place, data
):
    enter(mira).post(f"{case.url}take/")
    enter(moss).post(f"{case.url}take-over/", {"why": "Her shift is over."})
    slower = enter(mira).post(f"{case.url}{place}", data)
    assert "Somebody else looks after this case now." in text_of(slower)
    assert given_back(slower) == ["She answers in the evening."]


def test_words_for_a_form_that_still_stands_there_stay_in_it(enter, mira, moss, case):
    enter(mira).post(f"{case.url}take/")
    slower = enter(moss).post(f"{case.url}move/", {"to": "lead", "why": WHY})
    assert "Somebody else looks after this case now." in text_of(slower)
    assert given_back(slower) == []
    assert f"{WHY}</textarea>" in text_of(slower)


def test_what_was_handed_back_meanwhile_can_be_taken_up_instead(enter, mira, moss, case):
    enter(mira).post(f"{case.url}take/")
    enter(mira).post(f"{case.url}hand-back/")
    slower = enter(moss).post(f"{case.url}take-over/", {"why": WHY})
    assert "Nobody looks after this case now. You can take it up." in text_of(slower)
    assert given_back(slower) == [WHY]


def test_the_same_thing_later_is_a_case_of_its_own_with_the_first_one_in_sight(enter, mira, raised, case):
    enter(mira).post(case.url, ENDED)
    again = raised(Level.WORRY)
    assert again.case_id != case().pk
    assert "We spoke for an hour." in text_of(enter(mira).get(again.case.address))


# --- what follows -------------------------------------------------------------------------------------------------


def test_after_danger_somebody_looks_in_twice_and_who_helped_writes_how_it_was(enter, mira, moss, lena, case):
    enter(mira).post(f"{case.url}second-look/", {"why": WHY})
    enter(moss).post(f"{case.url}second-look/answer/", {"agrees": "no", "answer": "Not yet."})
    enter(mira).post(case.url, ENDED)
    due = {
        (one.kind, one.helper): round((one.due_at - timezone.now()).total_seconds() / 3600)
        for one in Aftercare.objects.all()
    }
    assert due == {("day", None): 24, ("week", None): 168, ("debrief", mira): 24, ("debrief", moss): 24}
    assert "Look in on them, a day later" in text_of(enter(lena).get("/duty/"))
    assert "how it was for you" in text_of(enter(mira).get("/duty/"))
    assert "how it was for you" not in text_of(enter(lena).get("/duty/"))


def test_aftercare_is_done_with_a_note_by_whom_it_is_for(enter, mira, moss, lena, case):
    enter(mira).post(case.url, ENDED)
    assert enter(moss).post(f"{case.url}aftercare/debrief/", {"note": "Not mine."}).status_code == 404
    assert enter(mira).post(f"{case.url}aftercare/day/", {"note": " "}).status_code == 422
    enter(moss).post(f"{case.url}aftercare/day/", {"note": "She slept, and goes to work."})
    enter(mira).post(f"{case.url}aftercare/debrief/", {"note": "I needed a walk afterwards."})
    assert enter(mira).post(f"{case.url}aftercare/day/", {"note": "Once more."}).status_code == 404
    assert "She slept, and goes to work." in text_of(enter(moss).get(case.url))
    assert "I needed a walk afterwards." not in text_of(enter(moss).get(case.url))
    assert "I needed a walk afterwards." in text_of(enter(lena).get(case.url))


def test_after_a_worry_nothing_follows_by_itself(mira, raised):
    actions.close(concern=raised(Level.WORRY), by=mira, note="Looked.")
    assert not Aftercare.objects.exists()


# --- whose case it is ---------------------------------------------------------------------------------------------


def test_a_case_whose_author_left_stays_whole_and_nobody_is_written_to(enter, mira, ana, case):
    enter(mira).post(f"{case.url}move/", {"to": "contact", "why": WHY})
    leaving.leave(ana)
    page = text_of(enter(mira).get(case.url))
    assert WHY in page
    assert "Nobody known stands behind this any more" in page
    assert enter(mira).post(f"{case.url}write/", {"body": "Are you there?"}).status_code == 404
    assert enter(mira).post(case.url, ENDED).status_code == 302
    assert not Aftercare.objects.filter(helper=None).exists()


def test_a_guide_neither_sees_nor_judges_a_case_in_which_anything_is_about_them(enter, mira, moss, raised, ana):
    hers = raised(Level.DANGER, about="mira", person=ana).case
    raised(Level.WORRY, about="mira", person=mira, kind=Kind.ASKED)
    for place in ("", "others/"):
        assert enter(mira).get(f"{hers.address}{place}").status_code == 404
    for place in (
        "",
        "take/",
        "take-over/",
        "hand-back/",
        "move/",
        "second-look/",
        "hand-over/",
        "write/",
        "aftercare/day/",
    ):
        data = {**ENDED, "why": WHY, "to": "lead", "body": "x"}
        assert enter(mira).post(f"{hers.address}{place}", data).status_code == 404, place
    enter(moss).post(f"{hers.address}take/")
    Notice.objects.all().delete()
    assert enter(moss).post(f"{hers.address}hand-over/", {"to": "mira", "note": "Yours."}).status_code == 302
    assert list(Notice.objects.values_list("person__name", flat=True)) == ["lena"], "moss learns nothing of it"
    assert "asks you to take a case" not in text_of(enter(mira).get("/duty/"))
    assert "why mira" not in text_of(enter(mira).get("/duty/"))
    assert enter(moss).get(hers.address).status_code == 200


def test_when_a_guide_leaves_what_they_had_waits_again(enter, mira, lena, case):
    enter(mira).post(f"{case.url}move/", {"to": "contact", "why": WHY})
    leaving.leave(mira)
    assert (case().state, case().taken_by) == (State.DETECTED, None)
    assert "nobody yet" in text_of(enter(lena).get("/duty/"))


def test_what_happened_by_itself_closes_a_case_nobody_had_begun(ana, mira, raised):
    waiting = raised(Level.HEAVY, kind=Kind.UNHEARD).case
    begun = raised(Level.HEAVY, kind=Kind.UNHEARD, about="two")
    actions.write_as_guide(concern=begun, guide=mira, body="How are you?")
    for link in (waiting.link, begun.link):
        actions.no_longer_waits(kind=Kind.UNHEARD, link=link, note="Somebody answered.")
    waiting.refresh_from_db()
    assert waiting.state == State.CLOSED
    assert Case.objects.get(link=begun.link).state == State.CONTACT


def test_a_case_that_closes_by_itself_asks_nobody_any_more(enter, ana, mira, moss, lena, raised):
    waiting = raised(Level.HEAVY, kind=Kind.UNHEARD).case
    enter(mira).post(f"{waiting.address}take/")
    enter(mira).post(f"{waiting.address}second-look/", {"why": WHY})
    enter(mira).post(f"{waiting.address}hand-over/", {"to": "moss", "note": "I have to leave."})
    actions.no_longer_waits(kind=Kind.UNHEARD, link=waiting.link, note="Somebody answered.")
    assert "asks you to take a case" not in text_of(enter(moss).get("/duty/"))
    slower = enter(moss).post(f"{waiting.address}hand-over/answer/", {"answer": "yes"}, follow=True)
    assert "Nobody asks you any more: somebody else has it now, it waits again, or it is closed." in text_of(slower)
    assert given_back(enter(lena).post(f"{waiting.address}second-look/answer/", YES)) == ["I read it the same way."]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.taken_by) == (State.CLOSED, mira)


def test_a_question_about_a_closed_case_stands_on_no_board(enter, mira, moss, case):
    enter(mira).post(case.url, ENDED)
    HandOver.objects.create(case=case(), by=mira, to=moss, note="From an older time.")
    SecondLook.objects.create(case=case(), asked_by=mira, why=WHY)
    assert "asks you to take" not in text_of(enter(moss).get("/duty/")) + text_of(enter(moss).get(case.url))
    enter(moss).post(f"{case.url}hand-over/answer/", {"answer": "yes"})
    assert given_back(enter(moss).post(f"{case.url}second-look/answer/", YES)) == ["I read it the same way."]
    assert case().state == State.CLOSED
