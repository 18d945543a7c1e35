"""Blocking and muting: whoever is kept away finds nothing, is told nothing, and learns nothing about who is who."""

import json

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from holdspace.circles import actions, boundaries, unheard
from holdspace.circles.between import KeptAwayError
from holdspace.circles.models import Claim, Invitation, Offer, Reply, Story, Thanks
from holdspace.circles.tests.scene import ANSWER, NOON, answer, answered, text_of
from holdspace.conversations.models import Seat
from holdspace.listening.actions import Heard
from holdspace.networks.models import Boundary
from holdspace.networks.policy import blocked_between, blocked_ids
from holdspace.notices.actions import send_digests
from holdspace.notices.models import Notice
from holdspace.people.leaving import leave, words_of

pytestmark = pytest.mark.django_db
CALM = Heard(True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What is announced after commit is heard at once: a test is one long transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda announce, **how: announce())


@pytest.fixture
def garden(circle, ana, ben, cleo, hana):
    return circle("garden", ana, ben, cleo, hana)


def told(circle, author, face="name", body="The evenings are long.", alias=""):
    if alias:
        actions.join(circle=circle, person=author, alias=alias)
    row = actions.publish_story(
        circle=circle,
        author=author,
        heard=CALM,
        token=actions.new_token(),
        body=body,
        need="listen",
        face=face,
        notes=(),
    )
    actions.tell_now(row)
    return row


def said(story, author, face="name", body=ANSWER):
    row = actions.post_reply(story=story, author=author, heard=CALM, token=actions.new_token(), body=body, face=face)
    actions.tell_now(row)
    return row


def block(browser, told, kind="block"):
    answer = browser.post(f"{told.address}block/", {"kind": kind})
    assert answer.status_code == 302, text_of(answer)
    assert answer["Location"] == "/me/blocks/"
    return answer


# --- the two are out of each other's way --------------------------------------------------------------------------


def test_a_blocked_person_finds_none_of_her_stories_under_any_face(garden, ana, ben, cleo, enter):
    hers = [told(garden, ana, face) for face in ("name", "anonymous")] + [told(garden, ana, "alias", alias="Wren")]
    before = enter(ben).get(hers[0].address)
    block(enter(ana), said(hers[0], ben))
    assert before.status_code == 200
    for story in hers:
        assert enter(ben).get(story.address).status_code == 404
        assert story.address not in text_of(enter(ben).get("/circles/garden/"))
        assert enter(cleo).get(story.address).status_code == 200


def test_her_story_is_for_them_exactly_what_was_never_there(garden, ana, ben, enter):
    story = told(garden, ana)
    block(enter(ana), said(story, ben))
    for path in ("", "thanks/", "block/", "coach/"):
        gone = enter(ben).get(f"{story.address}{path}")
        never = enter(ben).get(f"/stories/00000000-0000-0000-0000-000000000000/{path}")
        assert (gone.status_code, gone.content) == (404, never.content)


def test_in_the_talk_of_a_third_neither_finds_the_other_and_nothing_shows_a_gap(garden, ana, ben, cleo, enter):
    story = told(garden, cleo)
    hers, his = said(story, ana), said(story, ben, body=f"{ANSWER} I mean it.")
    block(enter(ana), his)
    page = text_of(enter(ben).get(story.address))
    assert (f"reply-{hers.pk}" in page, f"reply-{his.pk}" in page) == (False, True)
    page = text_of(enter(ana).get(story.address))
    assert (f"reply-{hers.pk}" in page, f"reply-{his.pk}" in page) == (True, False)
    assert page.count("<article") == 2
    assert text_of(enter(cleo).get(story.address)).count("<article") == 3


def test_they_can_neither_answer_nor_thank_her(garden, ana, ben, enter):
    story = told(garden, ana)
    theirs = said(told(garden, ben), ana)
    words = {"body": ANSWER, "face": "name", "token": "a-token-of-his"}
    assert enter(ben).post(f"{story.address}thanks/", {"kind": "hear-you"}).status_code == 302
    block(enter(ana), said(story, ben))
    before = Reply.objects.count(), Thanks.objects.count()
    assert enter(ben).post(f"{story.address}reply/", words).status_code == 404
    for address in (story.address, theirs.address):
        assert enter(ben).post(f"{address}thanks/", {"kind": "been-there"}).status_code == 404
    assert (Reply.objects.count(), Thanks.objects.count()) == before


