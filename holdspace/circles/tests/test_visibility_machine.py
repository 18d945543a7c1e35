"""Anything people do, in any order: who finds which words is what a small table says, on every surface.

The table knows nothing of queries. It keeps who sits where, what each text is, and one clock.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
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

from holdspace.circles import actions, policy
from holdspace.circles.models import Agreement, Circle, CircleKind, Offer, Story, Wave
from holdspace.circles.tests.scene import ANSWER, NOON
from holdspace.conversations.models import Conversation
from holdspace.listening.actions import Heard
from holdspace.listening.models import Tier
from holdspace.people.actions import give_role
from holdspace.people.models import Person
from holdspace.safeguarding.actions import close
from holdspace.safeguarding.models import Concern

pytestmark = pytest.mark.django_db
CAST = {"ana": "member", "ben": "listener", "cleo": "member", "dan": "listener", "mira": "guide"}
KINDS = {"garden": CircleKind.OPEN, "survivors": CircleKind.INVITE}
PLAN = ({"kind": "plan", "start": 0, "end": 1, "why": "a plan"},)
METHOD = ({"kind": "method detail", "start": 0, "end": 1, "why": "a method"},)
HEARD = {
    "calm": Heard(True, Tier.NONE, 0.0),
    "danger": Heard(True, Tier.DANGER, 0.9, cues=PLAN),
    "held": Heard(True, Tier.WORRY, 0.6, cues=METHOD),
    "unread": Heard(True),
}


@dataclass
class Text:
    """What the table knows of a story or a reply."""

    author: str
    circle: str
    opens: datetime
    is_held: bool
    has_concern: bool
    is_open_concern: bool = field(default=False)
    is_withdrawn: bool = False
    offered: set[str] = field(default_factory=set)

    def is_told(self, now: datetime) -> bool:
        return self.opens <= now and not self.is_held and not self.is_withdrawn


class Visibility(RuleBasedStateMachine):
    @initialize()
    def open_the_house(self):
        self.travel = time_machine.travel(NOON, tick=False)
        self.clock = self.travel.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people, self.browsers, self.circles = {}, {}, {}
        self.seats, self.texts, self.rows = set(), {}, {}
        for name, role in CAST.items():
            self.people[name] = person = Person.objects.create(name=name, skeleton=name)
            give_role(person=person, kind=role)
        for slug, kind in KINDS.items():
            talk = Conversation.objects.create()
            self.circles[slug] = Circle.objects.create(slug=slug, name=slug, about="a", kind=kind, conversation=talk)
            Agreement.objects.create(circle=self.circles[slug], lines=[])
            for who in ("ana", "ben"):
                self.join(who, slug)
            for heard in HEARD:
                self.tell("ana", slug, heard)

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
            self.travel.stop()

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = Client()
            self.browsers[who].force_login(self.people[who])
        return self.browsers[who]

    # --- what people do -------------------------------------------------------------------------------------------

    @rule(who=st.sampled_from(list(CAST)), where=st.sampled_from(list(KINDS)))
    def join(self, who, where):
        actions.join(circle=self.circles[where], person=self.people[who])
        self.seats.add((who, where))

    @precondition(lambda self: self.seats)
    @rule(data=st.data())
    def leave(self, data):
        who, where = data.draw(st.sampled_from(sorted(self.seats)))
        self.browser(who).post(f"/circles/{where}/leave/")
        self.seats.discard((who, where))

    @precondition(lambda self: self.seats)
    @rule(data=st.data(), heard=st.sampled_from(list(HEARD)))
    def write(self, data, heard):
        who, where = data.draw(st.sampled_from(sorted(self.seats)))
        self.tell(who, where, heard)

    @precondition(lambda self: self.readable())
    @rule(data=st.data(), heard=st.sampled_from(list(HEARD)))
    def reply(self, data, heard):
        who, story = data.draw(st.sampled_from(self.readable()))
        row = actions.post_reply(
            story=self.rows[story],
            author=self.people[who],
            heard=HEARD[heard],
            token=actions.new_token(),
            body=ANSWER,
            face="name",
        )
        self.note(row, who, self.texts[story].circle, heard)

    @precondition(lambda self: self.standing())
    @rule(data=st.data())
    def take_back_or_withdraw(self, data):
        key = data.draw(st.sampled_from(self.standing()))
        text, row = self.texts[key], self.fresh(key)
        may_undo = row.may_be_undone
        assert may_undo == (timezone.now() < text.opens)
        (actions.take_back if may_undo else actions.withdraw)(row)
        text.is_withdrawn = True

    @precondition(lambda self: self.standing())
    @rule(data=st.data(), how=st.sampled_from([actions.tell_now, actions.after_step]))
    def hurry(self, data, how):
        key = data.draw(st.sampled_from(self.standing()))
        text, row = self.texts[key], self.fresh(key)
        how(row)
        least = timezone.now() if how is actions.tell_now else max(row.undo_until, timezone.now())
        text.opens = min(text.opens, least)

    @precondition(lambda self: self.standing())
    @rule(data=st.data())
    def release(self, data):
        key = data.draw(st.sampled_from(self.standing()))
        actions.release(self.fresh(key))
        self.texts[key].is_held = False
        self.recount(key)

    @precondition(lambda self: self.stories())
    @rule(data=st.data(), who=st.sampled_from(["ben", "dan"]), declines=st.booleans())
    def offer(self, data, who, declines):
        key = data.draw(st.sampled_from(self.stories()))
        now = timezone.now()
        wave = Wave.objects.get_or_create(story_id=key, number=1, defaults={"sent_at": now})[0]
        offer = {"wave": wave, "made_at": now, "declined_at": now if declines else None}
        Offer.objects.update_or_create(story_id=key, listener=self.people[who], defaults=offer)
        (self.texts[key].offered.discard if declines else self.texts[key].offered.add)(who)

    @rule()
    def look_at_every_concern(self):
        for concern in Concern.objects.filter(closed_at=None):
            close(concern=concern, by=self.people["mira"], note="Looked.")
        for text in self.texts.values():
            text.is_open_concern = False

    @rule(seconds=st.sampled_from([59, 61, 600]))
    def wait(self, seconds):
        self.clock.shift(timedelta(seconds=seconds))

    def tell(self, who, where, heard):
        row = actions.publish_story(
            circle=self.circles[where],
            author=self.people[who],
            heard=HEARD[heard],
            token=actions.new_token(),
            body="evenings",
            need="listen",
            face="anonymous",
            notes=(),
        )
        self.note(row, who, where, heard)

    # --- what the table says --------------------------------------------------------------------------------------

    def note(self, row, who, where, heard):
        wait = timedelta(minutes=10) if heard in ("danger", "held") else timedelta(seconds=60)
        text = Text(who, where, timezone.now() + wait, heard == "held", heard != "calm", heard != "calm")
        self.rows[row.pk], self.texts[row.pk] = row, text

    def recount(self, key):
        self.texts[key].is_open_concern = Concern.objects.filter(
            link=actions.link_to(self.rows[key]), closed_at=None
        ).exists()

    def finds(self, who: str, key, now: datetime) -> bool:
        """A text by itself, its story aside."""
        text = self.texts[key]
        own = who == text.author and not text.is_withdrawn
        if who == "mira":
            raised = text.has_concern and (not text.is_withdrawn or text.is_open_concern)
            return text.is_told(now) or raised or own or self.has_raised_reply(key, text)
        if isinstance(self.rows[key], Story):
            offered = who in text.offered and KINDS[text.circle] != CircleKind.INVITE
            seated = (who, text.circle) in self.seats
            return seated and (text.is_told(now) or own) or offered and text.is_told(now)
        return text.is_told(now) or own

    def has_raised_reply(self, key, text: Text) -> bool:
        """A guide finds a story also for the sake of a reply under it."""
        under = [self.texts[pk] for pk, row in self.rows.items() if getattr(row, "story_id", None) == key]
        return any(reply.has_concern and (not text.is_withdrawn or reply.is_open_concern) for reply in under)

    def fresh(self, key):
        return type(self.rows[key]).objects.get(pk=key)

    def standing(self):
        return [key for key, text in self.texts.items() if not text.is_withdrawn]

    def stories(self):
        return [key for key, row in self.rows.items() if isinstance(row, Story)]

    def readable(self):
        now = timezone.now()
        told = [key for key in self.stories() if self.texts[key].is_told(now)]
        return [(who, key) for who in CAST for key in told if self.finds(who, key, now)]

    # --- and what the house says ----------------------------------------------------------------------------------

    @invariant()
    def everybody_finds_what_is_theirs(self):
        now = timezone.now()
        for who, person in getattr(self, "people", {}).items():
            found = {key for key in self.stories() if self.finds(who, key, now)}
            assert set(policy.stories_for(person).values_list("pk", flat=True)) == found, who

    @precondition(lambda self: self.stories())
    @rule(who=st.sampled_from(list(CAST)), slug=st.sampled_from(list(KINDS)))
    def read_a_feed_and_every_reply(self, who, slug):
        person, now = self.people[who], timezone.now()
        here = {key for key in self.stories() if self.texts[key].circle == slug and self.finds(who, key, now)}
        feed = set(policy.feed_of(person, self.circles[slug]).values_list("pk", flat=True))
        assert feed == {key for key in here if not self.texts[key].is_withdrawn}
        for key in here:
            under = {pk for pk, row in self.rows.items() if getattr(row, "story_id", None) == key}
            seen = {reply.pk for reply in policy.replies_for(person, self.rows[key])}
            assert seen == {pk for pk in under if self.finds(who, pk, now)}
            assert seen == {reply.pk for reply in policy.replies_under(person, self.rows[key])}

    @precondition(lambda self: self.stories())
    @rule(data=st.data(), who=st.sampled_from(list(CAST)))
    def open_a_page(self, data, who):
        key = data.draw(st.sampled_from(self.stories()))
        allowed = self.finds(who, key, timezone.now())
        assert self.browser(who).get(f"/stories/{key}/").status_code == (200 if allowed else 404)
        if not allowed:
            with pytest.raises(Http404):
                policy.story_for(self.people[who], key)
        page = self.browser(who).get(f"/circles/{self.texts[key].circle}/").content.decode()
        may_look = who == "mira" or (who, self.texts[key].circle) in self.seats
        stands = allowed and may_look and not self.texts[key].is_withdrawn
        assert (f'href="/stories/{key}/"' in page) is stands


def test_nobody_finds_what_the_table_does_not_give_them(db):
    quick = settings(
        max_examples=30,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Visibility, settings=quick)
