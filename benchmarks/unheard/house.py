"""The product's side of the days: its rows, filled as the product fills them, and its own functions."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from holdspace.circles.routing import (
    DEFAULT,
    Rules,
    WaitingStory,
    WillingListener,
    Window,
    choose,
    due_wave,
    guide_due,
    is_in_window,
    most_overdue_first,
)

from .world import DAY, FACETS, HOUR, Drawn

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
NOTICES_KEPT, REPLIES_KEPT = timedelta(days=7), timedelta(days=35)
BUDGET = 4


def moment(minute: float) -> datetime:
    return BEGIN + timedelta(minutes=float(minute))


class House:
    """Waiting stories and willing listeners. People and stories go by their places in what was drawn."""

    def __init__(self, drawn: Drawn, rules: Rules = DEFAULT) -> None:
        self.drawn, self.rules = drawn, rules
        self.rarity = {str(facet): max(float(drawn.crowd.rarity[facet]), 0.0) for facet in range(FACETS)}
        self.listeners = [self._listener(who) for who in range(len(drawn.listeners))]
        self.stories: dict[int, WaitingStory] = {}
        self.look_at: dict[int, float] = {}
        self.nobody_left: set[int] = set()
        self.ready: dict[str, list[int]] = {}
        self.spent: list[float] = []  # seconds, for each wave that reached somebody

    def _listener(self, who: int) -> WillingListener:
        crowd, listeners = self.drawn.crowd, self.drawn.listeners
        start, hours = int(listeners.start_hour[who]), int(listeners.hours[who])
        return WillingListener(
            id=str(who),
            languages=frozenset({str(crowd.language[who]), str(listeners.second_language[who])}),
            window=Window(start * HOUR, (start + hours) * HOUR % DAY or DAY),
            facets=frozenset(str(facet) for facet in crowd.traits[who].nonzero()[0]),
            cap=int(listeners.cap[who]),
            budget=BUDGET,
        )

    def hear(self, story: int) -> None:
        stories = self.drawn.stories
        self.stories[story] = WaitingStory(
            id=str(story),
            author=str(stories.author[story]),
            language=str(stories.language[story]),
            heard_from=moment(stories.at[story]),
            facets=frozenset(str(facet) for facet in stories.facets[story].nonzero()[0]),
            is_first=bool(stories.is_first[story]),
        )
        self.look_at[story] = 0

    def forget(self, story: int) -> None:
        self.stories.pop(story, None)
        self.look_at.pop(story, None)
        self.nobody_left.discard(story)

    def every_hour(self, minute: int) -> None:
        """Who stands in their window, by language: what the product asks its database for, to choose from."""
        self.ready = {}
        for place, who in enumerate(self.listeners):
            if who.in_good_standing and is_in_window(who, moment(minute)):
                for language in who.languages:
                    self.ready.setdefault(language, []).append(place)

    def offers(self, minute: int) -> list[tuple[int, list[int]]]:
        """(story, listeners) of every wave that is due, already entered in the rows."""
        now = moment(minute)
        looked = [story for story, at in self.look_at.items() if at <= minute]
        return [(story, asked) for story in looked if (asked := self._wave(story, minute, now))]

    def _wave(self, place: int, minute: int, now: datetime) -> list[int]:
        story = self.stories[place]
        ready = self.ready.get(story.language, [])
        if not due_wave(story, len(ready), now, self.rules):
            return []
        asked = self._choose(story, ready, now)
        if asked:
            self._enter(place, asked, now)
            self.look_at[place] = minute + self.rules.wave_gap
            self.nobody_left.discard(place)
        else:
            self.nobody_left.add(place)
        return asked

    def _choose(self, story: WaitingStory, ready: Sequence[int], now: datetime) -> list[int]:
        rows = [self.listeners[who] for who in ready]
        began = time.process_time()
        chosen = choose(story, rows, now=now, rules=self.rules, rarity=self.rarity)
        if chosen:
            self.spent.append(time.process_time() - began)
        return [int(who) for who in chosen]

    def _enter(self, place: int, asked: Sequence[int], now: datetime) -> None:
        story = self.stories[place]
        names = story.asked.union(str(who) for who in asked)
        self.stories[place] = replace(story, waves_sent=story.waves_sent + 1, last_wave_at=now, asked=names)
        for who in asked:
            row = self.listeners[who]
            kept = tuple(sent for sent in row.notices if now - sent < NOTICES_KEPT)
            self.listeners[who] = replace(row, notices=(*kept, now), last_offer_at=now)

    def replied(self, who: int, minute: float, open_talks: int) -> None:
        row, now = self.listeners[who], moment(minute)
        kept = tuple(at for at in row.replies if now - at < REPLIES_KEPT)
        self.listeners[who] = replace(row, replies=(*kept, now), open_talks=open_talks)

    def talk_ended(self, who: int, open_talks: int) -> None:
        self.listeners[who] = replace(self.listeners[who], open_talks=open_talks)

    def left(self, who: int) -> None:
        self.listeners[who] = replace(self.listeners[who], in_good_standing=False)

    def for_guides(self, minute: int, *, on_duty: bool) -> list[int]:
        """Stories a guide should take now, the most overdue first."""
        now = moment(minute)
        due = [self.stories[place] for place in self.stories if self._is_for_guides(place, now, on_duty)]
        return [int(story.id) for story in most_overdue_first(due)]

    def _is_for_guides(self, place: int, now: datetime, on_duty: bool) -> bool:
        left = place not in self.nobody_left
        return guide_due(self.stories[place], now, self.rules, anyone_left=left, guide_on_duty=on_duty)