def test_the_one_who_blocked_no_longer_finds_that_name_anywhere(garden, loss, ana, ben, enter):
    his = told(garden, ben), told(loss, ben)
    block(enter(ana), his[0])
    for story in his:
        assert enter(ana).get(story.address).status_code == 404
    assert his[1].address not in text_of(enter(ana).get("/circles/loss/"))


def test_undone_everything_is_as_it_was(garden, ana, ben, enter):
    story, his = told(garden, ana), told(garden, ben)
    block(enter(ana), his)
    drawn = Boundary.objects.get()
    assert enter(ben).post(f"/me/blocks/{drawn.pk}/lift/").status_code == 404
    assert enter(ana).post(f"/me/blocks/{drawn.pk}/lift/").status_code == 302
    assert enter(ben).get(story.address).status_code == 200
    assert enter(ana).get(his.address).status_code == 200


def test_a_guide_still_reads_both_and_those_who_guide_read_whoever_blocked_them(garden, ana, ben, cleo, mira, enter):
    story, his = told(garden, ana), told(garden, ben)
    block(enter(ana), his)
    by_guide = said(told(garden, cleo), mira)
    block(enter(ana), by_guide)
    assert f"reply-{by_guide.pk}" not in text_of(enter(ana).get(by_guide.story.address))
    assert enter(mira).get(story.address).status_code == 200
    assert enter(mira).get(his.address).status_code == 200
    late = said(story, mira, face="anonymous")
    assert f"reply-{late.pk}" not in text_of(enter(ana).get(story.address))
    assert f"reply-{late.pk}" in text_of(enter(mira).get(story.address))


def test_either_can_tell_the_guides_about_what_the_other_said_before(garden, ana, ben, enter):
    hers, reply = told(garden, ana), said(told(garden, ana), ben)
    block(enter(ana), reply)
    assert f'href="{reply.address}report/"' in text_of(enter(ana).get("/me/blocks/"))
    for who, words in ((ana, reply), (ben, hers)):
        assert enter(who).get(f"{words.address}report/").status_code == 200


def test_nobody_blocks_themselves_or_someone_who_has_left(garden, ana, ben, enter):
    mine, his = told(garden, ana), told(garden, ben)
    said(his, ana)
    assert enter(ana).get(f"{mine.address}block/").status_code == 404
    leave(ben)
    assert enter(ana).get(f"{his.address}block/").status_code == 404
    assert enter(ana).get(his.address).status_code == 200


def test_neither_of_the_buttons_pressed_nothing_happens(garden, ana, ben, enter):
    his = told(garden, ben)
    assert enter(ana).post(f"{his.address}block/", {"kind": "banish"}).status_code == 422
    assert not Boundary.objects.exists()


# --- nobody learns who is who -------------------------------------------------------------------------------------


def test_blocking_words_without_a_name_shows_nobody_who_wrote_them(garden, ana, ben, enter):
    """What else she finds is the same as before, so that it says nothing about the writer."""
    nameless, named = told(garden, ben, "anonymous"), told(garden, ben, "name")
    other, alias = told(garden, ben, "anonymous"), told(garden, ben, "alias", alias="Juniper")
    reply = said(told(garden, ana), ben, "alias")
    block(enter(ana), nameless)
    assert enter(ana).get(nameless.address).status_code == 404
    for story in (named, other, alias):
        assert enter(ana).get(story.address).status_code == 200
    assert f"reply-{reply.pk}" in text_of(enter(ana).get(reply.story.address))


def test_and_her_words_are_gone_for_them_all_the_same(garden, ana, ben, enter):
    hers = told(garden, ana)
    block(enter(ana), told(garden, ben, "anonymous"))
    assert enter(ben).get(hers.address).status_code == 404


def test_an_alias_is_kept_away_in_its_circle_and_ties_nothing_together(garden, loss, ana, ben, enter):
    first, second = told(garden, ben, "alias", alias="Juniper"), told(garden, ben, "alias")
    elsewhere, named = told(loss, ben, "alias", alias="Juniper"), told(garden, ben)
    block(enter(ana), first)
    assert [enter(ana).get(story.address).status_code for story in (first, second, elsewhere, named)] == [
        404,
        404,
        200,
        200,
    ]


