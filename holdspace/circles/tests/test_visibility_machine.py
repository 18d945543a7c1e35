"""Anything people do, in any order: who finds which words is what a small table says, on every surface.

Two thousand steps here; more with `VISIBILITY_STEPS=50000`. What people do: share, answer, thank, take back, withdraw,
hurry, join, leave, block, mute, lift, report, decide about a text, are offered a story, say no to it, look after
concerns; a clock runs. Where it is read: the policies, the feed, a circle's page, a story's page with its replies, *My
space*, the stories that wait, notices, digests, what one takes along, the sentence beside *Send*. Editing, quoting,
moving and searching are not built, so nothing of theirs is walked.
"""

import json
import os
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from holdspace.circles import actions, boundaries, moderation, policy, reports, unheard
from holdspace.circles.between import KeptAwayError
from holdspace.circles.carrying import EnoughError
from holdspace.circles.models import Agreement, Circle, CircleKind, Claim, Offer, Reply, Story, Wave
from holdspace.circles.tests.scene import ANSWER, NOON
from holdspace.circles.tests.table import GUIDE, Table, Text, Thanked
from holdspace.conversations.models import Conversation
from holdspace.listening.actions import Heard
from holdspace.listening.models import Tier
from holdspace.networks.actions import lift
from holdspace.networks.models import Boundary
from holdspace.notices.actions import DIGEST_HOURS, send_digests
from holdspace.notices.models import Notice
from holdspace.people.actions import give_role
from holdspace.people.leaving import words_of
from holdspace.people.models import STAFF, Person
from holdspace.people.second_step import set_up_for_demo
from holdspace.safeguarding.actions import close
from holdspace.safeguarding.models import Concern, Measure
from holdspace.safeguarding.moderation import rule as rule_over
from holdspace.safeguarding.policy_moderation import ruling_on

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("VISIBILITY_STEPS", "2000"))
STEPS_EACH = 50
CAST = {"ana": "member", "ben": "listener", "cleo": "member", "dan": "listener", GUIDE: "guide"}
LISTENERS = [who for who, role in CAST.items() if role == "listener"]
KINDS = {"garden": CircleKind.OPEN, "survivors": CircleKind.INVITE}
FACES = ["name", "alias", "anonymous"]
PLAN = ({"kind": "plan", "start": 0, "end": 1, "why": "a plan"},)
METHOD = ({"kind": "method detail", "start": 0, "end": 1, "why": "a method"},)
HEARD = {
    "calm": Heard(True, Tier.NONE, 0.0),
    "danger": Heard(True, Tier.DANGER, 0.9, cues=PLAN),
    "held": Heard(True, Tier.WORRY, 0.6, cues=METHOD),
    "unread": Heard(True),
}
any_face, any_heard = st.sampled_from(FACES), st.sampled_from(list(HEARD))
anybody, anywhere = st.sampled_from(list(CAST)), st.sampled_from(list(KINDS))
any_number = st.integers(0, 10_000)
walked = count()
MOST_STORIES, MOST_TEXTS = 10, 30  # in one house; after that they go on reading, blocking and withdrawing


