"""Who wrote something without a name: two people and a danger, or nobody learns it; and the author is told."""

import json

import pytest
from django.db import IntegrityError, transaction

from holdspace.circles import actions
from holdspace.circles.tests.scene import answered, shared, text_of
from holdspace.notices.models import Notice
from holdspace.notices.policy import notices_for
from holdspace.people import leaving
from holdspace.safeguarding import reveals
from holdspace.safeguarding.models import Entry, Reveal
from holdspace.safeguarding.policy_reveals import reveals_for

pytestmark = pytest.mark.django_db
ASKED = {"danger": "life", "reason": "She wrote a goodbye, does not answer, and the lines cannot find her."}
YES = {"is_approved": "yes", "answer": "I read it the same way. We have tried letters.", "delay_hours": "0"}


@pytest.fixture
def moss(person):
    return person("moss", "guide")


@pytest.fixture
def wren(person):
    return person("wren", "guide")


@pytest.fixture
def quill(person, loss):
    someone = person("quillfeather")
    actions.join(circle=loss, person=someone, alias="Tansy")
    return someone


@pytest.fixture
def story(enter, quill, loss, clock):
    told = shared(enter(quill), loss, face="anonymous")
    clock.after(minutes=2)
    return told


def ask(browser, told, **changed):
    return browser.post(f"{told.address}who/", ASKED | changed)


def answer(browser, **changed):
    return browser.post(Reveal.objects.get().address, YES | changed)


def pages_of(browser, story):
    found = Reveal.objects.get()
    return "".join(text_of(browser.get(path)) for path in (found.address, "/duty/reveals/", story.address, "/duty/"))


def test_two_people_and_a_danger_and_only_those_two_see_the_name(enter, mira, moss, wren, lena, quill, story):
    assert ask(enter(mira), story).status_code == 302
    for somebody in (mira, moss, wren, lena):
        assert "quillfeather" not in pages_of(enter(somebody), story)
    assert answer(enter(moss)).status_code == 302
    for somebody in (mira, moss):
        assert "quillfeather" in text_of(enter(somebody).get(Reveal.objects.get().address))
    for somebody in (wren, lena):
        assert "quillfeather" not in pages_of(enter(somebody), story)
    assert "quillfeather" not in text_of(enter(mira).get(story.address))


def test_every_look_and_every_step_stands_in_the_log(enter, mira, moss, quill, story):
    ask(enter(mira), story)
    answer(enter(moss))
    for somebody in (mira, moss, mira):
        enter(somebody).get(Reveal.objects.get().address)
    about = Entry.objects.filter(about=story.link, person=quill.pk)
    assert list(about.values_list("what", flat=True)) == [
        "reveal_asked",
        "reveal_approved",
        *["author_revealed"] * 3,
    ]
    assert [entry.by for entry in about.filter(what="author_revealed")] == [mira.pk, moss.pk, mira.pk]


@pytest.mark.parametrize("missing", [{"reason": ""}, {"reason": "  "}, {"danger": ""}, {"danger": "curious"}])
def test_without_a_reason_it_is_refused_and_logged_and_the_words_come_back(enter, mira, story, missing):
    refused = ask(enter(mira), story, **missing)
    assert refused.status_code == 422
    assert not Reveal.objects.exists()
    assert Entry.objects.filter(what="reveal_refused", by=mira.pk, about=story.link).count() == 1
    if "reason" not in missing:
        assert "She wrote a goodbye" in text_of(refused)


def test_one_person_alone_opens_nothing_and_the_try_is_logged(enter, mira, lena, story):
    ask(enter(mira), story)
    refused = answer(enter(mira))
    assert refused.status_code == 422
    assert "One person alone opens nothing" in text_of(refused)
    assert Reveal.objects.get().answered_at is None
    assert Entry.objects.filter(what="reveal_refused", by=mira.pk).count() == 1
    with pytest.raises(ValueError, match="may not answer"):
        reveals.answer(reveal=Reveal.objects.get(), by=mira, is_approved=True, answer="Me.")