def test_a_second_block_says_nothing_about_the_first(garden, ana, ben, enter):
    nameless, named = told(garden, ben, "anonymous"), told(garden, ben)
    block(enter(ana), nameless)
    block(enter(ana), named)
    listed = text_of(enter(ana).get("/me/blocks/"))
    assert listed.count("Lift the block") == 2
    assert "Whoever wrote a story in Garden" in listed
    assert str(ben.pk) not in listed


def test_lifting_one_of_two_leaves_the_other(garden, ana, ben, enter):
    hers, nameless, named = told(garden, ana), told(garden, ben, "anonymous"), told(garden, ben)
    block(enter(ana), nameless)
    block(enter(ana), named)
    enter(ana).post(f"/me/blocks/{Boundary.objects.get(voice=nameless.voice).pk}/lift/")
    assert enter(ana).get(nameless.address).status_code == 200
    assert enter(ana).get(named.address).status_code == 404
    assert enter(ben).get(hers.address).status_code == 404


def test_what_she_does_towards_another_voice_of_theirs_looks_done_and_reaches_nobody(garden, ana, ben, enter, clock):
    """Refused, it would tell her that the two voices are one."""
    alias = told(garden, ben, "alias", alias="Juniper")
    block(enter(ana), told(garden, ben, "anonymous"))
    answered(enter(ana), alias)
    assert enter(ana).post(f"{alias.address}thanks/", {"kind": "hear-you"}).status_code == 302
    clock.after(minutes=5)
    hers = text_of(enter(ana).get(alias.address))
    assert ANSWER[:30] in hers
    assert "Send a private sentence</a></p>\n  " not in hers.partition("<section")[0]
    assert ANSWER[:30] not in text_of(enter(ben).get(alias.address))
    assert "Somebody who read this" not in text_of(enter(ben).get("/me/"))
    assert not Notice.objects.filter(person=ben).exists()
    alias.refresh_from_db()
    assert alias.heard_at is None


def test_a_story_she_answered_says_nothing_of_the_block_to_her(garden, ben, hana, enter, clock):
    alias = told(garden, ben, "alias", alias="Juniper")
    block(enter(hana), told(garden, ben, "anonymous"))
    answered(enter(hana), alias)
    clock.after(minutes=5)
    assert alias.address not in text_of(enter(hana).get("/unheard/"))
    assert f"{alias.address}take/" not in text_of(enter(hana).get(alias.address))
    feed = text_of(enter(hana).get("/circles/garden/"))
    assert "nobody has answered" not in feed.partition(str(alias.pk))[2].partition("</header>")[0]


def test_how_many_can_read_it_is_the_same_with_a_block(garden, ana, ben, enter):
    def audience(who):
        return text_of(enter(who).get("/circles/garden/write/")).partition('class="audience">')[2].partition("<")[0]

    before = audience(ana), audience(ben)
    block(enter(ana), told(garden, ben, "anonymous"))
    assert "4 people" in before[0]
    assert (audience(ana), audience(ben)) == before


def test_nothing_that_they_take_along_speaks_of_it(garden, ana, ben, enter):
    block(enter(ana), told(garden, ben, "anonymous"))
    taken = json.dumps(words_of(ben), default=str)
    assert "Whoever wrote" not in taken
    assert "Whoever wrote" in json.dumps(words_of(ana), default=str)
    assert str(ben.pk) not in json.dumps(words_of(ana), default=str)


# --- telling, thanking, hearing -----------------------------------------------------------------------------------


def test_what_was_on_its_way_is_not_said(garden, ana, ben, cleo, enter, clock):
    hers, his = told(garden, ana), told(garden, ben)
    said(hers, ben)
    said(his, ana)
    reply = said(told(garden, cleo), ben)
    actions.thank(person=ana, told=reply, kind="hear-you")
    kept = actions.thank(person=cleo, told=said(told(garden, ana), ana), kind="hear-you")
    block(enter(ana), his)
    assert list(Notice.objects.filter(person__in=[ana, ben], seen_at=None).values_list("kind", "person")) == [
        ("thanks", ana.pk),
        ("thanks", ben.pk),
    ]
    assert kept in Thanks.objects.all()


