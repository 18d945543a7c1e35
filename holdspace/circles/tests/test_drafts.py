"""What somebody typed is kept: lost lines, expired sessions, closed tabs, other faces."""

import pytest

from holdspace.circles import actions
from holdspace.circles.models import Draft, Reply, Story
from holdspace.circles.tests.scene import ANSWER, STORY, answer, shared, text_of, token_in
from holdspace.people import leaving

pytestmark = pytest.mark.django_db
WORDS = {"body": "half a thought", "need": "ideas", "face": "anonymous", "notes": ["faith"]}


def test_typing_is_kept_in_the_background(enter, loss, ana):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    kept = browser.post("/circles/loss/write/", WORDS | {"token": token}, headers={"X-Draft": "1"})
    assert kept.status_code == 204
    again = enter(ana).get("/circles/loss/write/")
    page = text_of(again)
    assert "half a thought" in page
    assert page.count("checked") == 3
    assert token_in(again) == token
    assert not Story.objects.exists()


def test_keep_it_for_later_and_find_it_in_two_places(enter, loss, ana):
    browser = enter(ana)
    browser.get("/circles/loss/write/")
    browser.post("/circles/loss/write/", WORDS | {"keep": "1"})
    assert "A story for Loss" in text_of(browser.get("/circles/"))
    assert "What I have begun to write" in text_of(browser.get("/me/"))


def test_a_draft_is_its_writers_alone(enter, loss, ana, ben):
    ours = enter(ana)
    ours.get("/circles/loss/write/")
    ours.post("/circles/loss/write/", WORDS, headers={"X-Draft": "1"})
    assert "half a thought" not in text_of(enter(ben).get("/circles/loss/write/"))


def test_another_face_keeps_the_words(enter, loss, ana):
    browser = enter(ana)
    browser.get("/circles/loss/write/")
    for face in ("name", "anonymous"):
        browser.post("/circles/loss/write/", WORDS | {"face": face}, headers={"X-Draft": "1"})
    draft = Draft.objects.get(author=ana)
    assert (draft.body, draft.face) == ("half a thought", "anonymous")


def test_a_session_that_ran_out_keeps_the_words_by_their_token(enter, client, loss, ana, passphrase):
    token = token_in(enter(ana).get("/circles/loss/write/"))
    sent = client.post("/circles/loss/write/", WORDS | {"token": token})
    assert sent["Location"] == "/enter/?next=/circles/loss/write/"
    back = client.post("/enter/?next=/circles/loss/write/", {"name": "ana", "passphrase": passphrase}, follow=True)
    page = text_of(back)
    assert "half a thought" in page
    assert page.count("checked") == 3, "need, face and the topic too"
    assert not Story.objects.exists()


def test_typing_after_the_session_ran_out_is_kept_and_the_page_can_say_both(enter, client, loss, ana):
    token = token_in(enter(ana).get("/circles/loss/write/"))
    kept = client.post("/circles/loss/write/", WORDS | {"token": token}, headers={"X-Draft": "1"})
    assert kept.status_code == 204
    assert kept.headers["X-Signed-Out"]
    assert Draft.objects.get(author=ana).body == "half a thought"
    lost = client.post("/circles/loss/write/", WORDS | {"token": "never-made-by-us"}, headers={"X-Draft": "1"})
    assert lost.status_code == 403