def test_the_database_refuses_one_person_a_missing_reason_and_a_longer_delay(enter, mira, moss, quill, story):
    ask(enter(mira), story)
    answer(enter(moss))
    for wrong in (
        {"answered_by": mira},
        {"answered_by": quill},
        {"asked_by": quill},
        {"answer": ""},
        {"reason": ""},
        {"delay_hours": 73, "delay_reason": "because"},
        {"delay_hours": 24, "delay_reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reveal.objects.update(**wrong)


def test_a_no_shows_nothing_and_tells_the_author_nothing(enter, mira, moss, quill, story):
    ask(enter(mira), story)
    answer(enter(moss), is_approved="no", answer="A letter first, please.")
    assert "quillfeather" not in pages_of(enter(mira), story) + pages_of(enter(moss), story)
    assert not Notice.objects.filter(person=quill, kind="revealed").exists()
    assert enter(quill).get(f"/me/reveals/{Reveal.objects.get().pk}/").status_code == 404
    assert "A letter first, please." in pages_of(enter(mira), story)
    assert Entry.objects.filter(what="reveal_declined").exists()


def test_an_answer_needs_words_and_is_given_once(enter, mira, moss, lena, story):
    ask(enter(mira), story)
    assert answer(enter(moss), answer="").status_code == 422
    assert answer(enter(moss), is_approved="").status_code == 422
    answer(enter(moss), is_approved="no")
    slower = answer(enter(lena), answer="Her sister should know.", is_approved="yes")
    assert "It was answered a moment ago" in text_of(slower)
    assert "Her sister should know.</textarea>" in text_of(slower), "her words can be copied"
    assert Reveal.objects.get().is_approved is False
    with pytest.raises(reveals.AnsweredAlreadyError):
        reveals.answer(reveal=Reveal.objects.get(), by=lena, is_approved=True, answer="Faster than the page.")


def test_the_author_is_told_at_once_who_looked_and_for_which_danger(enter, mira, moss, quill, cleo, story):
    ask(enter(mira), story)
    answer(enter(moss))
    notice = notices_for(quill).get(kind="revealed")
    page = text_of(enter(quill).get(notice.link))
    for said in ("life may be in danger", "mira", "moss", story.link):
        assert said in page
    assert "She wrote a goodbye" not in page
    assert enter(cleo).get(notice.link).status_code == 404
    assert enter(mira).get(notice.link).status_code == 404


def test_where_telling_at_once_is_dangerous_it_waits_three_days_at_most_with_a_reason(
    enter, mira, moss, quill, story, clock
):
    ask(enter(mira), story)
    assert answer(enter(moss), delay_hours="72").status_code == 422
    assert answer(enter(moss), delay_hours="96", delay_reason="He reads her mail.").status_code == 422
    assert answer(enter(moss), delay_hours="72", delay_reason="He reads her mail.").status_code == 302
    way = f"/me/reveals/{Reveal.objects.get().pk}/"
    clock.after(hours=71)
    assert not notices_for(quill).filter(kind="revealed").exists()
    assert enter(quill).get(way).status_code == 404
    assert "looked up" not in json.dumps(leaving.words_of(quill)["concerns"]["looked up"], default=str)
    assert leaving.words_of(quill)["concerns"]["looked up"] == []
    clock.after(hours=2)
    assert notices_for(quill).filter(kind="revealed").exists()
    assert enter(quill).get(way).status_code == 200
    assert len(leaving.words_of(quill)["concerns"]["looked up"]) == 1
    assert "He reads her mail." in Entry.objects.get(what="reveal_approved").why


def test_the_name_is_there_for_a_day_and_the_time_is_a_setting(enter, mira, moss, story, clock, settings):
    ask(enter(mira), story)
    answer(enter(moss))
    clock.after(hours=23)
    assert "quillfeather" in text_of(enter(mira).get(Reveal.objects.get().address))
    settings.REVEAL_HOURS = 12
    assert "quillfeather" not in text_of(enter(mira).get(Reveal.objects.get().address))
    settings.REVEAL_HOURS = 24
    clock.after(hours=2)
    page = text_of(enter(moss).get(Reveal.objects.get().address))
    assert "quillfeather" not in page
    assert "The time for looking is over." in page


def test_who_is_not_on_duty_asks_and_answers_nothing(enter, ana, ben, cleo, hana, okafor, sten, mira, story):
    for somebody in (ana, ben, cleo, hana, okafor, sten):
        assert ask(enter(somebody), story).status_code == 404
        assert enter(somebody).get("/duty/reveals/").status_code == 404
    ask(enter(mira), story)
    for somebody in (ana, ben, cleo, hana, okafor, sten):
        assert enter(somebody).get(Reveal.objects.get().address).status_code == 404
        assert answer(enter(somebody)).status_code == 404


def test_a_guide_who_wrote_it_neither_sees_the_question_nor_answers_it(enter, mira, moss, loss, clock):
    actions.join(circle=loss, person=mira, alias="Sorrel")
    told = shared(enter(mira), loss, face="alias")
    clock.after(minutes=2)
    assert ask(enter(mira), told).status_code == 404
    ask(enter(moss), told)
    assert enter(mira).get(Reveal.objects.get().address).status_code == 404
    assert answer(enter(mira)).status_code == 404
    assert not reveals_for(mira).exists()


def test_under_an_alias_there_is_a_name_to_ask_for_and_under_a_name_there_is_none(
    enter, quill, ben, mira, loss, story, clock
):
    by_alias = answered(enter(quill), shared_by(enter, ben, loss, clock), face="alias")
    clock.after(minutes=2)
    assert enter(mira).get(f"{by_alias.address}who/").status_code == 200
    assert enter(mira).get(f"{by_alias.story.address}who/").status_code == 404
    assert "who/" in text_of(enter(mira).get(story.address))


def shared_by(enter, who, circle, clock):
    told = shared(enter(who), circle)
    clock.after(minutes=2)
    return told


def test_a_second_question_about_the_same_text_is_the_first(enter, mira, moss, story):
    ask(enter(mira), story)
    assert enter(moss).get(f"{story.address}who/")["Location"] == Reveal.objects.get().address
    again = ask(enter(mira), story)
    assert again["Location"] == Reveal.objects.get().address, "a second press is no second question"
    assert Reveal.objects.count() == 1


@pytest.mark.parametrize("danger", ["life", ""])
def test_whoever_asks_a_moment_later_finds_the_first_question_and_their_own_words(enter, mira, moss, story, danger):
    ask(enter(mira), story)
    slower = ask(enter(moss), story, reason="She gave away her cat.", danger=danger)
    assert slower.status_code == 422
    assert "This has been asked already" in text_of(slower)
    assert "She gave away her cat.</textarea>" in text_of(slower)
    assert "She wrote a goodbye" in text_of(slower), "the question that stands"
    assert f'action="{Reveal.objects.get().address}"' in text_of(slower), "he can answer it there"
    assert Reveal.objects.count() == 1


def test_where_nobody_else_is_on_duty_it_waits_and_says_so(enter, mira, lena, story):
    from holdspace.people.actions import take_role

    take_role(person=lena, kind="lead")
    ask(enter(mira), story)
    assert "nobody else on duty could agree" in text_of(enter(mira).get(Reveal.objects.get().address))


def test_the_page_says_the_same_of_others_where_the_only_other_one_wrote_it(enter, mira, moss, lena, loss, clock):
    from holdspace.people.actions import take_role

    take_role(person=lena, kind="lead")
    actions.join(circle=loss, person=moss)
    told = shared(enter(moss), loss, face="anonymous")
    clock.after(minutes=2)
    ask(enter(mira), told)
    assert "nobody else on duty could agree" not in text_of(enter(mira).get(Reveal.objects.get().address))


def test_an_author_who_leaves_takes_the_name_with_them(enter, mira, moss, quill, story):
    ask(enter(mira), story)
    answer(enter(moss))
    leaving.leave(quill)
    page = text_of(enter(mira).get(Reveal.objects.get().address))
    assert "quillfeather" not in page
    assert "The writer has left this place." in page


def test_a_guide_who_leaves_leaves_the_record(enter, mira, moss, story):
    ask(enter(mira), story)
    answer(enter(moss))
    leaving.leave(mira)
    assert Reveal.objects.get().asked_by is None
    assert "quillfeather" in text_of(enter(moss).get(Reveal.objects.get().address))


def test_a_lead_who_wrote_it_does_not_read_of_it_in_the_log(enter, lena, mira, moss, loss, clock):
    actions.join(circle=loss, person=lena)
    told = shared(enter(lena), loss, face="anonymous")
    clock.after(minutes=2)
    ask(enter(mira), told)
    enter(moss).post(f"/duty/reveals/{Reveal.objects.get().pk}/", YES | {"delay_hours": "72", "delay_reason": "Flight"})
    page = text_of(enter(lena).get("/duty/log/"))
    assert ASKED["reason"] not in page
    assert "Flight" not in page
    assert told.address not in page
    assert ASKED["reason"] in text_of(enter(mira).get("/duty/log/")), "her own deed"