def test_thanks_for_words_under_a_story_she_keeps_away_are_not_announced(garden, ana, ben, cleo, enter):
    story = told(garden, ben, "anonymous")
    hers = said(story, ana)
    block(enter(ana), story)
    actions.thank(person=cleo, told=hers, kind="hear-you")
    assert not Notice.objects.filter(person=ana).exists()
    assert "I hear you" in text_of(enter(ana).get("/me/"))


def test_no_digest_is_sent_for_words_of_somebody_blocked(garden, ana, ben, enter):
    ana.email = "ana@letters.example"
    ana.save()
    with time_machine.travel(NOON):
        said(told(garden, ana), ben)
        block(enter(ana), told(garden, ben))
    send_digests(NOON.replace(hour=14))
    assert mail.outbox == []


def test_a_reply_that_is_kept_away_is_no_answer_and_the_story_waits_again(garden, ana, ben, enter):
    story = told(garden, ana)
    his = said(story, ben)
    story.refresh_from_db()
    assert story.heard_at
    block(enter(ana), his)
    story.refresh_from_db()
    assert story.heard_at is None
    assert story.is_waiting
    assert "Nobody has answered yet" in text_of(enter(ana).get(story.address))


def test_what_a_blocked_writer_was_told_before_stays_heard(garden, ana, ben, enter):
    """Were it to wait again, everybody could see from that whose story it is."""
    story = told(garden, ben, "alias", alias="Juniper")
    said(story, ana)
    block(enter(ana), told(garden, ben, "anonymous"))
    story.refresh_from_db()
    assert story.heard_at


def test_no_wave_and_no_list_brings_the_two_together(garden, ana, ben, hana, listens, enter, clock):
    listens(ben)
    listens(hana)
    block(enter(ana), told(garden, ben))
    hers = told(garden, ana)
    clock.after(minutes=25)
    unheard.tick()
    assert set(Offer.objects.filter(story=hers).values_list("listener__name", flat=True)) == {"hana"}
    assert hers.address not in text_of(enter(ben).get("/unheard/"))
    assert enter(ben).post(f"{hers.address}take/").status_code == 404


def test_what_was_offered_and_taken_before_is_let_go(garden, ana, ben, enter):
    hers = told(garden, ana)
    assert enter(ben).post(f"{hers.address}take/").status_code == 302
    claim = Claim.objects.get()
    block(enter(ana), told(garden, ben))
    claim.refresh_from_db()
    assert (claim.ended_how, claim.ended_at is None) == ("let-go", False)
    assert "You have taken a story" not in text_of(enter(ben).get("/unheard/"))


def test_a_blocked_host_neither_invites_nor_finds_who_blocked_them_at_the_door(circle, garden, ana, hana, cleo, enter):
    harbour = circle("harbour", hana, kind="ask")
    Seat.objects.filter(conversation=harbour.conversation, person=hana).update(is_host=True)
    for who in (ana, cleo):
        actions.ask_to_join(circle=harbour, person=who)
    block(enter(ana), told(garden, hana))
    browser = enter(hana)
    door = text_of(browser.get("/circles/harbour/people/"))
    assert ('value="ana"' in door, 'value="cleo"' in door) == (False, True)
    assert browser.post("/circles/harbour/people/", {"name": "ana"}).status_code == 302
    assert "If somebody here has that name" in text_of(browser.get("/circles/harbour/people/"))
    assert list(Invitation.objects.exclude(invited_at=None)) == []


# --- at the same moment -------------------------------------------------------------------------------------------


def test_a_reply_a_claim_and_a_block_of_one_moment(garden, ana, ben, enter):
    """The page was opened before the block, and sent after it."""
    hers = told(garden, ana)
    block(enter(ana), told(garden, ben))
    with pytest.raises(KeptAwayError):
        said(hers, ben)
    assert unheard.take(story=hers, listener=ben) is None
    actions.thank(person=ben, told=hers, kind="hear-you")
    assert not Notice.objects.filter(person=ana).exists()
    assert "Somebody who read this" not in text_of(enter(ana).get(hers.address))


def test_words_that_were_just_being_sent_come_back(garden, ana, ben, enter, monkeypatch):
    hers = told(garden, ana)
    browser = enter(ben)
    assert browser.get(hers.address).status_code == 200
    read = actions.post_reply

    def blocked_meanwhile(**words):
        boundaries.keep_away(told=told(garden, ben), person=ana, kind="block")
        return read(**words)

    monkeypatch.setattr(actions, "post_reply", blocked_meanwhile)
    refused = answer(browser, hers, "I wanted to say this to you.")
    assert refused.status_code == 404
    assert "I wanted to say this to you." in text_of(refused)
    assert not Reply.objects.exists()


