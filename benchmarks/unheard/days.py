"""The days themselves: people visit, answer, tire, mute and leave, five minutes at a time."""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from holdspace.circles.feed import FeedStory, feed_order
from holdspace.circles.routing import DEFAULT, Rules

from .house import House, moment
from .world import DAY, HOUR, TICK, Drawn, Floats, Ints

LOOKED_AT = 10  # stories a visit
LONGEST_WAIT = 2 * DAY
COUNTS_BY_LISTENER, COUNTS_BY_MEMBER = 0.92, 0.65
SEED_OF_DAYS = 999  # added to the world's seed


@dataclass(frozen=True)
class Policy:
    """Newest first and no offers; or the product: its feed, its waves, and guides where there are any."""

    name: str
    is_routed: bool = True
    rules: Rules = DEFAULT


CHRONOLOGICAL = Policy("chronological feed", is_routed=False)
WAVES = Policy("waves with clocks")


@dataclass
class Outcome:
    """What became of each story and each listener. Minutes; infinite where nobody answered."""

    heard: Floats
    by_guide: np.ndarray
    fits: dict[int, float]
    replies: Ints
    sent: list[list[int]]
    there: np.ndarray
    spent: list[float] = field(default_factory=list)
    spare: int = 0


class Days:
    def __init__(self, drawn: Drawn, policy: Policy) -> None:
        self.drawn, self.policy, self.world = drawn, policy, drawn.world
        self.stories, self.listeners = drawn.stories, drawn.listeners
        self.rng = np.random.default_rng(drawn.world.seed + SEED_OF_DAYS)
        self.house = House(drawn, policy.rules) if policy.is_routed else None
        count = len(self.listeners)
        self.out = Outcome(
            heard=np.full(len(self.stories), np.inf),
            by_guide=np.zeros(len(self.stories), bool),
            fits={},
            replies=np.zeros(count, int),
            sent=[[] for _ in range(count)],
            there=np.ones(count, bool),
        )
        self.tired, self.notices = np.zeros(count), np.zeros(count)
        self.muted, self.open_talks = np.zeros(count), np.zeros(count, int)
        self.recent: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.waiting: dict[tuple[int, int], dict[int, None]] = defaultdict(dict)
        self.rows: dict[int, FeedStory] = {}
        self.events: list[tuple[float, str, int, int]] = []
        self.next_story = self.next_visit = 0
        self.guide_credit = 0.0

    def run(self) -> Outcome:
        for minute in range(0, self.world.days * DAY, TICK):
            self.clock_strikes(minute)
            self.stories_come(minute)
            self.answers_come(minute)
            self.visits_come(minute)
            if self.house:
                self.offers_go_out(self.house, minute)
                self.guides_answer(self.house, minute)
            if minute % DAY == 0:
                self.give_up_old(minute)
        if self.house:
            self.out.spent = self.house.spent
        return self.out

    # --- the clock --------------------------------------------------------------------------------

    def clock_strikes(self, minute: int) -> None:
        if minute % HOUR == 0:
            self.an_hour_passes(minute)
        if minute % DAY == 0 and minute:
            self.some_leave()
        if self.house and minute % HOUR == 0:
            self.house.every_hour(minute)

    def an_hour_passes(self, minute: int) -> None:
        hour = minute % DAY // HOUR
        self.awake = (hour - self.listeners.start_hour) % 24 < self.listeners.hours
        self.until_awake = (self.listeners.start_hour - hour) % 24 * float(HOUR)
        self.tired *= 0.5 ** (1 / 24)
        self.notices *= np.exp(-1 / 24)

    def some_leave(self) -> None:
        stay = self.rng.random(len(self.listeners)) > np.clip(0.002 * np.exp(1.2 * self.tired), 0, 0.3)
        for who in np.flatnonzero(self.out.there & ~stay):
            if self.house:
                self.house.left(int(who))
        self.out.there &= stay

    def give_up_old(self, minute: int) -> None:
        for waiting in self.waiting.values():
            for story in [s for s in waiting if minute - self.stories.at[s] > LONGEST_WAIT]:
                del waiting[story]
                if self.house:
                    self.house.forget(story)

    # --- stories, visits, replies -----------------------------------------------------------------

    def stories_come(self, minute: int) -> None:
        while self.next_story < len(self.stories) and self.stories.at[self.next_story] < minute + TICK:
            story, self.next_story = self.next_story, self.next_story + 1
            self.recent[self.circle_of(story)].append(story)
            self.waiting[self.circle_of(story)][story] = None
            self.rows[story] = self.row(story, is_unheard=True)
            if self.house:
                self.house.hear(story)

    def circle_of(self, story: int) -> tuple[int, int]:
        return int(self.stories.language[story]), int(self.stories.circle[story])

    def row(self, story: int, *, is_unheard: bool) -> FeedStory:
        language, circle = self.circle_of(story)
        return FeedStory(
            id=str(story),
            author=str(self.stories.author[story]),
            circle=str(circle),
            language=str(language),
            heard_from=moment(self.stories.at[story]),
            is_unheard=is_unheard,
        )

    def visits_come(self, minute: int) -> None:
        visits = self.drawn.visits
        while self.next_visit < len(visits.at) and visits.at[self.next_visit] < minute + TICK:
            visit, self.next_visit = self.next_visit, self.next_visit + 1
            self.visit(int(visits.who[visit]), int(visits.circle[visit]), minute)

    def visit(self, who: int, circle: int, minute: int) -> None:
        """Somebody looks at ten stories and may answer one: less likely far down, likelier where it fits."""
        feed = self.feed((int(self.drawn.crowd.language[who]), circle), minute)
        seen = np.array([story for story in feed if self.stories.author[story] != who], int)
        if not len(seen):
            return
        fit = self.stories.profile[seen] @ self.drawn.crowd.profile[who]
        shy = np.where(self.stories.is_first[seen], 0.75, 1)
        chance = self.world.reply_rate * 0.85 ** np.arange(len(seen)) * (0.4 + 1.2 * fit) * shy
        hits = np.flatnonzero(self.rng.random(len(seen)) < chance)
        if len(hits):
            self.reply(int(seen[hits[0]]), who, minute, is_listening=who < len(self.listeners))

    def feed(self, circle: tuple[int, int], minute: int) -> list[int]:
        newest = self.recent[circle][-LOOKED_AT:][::-1]
        if not self.house:
            return newest
        stories = dict.fromkeys([*self.waiting[circle], *newest])
        places = feed_order([self.rows[story] for story in stories], moment(minute))
        return [int(place.id) for place in places[:LOOKED_AT]]

    def reply(self, story: int, who: int, minute: int, *, is_listening: bool) -> None:
        if self.rng.random() > (COUNTS_BY_LISTENER if is_listening else COUNTS_BY_MEMBER):
            return
        if who < len(self.listeners):
            self.talk_begins(who, minute)
        if np.isinf(self.out.heard[story]):
            self.out.fits[story] = float(self.stories.profile[story] @ self.drawn.crowd.profile[who])
            self.heard(story, minute)

    def talk_begins(self, who: int, minute: int) -> None:
        self.tired[who] += 0.3 + 0.3 * (self.open_talks[who] >= self.listeners.cap[who])
        self.open_talks[who] += 1
        self.out.replies[who] += minute >= self.world.warmup * DAY
        ends = minute + self.rng.lognormal(np.log(18 * HOUR), 0.7)
        heapq.heappush(self.events, (ends, "ends", who, -1))
        if self.house:
            self.house.replied(who, minute, int(self.open_talks[who]))

    def heard(self, story: int, minute: int) -> None:
        self.out.heard[story] = minute
        self.waiting[self.circle_of(story)].pop(story, None)
        self.rows[story] = self.row(story, is_unheard=False)
        if self.house:
            self.house.forget(story)

    # --- notices and answers ----------------------------------------------------------------------

    def offers_go_out(self, house: House, minute: int) -> None:
        for story, asked in house.offers(minute):
            self.notify(story, np.array(asked), minute)

    def notify(self, story: int, who: Ints, minute: int) -> None:
        """Each may answer later, tires a little, and may mute."""
        answers = self.chance_of_answer(story, who, minute)
        awake = self.awake[who]
        self.tired[who] += np.where(awake, 0.04, 0.12)
        self.notices[who] += 1
        for person in who:
            self.out.sent[person].append(minute)
        self.some_mute(who, minute)
        wait = self.rng.lognormal(np.log(25), 0.9, len(who)) + np.where(awake, 0, self.until_awake[who])
        for place in np.flatnonzero(self.rng.random(len(who)) < answers):
            heapq.heappush(self.events, (minute + wait[place], "answer", int(who[place]), story))

    def chance_of_answer(self, story: int, who: Ints, minute: int) -> Floats:
        fit = self.drawn.crowd.profile[who] @ self.stories.profile[story]
        hears = self.out.there[who] & (self.muted[who] < minute)
        eager = self.listeners.willing[who] * np.exp(-0.35 * self.tired[who]) * np.clip(0.5 + fit, 0, 1.3)
        free = np.where(self.open_talks[who] < self.listeners.cap[who], 1, 0.3)
        return np.asarray(np.clip(eager * np.where(self.awake[who], 1, 0.12) * free, 0, 0.95) * hears)

    def some_mute(self, who: Ints, minute: int) -> None:
        annoyed = np.clip(0.01 + 0.015 * np.maximum(0, self.notices[who] - 3), 0, 0.5)
        mute = self.rng.random(len(who)) < annoyed
        self.muted[who[mute]] = minute + self.rng.exponential(1.5 * DAY, mute.sum())

    def answers_come(self, minute: int) -> None:
        while self.events and self.events[0][0] <= minute:
            _, kind, who, story = heapq.heappop(self.events)
            if kind == "ends":
                self.talk_ends(who)
            elif np.isinf(self.out.heard[story]):
                self.reply(story, who, minute, is_listening=True)
            else:
                self.out.spare += 1

    def talk_ends(self, who: int) -> None:
        self.open_talks[who] -= 1
        if self.house:
            self.house.talk_ended(who, int(self.open_talks[who]))

    def guides_answer(self, house: House, minute: int) -> None:
        rate = self.world.guide_replies_per_hour * self.world.members / 1000
        if not rate or not 8 <= minute % DAY / HOUR < 22:
            return
        self.guide_credit = min(self.guide_credit + rate * TICK / HOUR, 5 + self.world.members / 1000)
        for story in house.for_guides(minute, on_duty=True)[: int(self.guide_credit)]:
            self.guide_credit -= 1
            self.out.by_guide[story] = True
            self.heard(story, minute)
