"""A guide keeps a text from others: never without an agreement and a sentence, and never the last word alone."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from holdspace.circles import actions as circles
from holdspace.circles.models import Reply, Story
from holdspace.circles.tests.scene import ANSWER, METHOD, STORY, answer, answered, send, shared, text_of
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.people.actions import take_role
from holdspace.safeguarding import moderation
from holdspace.safeguarding.actions import close
from holdspace.safeguarding.models import Appeal, Concern, Entry, Kind, Report, Ruling
from holdspace.safeguarding.policy import concerns_for

pytestmark = pytest.mark.django_db
WHY = "It tells somebody what to do before anybody has listened to them."
DECIDED = {"measure": "hold", "agreement": "Listening first", "sentence": WHY, "change": "Ask her first."}


@pytest.fixture
def moss(person):
    return person("moss", "guide")


@pytest.fixture
def story(enter, ana, loss, clock):
    told = shared(enter(ana), loss)
    clock.after(minutes=2)
    return told


@pytest.fixture
def reply(enter, ben, story, clock):
    told = answered(enter(ben), story)
    clock.after(minutes=2)
    return told


def decide(browser, told, **changed):
    return browser.post(f"{told.address}decide/", DECIDED | changed)


def appeal(browser, words="I had asked her twice before.", **more):
    return browser.post(Ruling.objects.get().address, {"words": words, **more})


def second_look(browser, is_granted="no", said="I have read both, and it did come across as an order."):
    return browser.post(Appeal.objects.get().link, {"is_granted": is_granted, "answer": said})


# --- with a reason or not at all ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"agreement": ""}, "Without one, nothing is taken away here."),
        ({"agreement": "Something I made up"}, "Please choose one of these."),
        ({"sentence": ""}, "in a sentence that the writer can understand"),
        ({"sentence": "   "}, "in a sentence that the writer can understand"),
        ({"sentence": "No."}, "in a sentence that the writer can understand"),
        ({"measure": ""}, "Please choose one of these."),
    ],
)
def test_without_an_agreement_and_a_sentence_nothing_happens_and_the_words_come_back(
    enter, mira, reply, missing, said
):
    refused = decide(enter(mira), reply, **missing)
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert "Ask her first." in text_of(refused)
    reply.refresh_from_db()
    assert (reply.held_because, Ruling.objects.count(), Entry.objects.filter(what="text_held").count()) == ("", 0, 0)


def test_the_database_refuses_it_too(ana, mira):
    for agreement, sentence in (("", WHY), ("Listening first", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ruling.objects.create(link="/x/", thing="story", measure="hold", agreement=agreement, sentence=sentence)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(
            link="/x/", thing="story", measure="hold", agreement="a", sentence=WHY, writer=mira, by=mira
        )


@pytest.mark.parametrize("measure", ["hold", "remove"])
def test_the_writer_reads_the_agreement_the_sentence_the_text_and_how_to_change_it(enter, ben, mira, reply, measure):
    assert decide(enter(mira), reply, measure=measure).status_code == 302
    assert Notice.objects.filter(person=ben, kind="decided").exists()
    page = text_of(enter(ben).get(Ruling.objects.get().address))
    for said in ("Listening first", WHY, "Ask her first.", "What was she called at home?", "mira"):
        assert said in page
    assert Entry.objects.filter(about=reply.link, by=mira.pk, person=ben.pk, why=WHY).exists()


def test_others_do_not_see_it_and_the_writer_is_never_led_to_believe_they_do(enter, ana, ben, mira, story, reply):
    decide(enter(mira), reply)
    assert "What was she called" not in text_of(enter(ana).get(story.address))
    for page in (story.address, "/me/"):
        mine = text_of(enter(ben).get(page))
        assert "What was she called" in mine
        assert "Not shown to others for now." in mine
        assert Ruling.objects.get().address in mine
    assert "What was she called" in text_of(enter(mira).get(story.address))


def test_a_removed_story_is_missing_for_everybody_else_with_all_that_hangs_on_it(
    enter, ana, ben, cleo, mira, story, reply, loss
):
    decide(enter(mira), story, measure="remove")
    for somebody in (ben, cleo):
        for way in ("", "reply/", "thanks/"):
            assert enter(somebody).get(f"{story.address}{way}").status_code == 404
        assert enter(somebody).get(f"{reply.address}thanks/").status_code == 404
    assert story.address not in text_of(enter(ben).get("/circles/loss/"))
    assert "My mother died" in text_of(enter(ana).get(story.address))


def test_a_held_answer_is_no_answer_the_story_waits_again(enter, mira, story, reply):
    story.refresh_from_db()
    assert story.heard_at is not None
    decide(enter(mira), reply)
    story.refresh_from_db()
    assert story.heard_at is None


def test_who_is_not_on_duty_decides_nothing(enter, ana, ben, cleo, hana, okafor, sten, story, reply):
    for somebody in (ana, ben, cleo, hana, okafor, sten):
        for told in (story, reply):
            assert enter(somebody).get(f"{told.address}decide/").status_code == 404
            assert decide(enter(somebody), told).status_code == 404
    assert not Ruling.objects.exists()


def test_no_guide_decides_about_their_own_words_and_of_a_colleague_the_lead_does(
    enter, mira, moss, lena, loss, clock
):
    circles.join(circle=loss, person=mira)
    told = shared(enter(mira), loss)
    clock.after(minutes=2)
    assert [decide(enter(one), told).status_code for one in (mira, moss, lena)] == [404, 404, 302]


def test_two_guides_at_once_the_first_decision_stands_and_the_other_is_told(enter, mira, moss, reply):
    decide(enter(mira), reply)
    slower = decide(enter(moss), reply, measure="remove", sentence="I would not have her read this tonight.")
    assert "Another guide was a moment faster." in text_of(slower)
    assert "I would not have her read this tonight.</textarea>" in text_of(slower), "his words can be copied"
    assert Ruling.objects.get().measure == "hold"
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(link=reply.link, thing="reply", measure="hold", agreement="a", sentence=WHY)


def test_whoever_reported_it_hears_that_it_was_removed(enter, ana, mira, reply):
    enter(ana).post(f"{reply.address}report/", {"why": "attack", "line": ""})
    decide(enter(mira), reply, measure="remove")
    close(concern=Concern.objects.get(kind=Kind.REPORT), by=mira, note="Removed it.")
    assert Report.objects.get().outcome == "removed"
    assert "A guide has removed it." in text_of(enter(ana).get("/me/reports/"))


# --- changing it, letting it through ------------------------------------------------------------------------------


def test_the_writer_changes_it_and_sends_it_again(enter, ana, ben, mira, story, reply, clock):
    decide(enter(mira), reply)
    assert "Change it and send it again" in text_of(enter(ben).get(Ruling.objects.get().address))
    for _ in range(2):
        enter(ben).post(f"{reply.address}again/")
    box = text_of(enter(ben).get(story.address))
    assert box.count("What was she called at home?</textarea>") == 1
    answer(enter(ben), story, body="Would you like to tell me how the evenings are for you? Mine were long as well.")
    clock.after(minutes=2)
    page = text_of(enter(ana).get(story.address))
    assert "Would you like to tell me" in page
    assert "What was she called" not in page


def test_nobody_else_and_nothing_else_comes_back_that_way(enter, ana, ben, mira, story, reply):
    assert enter(ben).post(f"{reply.address}again/").status_code == 404
    decide(enter(mira), reply)
    assert enter(ana).post(f"{reply.address}again/").status_code == 404


def test_a_guide_lets_it_through_again_and_the_writer_is_told(enter, ana, ben, mira, story, reply):
    decide(enter(mira), reply)
    Notice.objects.all().delete()
    assert enter(mira).post(f"{reply.address}release/").status_code == 302
    assert "What was she called" in text_of(enter(ana).get(story.address))
    assert Notice.objects.filter(person=ben, kind="decided").exists()
    assert "Others may read it again." in text_of(enter(ben).get(Ruling.objects.get().address))
    assert Entry.objects.filter(what="text_let_through", by=mira.pk).exists()


def test_what_the_program_kept_back_can_be_decided_about_as_well(enter, ana, mira, loss, clock):
    send(enter(ana), loss, body=f"I keep thinking of {METHOD} and of the evenings.")
    clock.after(minutes=12)
    told = Story.objects.get()
    assert told.held_because
    assert decide(enter(mira), told, agreement="Nothing here shows a way to die or to get hurt").status_code == 302
    assert WHY in text_of(enter(ana).get(told.address))


# --- the second look ----------------------------------------------------------------------------------------------


def test_another_guide_decides_and_the_one_who_ruled_finds_nothing(enter, ben, mira, moss, reply):
    decide(enter(mira), reply)
    assert appeal(enter(ben)).status_code == 302
    way = Appeal.objects.get().link
    assert [enter(one).get(way).status_code for one in (mira, moss, ben)] == [404, 200, 404]
    assert second_look(enter(mira), "yes").status_code == 404
    assert "may need" not in text_of(enter(mira).get("/me/notices/"))
    assert Notice.objects.filter(person=moss, kind="duty", link=way).exists()
    concern = Concern.objects.get(kind=Kind.APPEAL)
    assert [concerns_for(one).filter(pk=concern.pk).exists() for one in (mira, moss)] == [False, True]
    assert enter(mira).get(f"/duty/{concern.pk}/").status_code == 404
    assert enter(moss).get(f"/duty/{concern.pk}/").status_code == 200
    assert "I had asked her twice before." in text_of(enter(moss).get(way))


@pytest.mark.parametrize(("said", "is_shown"), [("yes", True), ("no", False)])
def test_the_answer_reaches_the_writer_and_is_kept_to(enter, ana, ben, mira, moss, story, reply, said, is_shown):
    decide(enter(mira), reply)
    appeal(enter(ben))
    assert second_look(enter(moss), said).status_code == 302
    assert ("What was she called" in text_of(enter(ana).get(story.address))) is is_shown
    assert "it did come across as an order" in text_of(enter(ben).get(Ruling.objects.get().address))
    assert Entry.objects.filter(what="appeal_decided", by=moss.pk, person=ben.pk).exists()
    assert Concern.objects.get(kind=Kind.APPEAL).closed_at is not None


def test_of_a_text_that_its_writer_withdrew_nobody_says_that_others_read_it_again(enter, ben, mira, moss, reply):
    decide(enter(mira), reply)
    appeal(enter(ben))
    enter(ben).post(f"/replies/{reply.pk}/withdraw/")
    second_look(enter(moss), "yes")
    page = text_of(enter(ben).get(Ruling.objects.get().address))
    assert "read it again" not in page
    assert reply.story.address not in page
    assert "You have withdrawn the text yourself" in page


def test_nobody_is_offered_a_second_look_at_a_text_they_withdrew(enter, ben, mira, reply):
    decide(enter(mira), reply)
    enter(ben).post(f"/replies/{reply.pk}/withdraw/")
    assert "Ask for a second look</button>" not in text_of(enter(ben).get(Ruling.objects.get().address))


def test_there_is_one_appeal_and_the_next_press_leads_to_the_answer(enter, ben, mira, moss, reply):
    decide(enter(mira), reply)
    appeal(enter(ben))
    second_look(enter(moss))
    again = enter(ben).post(Ruling.objects.get().address, {"words": "Please, once more."}, follow=True)
    assert "The answer stands below." in text_of(again)
    assert "it did come across as an order" in text_of(again)
    assert "Ask for a second look</button>" not in text_of(again)
    assert Appeal.objects.get().words == "I had asked her twice before."


def test_an_answer_is_given_once_and_needs_words(enter, ben, mira, moss, lena, reply):
    decide(enter(mira), reply)
    appeal(enter(ben))
    assert second_look(enter(moss), said="").status_code == 422
    assert second_look(enter(moss), is_granted="").status_code == 422
    second_look(enter(moss), "no")
    slower = second_look(enter(lena), "yes", said="I see it otherwise and would let it through.")
    assert "It was decided a moment ago" in text_of(slower)
    assert "I see it otherwise and would let it through.</textarea>" in text_of(slower), "her words can be copied"
    assert "it did come across as an order" in text_of(slower), "beside the answer that stands"
    assert Appeal.objects.get().is_granted is False
    with pytest.raises(moderation.DecidedAlreadyError):
        moderation.decide(appeal=Appeal.objects.get(), by=lena, is_granted=True, answer="Faster than the page.")


def test_the_database_refuses_a_guide_who_decides_twice(enter, ben, mira, reply):
    decide(enter(mira), reply)
    appeal(enter(ben))
    with pytest.raises(ValueError, match="may not decide"):
        moderation.decide(appeal=Appeal.objects.get(), by=mira, is_granted=False, answer="No.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(decided_by=mira)


def test_without_another_guide_the_lead_decides(enter, ben, mira, lena, reply):
    decide(enter(mira), reply)
    assert "nobody else here may decide" not in text_of(enter(ben).get(Ruling.objects.get().address))
    appeal(enter(ben))
    assert second_look(enter(lena), "yes").status_code == 302


def test_where_nobody_else_is_there_the_page_says_so_and_the_words_wait(enter, ben, mira, lena, person, reply):
    take_role(person=lena, kind="lead")
    decide(enter(mira), reply)
    assert "nobody else here may decide" in text_of(enter(ben).get(Ruling.objects.get().address))
    appeal(enter(ben))
    assert "nobody else here may decide" in text_of(enter(ben).get(Ruling.objects.get().address))
    late = person("late", "guide")
    assert second_look(enter(late), "yes").status_code == 302


def test_a_note_closes_no_appeal(enter, ben, mira, moss, reply, django_capture_on_commit_callbacks):
    decide(enter(mira), reply)
    appeal(enter(ben))
    with django_capture_on_commit_callbacks(execute=True):
        close(concern=Concern.objects.get(kind=Kind.APPEAL), by=moss, note="Later.")
    assert Concern.objects.open().filter(kind=Kind.APPEAL).count() == 1


def test_only_the_writer_sees_or_appeals(enter, ana, ben, cleo, mira, moss, reply):
    decide(enter(mira), reply)
    ruling = Ruling.objects.get()
    for somebody in (ana, cleo, mira, moss):
        assert enter(somebody).get(ruling.address).status_code == 404
        assert enter(somebody).post(ruling.address, {"words": "Me too."}).status_code == 404
    assert not Appeal.objects.exists()


def test_a_writer_who_feels_reported_to_be_hurt_can_say_so(enter, ben, mira, moss, reply):
    decide(enter(mira), reply)
    appeal(enter(ben), was_told_to_hurt="on")
    misuse = Concern.objects.get(kind=Kind.MISUSE)
    assert misuse.link == Appeal.objects.get().link
    assert enter(moss).get(f"/duty/{misuse.pk}/").status_code == 200


# --- letting go ---------------------------------------------------------------------------------------------------


def forget():
    call_command("forget_removed", verbosity=0)


def test_a_removed_text_is_kept_thirty_days_and_then_gone(enter, ben, mira, reply, clock):
    decide(enter(mira), reply, measure="remove")
    clock.after(days=29, hours=23)
    forget()
    assert "What was she called" in text_of(enter(ben).get(Ruling.objects.get().address))
    clock.after(hours=2)
    forget()
    kept = Reply.objects.get()
    assert (kept.body, kept.html) == ("", "")
    page = text_of(enter(ben).get(Ruling.objects.get().address))
    assert WHY in page
    assert "the words are gone" in page
    assert "A guide removed these words" in text_of(enter(ben).get(f"{kept.story.address}"))
    assert Entry.objects.filter(what="text_forgotten").count() == 1
    forget()
    assert Entry.objects.filter(what="text_forgotten").count() == 1


def test_the_time_is_a_setting(enter, mira, reply, clock, settings):
    settings.KEEP_REMOVED_DAYS = 3
    decide(enter(mira), reply, measure="remove")
    clock.after(days=3, hours=1)
    forget()
    assert Reply.objects.get().body == ""


@pytest.mark.parametrize("reason", ["an appeal waits", "a guide has to look", "it is only held"])
def test_and_longer_while_somebody_needs_it(enter, ana, ben, mira, moss, reply, clock, reason):
    if reason == "a guide has to look":
        enter(ana).post(f"{reply.address}report/", {"why": "attack", "line": ""})
    decide(enter(mira), reply, measure="hold" if reason == "it is only held" else "remove")
    if reason == "an appeal waits":
        appeal(enter(ben))
    clock.after(days=31)
    forget()
    assert Reply.objects.get().body == ANSWER
    if reason == "an appeal waits":
        second_look(enter(moss), "no")
        forget()
        assert Reply.objects.get().body == ""


def test_let_through_in_time_it_stays(enter, mira, story, clock):
    decide(enter(mira), story, measure="remove")
    enter(mira).post(f"{story.address}release/")
    clock.after(days=31)
    forget()
    assert Story.objects.get().body == STORY


def test_a_writer_who_leaves_takes_the_decision_along_and_their_words_with_them(enter, ben, mira, reply):
    decide(enter(mira), reply)
    appeal(enter(ben))
    taken = json.dumps(leaving.words_of(ben), default=str)
    assert WHY in taken
    assert "I had asked her twice before." in taken
    leaving.leave(ben)
    assert (Ruling.objects.get().writer, Appeal.objects.get().words) == (None, "")


def test_a_guide_who_leaves_leaves_the_decision_behind(enter, ben, mira, moss, reply):
    decide(enter(mira), reply)
    appeal(enter(ben))
    leaving.leave(mira)
    assert WHY in text_of(enter(ben).get(Ruling.objects.get().address))
    assert second_look(enter(moss), "yes").status_code == 302


def test_words_that_left_with_their_writer_keep_no_others_from_being_let_go(enter, ana, ben, mira, story, reply, clock):
    own = shared(enter(ben), story.circle, body="The kettle still whistles at six, and there is nobody to pour for.")
    clock.after(minutes=2)
    for told in (own, story):
        decide(enter(mira), told, measure="remove")
    leaving.leave(ben)
    clock.after(days=31)
    forget()
    assert Story.objects.get(pk=story.pk).body == ""
    assert not Ruling.objects.filter(forgotten_at=None).exists()


def test_an_appeal_whose_writer_left_can_still_be_answered(enter, ben, mira, moss, loss, clock):
    own = shared(enter(ben), loss, body="The kettle still whistles at six, and there is nobody to pour for.")
    clock.after(minutes=2)
    decide(enter(mira), own)
    appeal(enter(ben))
    leaving.leave(ben)
    assert second_look(enter(moss), "yes").status_code == 302
    assert Appeal.objects.get().is_granted