# --- muting -------------------------------------------------------------------------------------------------------


def test_a_mute_changes_only_the_pages_of_whoever_mutes(garden, ana, ben, cleo, enter):
    hers, his, third = told(garden, ana), told(garden, ben), told(garden, cleo)
    reply = said(third, ben)
    block(enter(ana), his, kind="mute")
    assert enter(ana).get(his.address).status_code == 404
    assert f"reply-{reply.pk}" not in text_of(enter(ana).get(third.address))
    assert enter(ben).get(hers.address).status_code == 200
    assert answer(enter(ben), hers).status_code == 302
    assert not blocked_between(ana, ben)


def test_a_muted_reply_is_not_announced(garden, ana, ben, enter, clock):
    hers = told(garden, ana)
    block(enter(ana), told(garden, ben), kind="mute")
    answered(enter(ben), hers)
    clock.after(minutes=5)
    assert not Notice.objects.filter(person=ana).exists()
    assert "Something waits" not in text_of(enter(ana).get("/me/"))


def test_a_block_takes_the_place_of_a_mute_and_not_the_other_way_round(garden, ana, ben, enter):
    his, reply = told(garden, ben), said(told(garden, ana), ben)
    block(enter(ana), his, kind="mute")
    boundaries.keep_away(told=reply, person=ana, kind="block")
    boundaries.keep_away(told=reply, person=ana, kind="mute")
    assert Boundary.objects.get().kind == "block"


# --- by name ------------------------------------------------------------------------------------------------------


def test_blocking_by_name_does_not_say_whether_there_is_such_a_person(garden, ana, ben, enter):
    hers = told(garden, ana)
    pages = []
    for name in ("ben", "nobody-at-all"):
        browser = enter(ana)
        assert browser.post("/me/blocks/", {"name": name}).status_code == 302
        pages.append(text_of(browser.get("/me/blocks/")))
        assert "If somebody here has that name" in pages[-1]
        assert name in pages[-1]
    assert enter(ben).get(hers.address).status_code == 404
    assert blocked_ids(ana) == {ben.pk}
    assert blocked_ids(ben) == {ana.pk}


def test_ones_own_name_and_an_empty_one_are_refused_with_a_sentence(ana, enter):
    assert "your own name" in text_of(enter(ana).post("/me/blocks/", {"name": "Ana"}))
    assert enter(ana).post("/me/blocks/", {"name": ""}).status_code == 422
    assert not Boundary.objects.exists()


def test_whoever_leaves_takes_every_boundary_along(garden, ana, ben, enter):
    block(enter(ana), told(garden, ben))
    leave(ben)
    assert not Boundary.objects.exists()
    assert Story.objects.filter(author=None, voice="").count() == Story.objects.filter(author=None).count()


def test_nobody_finds_a_list_of_others(garden, ana, ben, enter):
    block(enter(ana), told(garden, ben))
    assert "You keep nobody away" in text_of(enter(ben).get("/me/blocks/"))


# --- being asked to answer ----------------------------------------------------------------------------------------


def asked(person) -> set[str]:
    """Whose stories they were asked to answer; the waves of an hour and a half go by."""
    return {offer.story.author.name for offer in Offer.objects.filter(listener=person)}


@pytest.fixture
def waves(clock):
    def go_by():
        for _ in range(3):
            clock.after(minutes=30)
            unheard.tick()

    return go_by


@pytest.fixture
def asks(listens, ben):
    listens(ben)


def test_who_keeps_a_name_away_is_asked_for_words_without_one_as_before(garden, ana, ben, cleo, enter, asks, waves):
    enter(ben).post("/me/blocks/", {"name": "ana"})
    for writer in (ana, cleo):
        told(garden, writer, "anonymous")
    waves()
    assert asked(ben) == {"ana", "cleo"}


def test_nobody_is_asked_for_a_voice_they_keep_away_nor_by_who_blocked_them(garden, ana, ben, cleo, enter, asks, waves):
    block(enter(ben), told(garden, ana, "anonymous"))
    block(enter(cleo), told(garden, ben))
    told(garden, cleo, "anonymous")
    waves()
    assert asked(ben) == set()