def test_the_door_is_not_put_into_the_middle_of_a_page(enter, client, loss, ana, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    asked = client.get(f"{story.address}thanks/", headers={"HX-Request": "true"})
    assert (asked.status_code, asked.content) == (401, b"")
    assert client.get(f"{story.address}thanks/").status_code == 302


def test_a_forged_token_gets_the_words_back_and_no_draft(client, loss, ana):
    actions.draft(author=ana, circle=loss)
    sent = client.post("/circles/loss/write/", WORDS | {"token": "never-made-by-us"})
    assert sent.status_code == 403
    assert "half a thought" in text_of(sent)
    assert Draft.objects.get(author=ana).body == ""


def test_an_expired_session_never_empties_a_draft(client, loss, ana):
    draft = actions.draft(author=ana, circle=loss)
    actions.keep_draft(draft, body="two hours of work")
    client.post("/circles/loss/write/", {"body": "", "token": draft.token})
    assert Draft.objects.get(author=ana).body == "two hours of work"


def test_a_reply_is_kept_for_each_story(enter, client, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(ben)
    token = token_in(browser.get(story.address))
    kept = browser.post(f"{story.address}reply/", {"body": "I read", "token": token}, headers={"X-Draft": "1"})
    assert kept.status_code == 204
    assert "I read" in text_of(browser.get(story.address))
    client.post(f"{story.address}reply/", {"body": "I read this twice", "face": "anonymous", "token": token})
    page = text_of(enter(ben).get(story.address))
    assert "I read this twice" in page
    assert not Reply.objects.exists()


def test_reading_a_story_writes_no_draft_and_an_unkept_reply_comes_back_in_words(enter, client, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    token = token_in(enter(ben).get(story.address))
    assert not Draft.objects.exists()
    sent = client.post(f"{story.address}reply/", {"body": ANSWER, "face": "name", "token": token})
    assert sent.status_code == 403
    assert ANSWER in text_of(sent)


def test_taking_back_does_not_write_over_what_was_begun_since(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss)
    browser.get("/circles/loss/write/")
    browser.post("/circles/loss/write/", {"body": "a second one"}, headers={"X-Draft": "1"})
    browser.post(f"{story.address}take-back/")
    page = text_of(browser.get("/circles/loss/write/"))
    assert STORY in page
    assert "a second one" in page


def test_a_reply_refused_by_no_replies_comes_back_whole(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, need="no-replies")
    clock.after(minutes=2)
    browser = enter(ben)
    refused = browser.post(f"{story.address}reply/", {"body": ANSWER, "face": "name", "token": "t" * 24})
    assert refused.status_code == 422
    assert "asked for no replies" in text_of(refused)
    assert ANSWER in text_of(refused)
    assert not Reply.objects.exists()


def test_two_tabs_of_one_reply_lose_neither(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(ben)
    token = token_in(browser.get(story.address))
    assert answer(browser, story, token=token).status_code == 302
    second = answer(browser, story, "something else entirely", token=token)
    assert second.status_code == 422
    assert "something else entirely" in text_of(second)
    assert Reply.objects.count() == 1


OTHER = "My brother phoned about Christmas dinner and suddenly everything from last winter stood there again."


def test_sending_from_one_tab_leaves_other_words_kept_from_another(enter, loss, ana):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    words = {"need": "listen", "face": "name"}
    browser.post("/circles/loss/write/", words | {"token": token, "body": OTHER}, headers={"X-Draft": "1"})
    browser.post("/circles/loss/write/", words | {"token": token, "body": STORY})
    again = browser.get("/circles/loss/write/")
    assert OTHER in text_of(again)
    assert token_in(again) != token
    browser.post("/circles/loss/write/", words | {"token": token_in(again), "body": OTHER})
    assert Story.objects.count() == 2
    assert not Draft.objects.filter(author=ana).exists()


def test_a_reply_from_one_tab_leaves_another_reply_kept_from_a_second(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(ben)
    words = {"face": "name", "token": token_in(browser.get(story.address))}
    browser.post(f"{story.address}reply/", words | {"body": OTHER, "keep": "1"})
    browser.post(f"{story.address}reply/", words | {"body": ANSWER})
    assert OTHER in text_of(browser.get(story.address))


def test_an_earlier_stand_of_what_is_sent_does_not_come_back(enter, loss, ana):
    browser = enter(ana)
    words = {"need": "listen", "face": "name", "token": token_in(browser.get("/circles/loss/write/"))}
    for body in (STORY[:30], f"{STORY} And then I crossed this out."):
        browser.post("/circles/loss/write/", words | {"body": body}, headers={"X-Draft": "1"})
    browser.post("/circles/loss/write/", words | {"body": STORY})
    assert Story.objects.exists()
    assert not Draft.objects.filter(author=ana).exists()


@pytest.mark.parametrize("body", ["", "   ", "Quite another beginning, refused since nobody chose whose face it has."])
def test_a_tab_that_is_refused_does_not_wipe_what_another_kept(enter, loss, ana, body):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    browser.post("/circles/loss/write/", WORDS | {"token": token, "body": OTHER}, headers={"X-Draft": "1"})
    refused = browser.post("/circles/loss/write/", WORDS | {"token": token, "body": body, "face": "nobody"})
    assert refused.status_code == 422
    assert body.strip() in text_of(refused)
    assert Draft.objects.get(author=ana).body == OTHER


def test_what_ben_began_to_answer_outlives_the_stories_it_was_for(enter, loss, ana, ben, clock):
    stories = [shared(enter(ana), loss, f"{STORY} Evening {number}.") for number in range(2)]
    clock.after(minutes=2)
    browser = enter(ben)
    browser.get("/circles/loss/write/")
    browser.post("/circles/loss/write/", WORDS, headers={"X-Draft": "1"})
    for number, story in enumerate(stories):
        words = {"body": f"my careful reply {number}", "face": "name", "keep": "1"}
        browser.post(f"{story.address}reply/", words | {"token": token_in(browser.get(story.address))})
    leaving.leave(ana)
    assert not Story.objects.exists()
    page = text_of(browser.get("/me/"))
    assert all(f"my careful reply {number}" in page for number in range(2))
    assert page.count("The story you were answering is gone, or no longer open to you.") == 2
    assert browser.get("/circles/").status_code == 200
    assert "half a thought" in text_of(browser.get("/circles/loss/write/"))


def test_what_was_begun_is_thrown_away_by_its_writer_alone(enter, loss, ana, ben):
    token = token_in(enter(ana).get("/circles/loss/write/"))
    enter(ana).post("/circles/loss/write/", WORDS | {"token": token}, headers={"X-Draft": "1"})
    enter(ben).post("/me/begun/throw-away/", {"token": token})
    assert Draft.objects.get(author=ana).body == "half a thought"
    page = enter(ana).post("/me/begun/throw-away/", {"token": token}, follow=True)
    assert "Thrown away" in text_of(page)
    assert not Draft.objects.filter(author=ana).exists()
    assert enter(ana).post("/me/begun/throw-away/", {"token": "\0" * 70}).status_code == 302


def test_what_was_begun_in_a_circle_that_was_left_leads_to_no_closed_door(enter, loss, ana):
    browser = enter(ana)
    browser.get("/circles/loss/write/")
    browser.post("/circles/loss/write/", WORDS, headers={"X-Draft": "1"})
    assert "Go on writing" in text_of(browser.get("/me/"))
    browser.post("/circles/loss/leave/")
    page = text_of(browser.get("/me/"))
    assert "half a thought" in page
    assert "Go on writing" not in page