class Visibility(RuleBasedStateMachine):
    @initialize(blocks=st.lists(any_number, max_size=3))
    def open_the_house(self, blocks):
        self.travel = time_machine.travel(NOON, tick=False)
        self.clock = self.travel.start()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(transaction, "on_commit", lambda announce, **how: announce())
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people, self.browsers, self.circles, self.rows = {}, {}, {}, {}
        self.table, self.numbers = Table(closed={"survivors"}), count()
        for name, role in CAST.items():
            self.people[name] = person = Person.objects.create(
                name=name, skeleton=name, email=f"{name}@letters.example"
            )
            give_role(person=person, kind=role)
            if role in STAFF:
                set_up_for_demo(person)
        for slug, kind in KINDS.items():
            talk = Conversation.objects.create()
            self.circles[slug] = Circle.objects.create(slug=slug, name=slug, about="a", kind=kind, conversation=talk)
            Agreement.objects.create(circle=self.circles[slug], lines=[])
            for who in ("ana", "ben", "cleo"):
                self.join(who, slug)
        for heard, face in zip(HEARD, [*FACES, "name"], strict=True):
            self.tell("ana", "garden", heard, face)
        self.tell("ben", "garden", "calm", "anonymous")
        self.tell("ben", "survivors", "calm", "alias")
        self.clock.shift(timedelta(minutes=11))
        for number in blocks:
            self.answer("cleo", one_of(self.table.stories()[-2:], number), "calm", one_of(FACES, number))
            self.keep_away(number, "block")

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
            self.patch.undo()
            self.travel.stop()

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = Client()
            self.browsers[who].force_login(self.people[who])
        return self.browsers[who]

    # --- what people do -------------------------------------------------------------------------------------------

    @rule(who=anybody, where=anywhere, comes=st.booleans())
    def come_or_go(self, who, where, comes):
        if comes:
            self.join(who, where)
        elif (who, where) in self.table.seats:
            self.browser(who).post(f"/circles/{where}/leave/")
            self.table.seats.discard((who, where))

    def join(self, who, where):
        actions.join(circle=self.circles[where], person=self.people[who], alias=f"{who} in {where}")
        self.table.seats.add((who, where))

    @precondition(lambda self: self.table.seats and len(self.table.stories()) < MOST_STORIES)
    @rule(number=any_number, heard=any_heard, face=any_face)
    def write(self, number, heard, face):
        who, where = one_of(sorted(self.table.seats), number)
        self.tell(who, where, heard, face)

    @precondition(lambda self: len(self.table.texts) < MOST_TEXTS)
    @rule(number=any_number, heard=any_heard, face=any_face)
    def reply(self, number, heard, face):
        who, story = one_of(self.readable(), number, (None, None))
        if story and (face != "alias" or (who, story.circle) in self.table.seats):
            self.answer(who, story, heard, face)

    def answer(self, who, story, heard, face):
        """What a page lets through. One who is kept away may have had the page open since before."""
        words = {"heard": HEARD[heard], "token": actions.new_token(), "face": face}
        row = actions.post_reply(
            story=self.fresh(story), author=self.people[who], body=f"{next(self.numbers)} {ANSWER}", **words
        )
        self.note(row, who, story.circle, face, heard, under=story)

    @rule(number=any_number, who=anybody)
    def answer_from_an_old_page(self, number, who):
        story = one_of([text for text in self.table.stories() if text.author != who], number)
        if story and who != GUIDE and self.table.has_blocked(story.author, who):
            with pytest.raises(KeptAwayError):
                self.answer(who, story, "calm", "name")
            assert unheard.take(story=self.fresh(story), listener=self.people[who]) is None

    @rule(number=any_number)
    def thank(self, number):
        now = timezone.now()
        pairs = [
            (who, told)
            for who, story in self.readable()
            for told in (story, *self.table.under(story))
            if who != told.author and told.is_told(now) and self.table.finds(who, told, now)
        ]
        who, told = one_of(pairs, number, (None, None))
        if told:
            actions.thank(person=self.people[who], told=self.fresh(told), kind="hear-you")
            story = told.under or told
            alias = ("alias", story.circle, who) if (who, story.circle) in self.table.seats else ()
            voice = story.voice if who == story.author else alias
            self.table.thanks.setdefault((who, told.key), Thanked(who, told, voice, (now, next(self.table.turns))))

    @rule(number=any_number, how=st.sampled_from(["withdraw", "tell_now", "after_step", "release", "decide"]))
    def go_on_with_a_text(self, number, how):
        text = one_of(self.standing(), number)
        if text:
            getattr(self, how)(text, self.fresh(text))

    def withdraw(self, text, row):
        assert row.may_be_undone == (timezone.now() < text.opens)
        (actions.take_back if row.may_be_undone else actions.withdraw)(row)
        text.is_withdrawn = True

    def tell_now(self, text, row):
        actions.tell_now(row)
        text.opens = min(text.opens, timezone.now())

    def after_step(self, text, row):
        actions.after_step(row)
        text.opens = min(text.opens, max(row.undo_until, timezone.now()))

    def decide(self, text, row):
        """A guide keeps it back, or takes it away; never their own words, and not twice."""
        if text.author != GUIDE and ruling_on(row.link) is None:
            measure = one_of(list(Measure), next(self.numbers))
            reasons = {"place": text.circle, "agreement": "Listening first", "sentence": "Nobody has listened yet."}
            rule_over(by=self.people[GUIDE], about=reports.about(row), measure=measure, **reasons)
            text.is_held = True
            self.recount()

    def release(self, text, row):
        moderation.let_others_read(row, by=self.people[GUIDE])
        text.opens, text.is_held = max(text.opens, timezone.now()), False
        self.recount()

    @rule(number=any_number, who=st.sampled_from(LISTENERS), declines=st.booleans())
    def offer(self, number, who, declines):
        """Also across a block, as if the offer had been made before it."""
        story = one_of(self.table.stories(), number)
        now = timezone.now()
        wave = Wave.objects.get_or_create(story_id=story.key, number=1, defaults={"sent_at": now})[0]
        offer = {"wave": wave, "made_at": now, "declined_at": now if declines else None}
        Offer.objects.update_or_create(story_id=story.key, listener=self.people[who], defaults=offer)
        (story.offered.discard if declines else story.offered.add)(who)
        (story.declined.add if declines else story.declined.discard)(who)

    @rule(number=any_number, who=st.sampled_from(LISTENERS))
    def take(self, number, who):
        story = one_of(
            [text for text in self.table.stories() if self.table.waits_for(who, text, timezone.now())], number
        )
        if story:
            with suppress(EnoughError):
                unheard.take(story=self.fresh(story), listener=self.people[who])

    @rule(number=any_number, kind=st.sampled_from(["block", "block", "mute"]))
    def draw_a_boundary(self, number, kind):
        self.keep_away(number, kind)

    def keep_away(self, number, kind):
        who, text = one_of([pair for pair in self.found() if pair[0] != pair[1].author], number, (None, None))
        if text:
            boundaries.keep_away(told=self.fresh(text), person=self.people[who], kind=kind)
            self.table.draw(who, text, kind, timezone.now())

    @rule(number=any_number)
    def lift(self, number):
        rows = list(Boundary.objects.order_by("made_at", "voice"))
        row = one_of(rows, number)
        if row:
            voice = self.voice_of(row)
            self.table.boundaries = [
                one
                for one in self.table.boundaries
                if (self.people[one.person].pk, one.voice) != (row.person_id, voice)
            ]
            lift(row)

    def voice_of(self, row):
        return next(text.voice for text in self.table.texts.values() if self.fresh(text).voice == row.voice)

    @rule(number=any_number)
    def report(self, number):
        who, text = one_of([pair for pair in self.found() if pair[0] != pair[1].author], number, (None, None))
        if text:
            told = self.fresh(text)
            reports.report_told(told, by=self.people[who], about=reports.about(told), ground="else")
            text.has_concern = True
            self.recount()

    @rule()
    def look_at_every_concern(self):
        for concern in Concern.objects.filter(closed_at=None):
            close(concern=concern, by=self.people[GUIDE], note="Looked.")
        for text in self.table.texts.values():
            was_open, text.is_open_concern = text.is_open_concern, False
            if was_open and text.is_for_guides and not text.is_withdrawn:
                text.is_for_guides = False
                text.waits_since = text.waits_since if self.table.is_heard(text) else timezone.now()

    @rule(seconds=st.sampled_from([1, 59, 61, 600]))
    def wait(self, seconds):
        self.clock.shift(timedelta(seconds=seconds))

    def tell(self, who, where, heard, face):
        row = actions.publish_story(
            circle=self.circles[where],
            author=self.people[who],
            heard=HEARD[heard],
            token=actions.new_token(),
            body="evenings",
            need="listen",
            face=face,
            notes=(),
        )
        self.note(row, who, where, face, heard)

    # --- what the table is told -----------------------------------------------------------------------------------

    def note(self, row, who, where, face, heard, under=None):
        now = timezone.now()
        wait = timedelta(minutes=10) if HEARD[heard].worries else timedelta(seconds=60)
        text = Text(row.pk, who, face, where, now + wait, now, heard == "held", heard != "calm", under)
        text.is_for_guides = under is None and HEARD[heard].worries
        text.is_answer = under is not None and row.is_answer
        text.is_open_concern = text.has_concern
        self.rows[row.pk], self.table.texts[row.pk] = type(row), text

    def recount(self):
        """Which concerns are open is the business of other tests."""
        for text in self.table.texts.values():
            link = actions.link_to(self.fresh(text))
            text.is_open_concern = Concern.objects.filter(link=link, closed_at=None).exists()

    def fresh(self, text: Text) -> Story | Reply:
        return self.rows[text.key].objects.get(pk=text.key)

    def standing(self) -> list[Text]:
        return [text for text in self.table.texts.values() if not text.is_withdrawn]

    def readable(self) -> list[tuple[str, Text]]:
        now, table = timezone.now(), self.table
        return [
            (who, one) for who in CAST for one in table.stories() if one.is_told(now) and table.finds(who, one, now)
        ]

    def found(self) -> list[tuple[str, Text]]:
        now, table = timezone.now(), self.table
        under = [(who, one) for who, story in self.readable() for one in table.under(story)]
        return [*self.readable(), *(pair for pair in under if table.finds(*pair, now))]

    # --- and what the house says ----------------------------------------------------------------------------------

    @invariant()
    def everybody_finds_what_is_theirs(self):
        next(walked)
        now = timezone.now()
        for who, person in getattr(self, "people", {}).items():
            found = {text.key for text in self.table.stories() if self.table.finds(who, text, now)}
            assert set(policy.stories_for(person).values_list("pk", flat=True)) == found, who

    @rule(who=anybody)
    def read_as(self, who):
        self.read(who)

    @rule(who=anybody)
    def read_once_more_as(self, who):
        self.read(who)

    def read(self, who):
        person, now, table = self.people[who], timezone.now(), self.table
        here = [text for text in table.stories() if table.finds(who, text, now)]
        for slug, circle in self.circles.items():
            told = {text.key for text in here if text.circle == slug and not text.is_withdrawn}
            assert set(policy.feed_of(person, circle).values_list("pk", flat=True)) == told
            assert policy.audience_of(circle) == len([seat for seat in table.seats if seat[1] == slug])
        for text in table.stories():
            self.read_story(who, text, allowed=text in here)
        assert policy.thanks_to(person).count() == table.thanks_found(who)
        waits = {text.key for text in table.stories() if who in LISTENERS and table.waits_for(who, text, now)}
        assert who not in LISTENERS or set(policy.unheard_for(person).values_list("pk", flat=True)) == waits
        self.read_notices()

    def read_story(self, who, text, *, allowed):
        person, now = self.people[who], timezone.now()
        if not allowed:
            with pytest.raises(Http404):
                policy.story_for(person, text.key)
            return
        row, seen = policy.story_for(person, text.key), self.found_under(who, text, now)
        assert {reply.pk for reply in policy.replies_for(person, row)} == seen
        assert {reply.pk for reply in policy.replies_under(person, row)} == seen
        under = [one for one in self.table.thanks.values() if text in (one.told, one.told.under)]
        mine = [one for one in under if one.told.author == who and self.table.is_found(one, who)]
        sent = [one for one in under if one.told is text and one.person == who]
        assert len(policy.thanks_under(person, row)) == len(mine) + len(sent)

    def found_under(self, who, story, now):
        return {one.key for one in self.table.under(story) if self.table.finds(who, one, now)}

    def read_notices(self):
        """None is about words that a block or a mute keeps from whoever is told; no claim goes across one."""
        for notice in Notice.objects.filter(seen_at=None).select_related("person"):
            for text in self.table.stories():
                if notice.link.startswith(f"/stories/{text.key}/"):
                    assert not self.table.is_absent(notice.person.name, text), notice.kind
                    assert notice.kind != "reply" or self.somebody_said_something(notice.person.name, text)
        for claim in Claim.objects.open().select_related("listener"):
            assert not self.table.is_absent(claim.listener.name, self.table.texts[claim.story_id])

    def somebody_said_something(self, who, story) -> bool:
        by_others = [one for one in self.table.under(story) if one.author != who]
        return any(not self.table.is_absent(who, one) for one in by_others)

    @rule(number=any_number, who=anybody)
    def open_a_page(self, number, who):
        text, now = one_of(self.table.stories(), number), timezone.now()
        allowed = self.table.finds(who, text, now)
        page = self.browser(who).get(f"/stories/{text.key}/")
        assert page.status_code == (200 if allowed else 404)
        seen = self.found_under(who, text, now) if allowed else set()
        assert {key for key in self.rows if f'id="reply-{key}"' in page.content.decode()} == seen
        circle = self.browser(who).get(f"/circles/{text.circle}/").content.decode()
        may_look = who == GUIDE or (who, text.circle) in self.table.seats
        stands = allowed and may_look and not text.is_withdrawn
        assert (f'href="/stories/{text.key}/"' in circle) is stands

    @rule(who=anybody)
    def open_my_pages(self, who):
        now, table = timezone.now(), self.table
        space, waiting = (self.browser(who).get(path).content.decode() for path in ("/me/", "/unheard/"))
        mine = {key for key, text in table.texts.items() if text.author == who and not text.is_withdrawn}
        assert {key for key in self.rows if f"{key}/withdraw/" in space} == mine
        assert space.count('<li class="thanks">') == min(table.thanks_found(who), 12)
        waits = {text.key for text in table.stories() if who in LISTENERS and table.waits_for(who, text, now)}
        taken, _, listed = waiting.partition('<section class="stack"')
        assert {key for key in self.rows if f'"><a href="/stories/{key}/"' in listed} == waits
        found = {text.key for someone, text in self.found() if someone == who}
        assert {key for key in self.rows if f'"><a href="/stories/{key}/"' in taken} <= found

    @rule(who=anybody)
    def take_everything_along(self, who):
        taken = words_of(self.people[who])
        mine = {key for key, text in self.table.texts.items() if text.author == who}
        told = [*taken["circles"]["stories"], *taken["circles"]["replies"]]
        assert {one["id"] for one in told} == mine
        assert len(taken["circles"]["thanks received"]) == self.table.thanks_found(who)
        assert len(taken["boundaries"]) == len([one for one in self.table.boundaries if one.person == who])
        said = json.dumps(taken, default=str)
        assert [other for other, one in self.people.items() if other != who and str(one.pk) in said] == []

    @rule()
    def let_the_digests_go(self):
        now = timezone.now()
        hours = [hour for hour in DIGEST_HOURS if hour > now.hour]
        due = now.replace(hour=hours[0], minute=0) if hours else now.replace(hour=9, minute=0) + timedelta(days=1)
        self.clock.move_to(due)
        self.read_notices()
        waits = Notice.objects.filter(seen_at=None, mailed_at=None, made_at__lte=due)
        expected = set(waits.values_list("person__email", flat=True))
        mail.outbox.clear()
        send_digests(due)
        assert {letter.to[0] for letter in mail.outbox} == expected


def one_of(some, number, otherwise=None):
    return some[number % len(some)] if some else otherwise


@pytest.mark.timeout(STEPS)
def test_nobody_finds_what_the_table_does_not_give_them(db):
    quick = settings(
        max_examples=3 * STEPS // (2 * STEPS_EACH) + 2,  # some houses stand for fewer steps
        stateful_step_count=STEPS_EACH,
        deadline=None,
        derandomize=STEPS <= 2000,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Visibility, settings=quick)
    assert next(walked) >= STEPS
