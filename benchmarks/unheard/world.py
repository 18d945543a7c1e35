"""What happens whatever is routed: members, listeners, stories and visits, drawn once from the seed."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

TICK, HOUR, DAY = 5, 60, 1440  # minutes

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

STORIES_BY_HOUR = np.array(
    [7, 6, 5, 4, 3.5, 3, 2.5, 2.5, 3, 3.5, 4, 4, 4.5, 4.5, 4.5, 5, 5, 5.5, 6, 7, 8, 8.5, 8.5, 8]
)
VISITS_BY_HOUR = np.array(
    [3, 2, 1.2, 0.8, 0.7, 0.8, 1.5, 3, 4, 4.5, 4.5, 4.5, 5, 5, 4.5, 4.5, 5, 5.5, 6.5, 7.5, 8, 8, 6.5, 4.5]
)
LANGUAGES = np.array([0.70, 0.14, 0.08, 0.05, 0.03])
THEMES, FACETS = 12, 30  # the first THEMES facets are circles, the rest experiences
RARE = 9  # the last of them, by rarity
PEOPLE_A_CIRCLE = 100


@dataclass(frozen=True)
class World:
    members: int = 1000
    days: int = 28
    warmup: int = 3
    seed: int = 1
    stories_per_member: float = 0.03  # a day
    first_share: float = 0.35
    visits_per_member: float = 0.3  # a day
    reply_rate: float = 0.20  # of a story looked at, before fit and position
    listener_share: float = 0.05
    night_share: float = 0.0  # of listeners, 22:00 to 07:00
    willing: float = 1.0  # multiplies every listener's willingness
    guide_replies_per_hour: float = 0.0  # per 1,000 members, 08:00 to 22:00


@dataclass(frozen=True)
class Crowd:
    language: Ints
    themes: Ints  # members × 2
    traits: NDArray[np.float32]  # members × FACETS, 0 or 1
    rarity: Floats
    profile: Floats  # traits weighted by rarity, of length 1


@dataclass(frozen=True)
class Listeners:
    """Members 0 to n − 1 are the listeners."""

    willing: Floats
    start_hour: Ints
    hours: Ints
    cap: Ints
    second_language: Ints

    def __len__(self) -> int:
        return len(self.willing)


@dataclass(frozen=True)
class Stories:
    at: Ints  # minutes, rising
    author: Ints
    is_first: Bools
    language: Ints
    circle: Ints
    facets: NDArray[np.float32]
    profile: Floats
    is_rare: Bools

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Visits:
    at: Ints
    who: Ints
    circle: Ints


@dataclass(frozen=True)
class Drawn:
    world: World
    crowd: Crowd
    listeners: Listeners
    stories: Stories
    visits: Visits


def draw(world: World) -> Drawn:
    """The order of the draws is part of the model: another order is another world for the same seed."""
    rng = np.random.default_rng(world.seed)
    crowd = draw_crowd(world, rng)
    listeners = draw_listeners(world, crowd, rng)
    stories = draw_stories(world, crowd, len(listeners), rng)
    return Drawn(world, crowd, listeners, stories, draw_visits(world, crowd, rng))


def draw_crowd(world: World, rng: Generator) -> Crowd:
    """Language, two circles and two to five experiences each, by Zipf's law."""
    language = rng.choice(len(LANGUAGES), world.members, p=LANGUAGES)
    themes = rng.choice(THEMES, (world.members, 2), p=zipf(THEMES, 0.7))
    picks = rng.choice(np.arange(THEMES, FACETS), (world.members, 5), p=zipf(FACETS - THEMES, 1.0))
    keep = np.arange(5) < rng.integers(2, 6, world.members)[:, None]
    traits = np.zeros((world.members, FACETS), np.float32)
    rows = np.arange(world.members)[:, None]
    traits[rows, themes] = 1
    traits[np.broadcast_to(rows, picks.shape)[keep], picks[keep]] = 1
    rarity = np.log(world.members / (1 + traits.sum(0)))
    profile = traits * rarity
    profile /= np.linalg.norm(profile, axis=1, keepdims=True) + 1e-9
    return Crowd(language, themes, traits, rarity, profile)


def zipf(count: int, power: float) -> Floats:
    weights = 1 / np.arange(1, count + 1) ** power
    return np.asarray(weights / weights.sum())


def draw_listeners(world: World, crowd: Crowd, rng: Generator) -> Listeners:
    count = max(5, int(world.members * world.listener_share))
    willing = np.clip(rng.beta(1.6, 3, count) * world.willing, 0, 1)
    start = (rng.normal(14, 4, count) % 24).astype(int)
    hours = rng.integers(4, 11, count)
    nights = np.arange(count) < world.night_share * count
    start[nights], hours[nights] = 22, 9
    cap = rng.integers(1, 5, count)
    has_second, other = rng.random(count) < 0.25, rng.choice(len(LANGUAGES), count, p=LANGUAGES)
    return Listeners(willing, start, hours, cap, np.where(has_second, other, crowd.language[:count]))


def draw_stories(world: World, crowd: Crowd, listeners: int, rng: Generator) -> Stories:
    count = rng.poisson(world.members * world.stories_per_member * world.days)
    at = by_hour(rng, STORIES_BY_HOUR, count, world.days)
    often = rng.lognormal(0, 1.2, world.members)
    often[:listeners] *= 0.3
    author = rng.choice(world.members, count, p=often / often.sum())
    is_first = rng.random(count) < world.first_share
    theme = crowd.themes[author, rng.integers(0, 2, count)]
    facets = crowd.traits[author] * (rng.random((count, FACETS)) < 0.6)
    facets[:, :THEMES] = 0
    facets[np.arange(count), theme] = 1
    profile = facets * crowd.rarity
    profile /= np.linalg.norm(profile, axis=1, keepdims=True)
    language = crowd.language[author]
    is_rare = facets[:, FACETS - RARE :].sum(1) > 0
    return Stories(at, author, is_first, language, circle(world, theme, language), facets, profile, is_rare)


def draw_visits(world: World, crowd: Crowd, rng: Generator) -> Visits:
    count = rng.poisson(world.members * world.visits_per_member * world.days)
    at = by_hour(rng, VISITS_BY_HOUR, count, world.days)
    often = rng.lognormal(0, 1.2, world.members)
    who = rng.choice(world.members, count, p=often / often.sum())
    theme = crowd.themes[who, rng.integers(0, 2, count)]
    return Visits(at, who, circle(world, theme, crowd.language[who]))


def by_hour(rng: Generator, weights: Floats, count: int, days: int) -> Ints:
    hour = rng.choice(24, count, p=weights / weights.sum())
    return np.sort(rng.integers(0, days, count) * DAY + hour * HOUR + rng.integers(0, 60, count))


def circle(world: World, theme: Ints, language: Ints) -> Ints:
    """Small languages share fewer circles."""
    circles = np.clip(world.members * LANGUAGES / PEOPLE_A_CIRCLE, 1, THEMES).astype(int)
    return np.asarray(theme % circles[language])
