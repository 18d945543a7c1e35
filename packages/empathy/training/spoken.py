"""How usual which sounds are in which language, counted in our own lines.

python -m training.spoken
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from empathy.readers.language import is_latin
from empathy.spoken import Spoken, save, sounds

from training import own

OTHERS = ("risk-languages-train", "risk-languages-train-2")
ENGLISH, EVERY = ("risk-train-10", "risk-train-11", "risk-train-12", "risk-train-13"), 10
MOST, FEWEST, UNHEARD = 1500, 3, 0.3


def main() -> None:
    save(table(counted()))


def counted() -> dict[str, Counter[str]]:
    """Language to sound to times; of the many English lines one in ten."""
    lines = [line for sheet in OTHERS for line in own.lines(sheet) if is_latin(line["text"])]
    lines += [line for sheet in ENGLISH for line in own.lines(sheet)[::EVERY]]
    times: dict[str, Counter[str]] = {line["language"]: Counter() for line in lines}
    for line in lines:
        times[line["language"]].update(sounds(line["text"]))
    return times


def table(times: dict[str, Counter[str]]) -> Spoken:
    usual = {sound for heard in times.values() for sound, often in heard.most_common(MOST) if often >= FEWEST}
    places = {sound: place for place, sound in enumerate(sorted(usual))}
    codes = tuple(sorted(times))
    often = np.array([[times[code][sound] + UNHEARD for code in codes] for sound in places])
    total = np.array([times[code].total() for code in codes]) + UNHEARD * len(places)
    return Spoken(codes, places, np.log(often / total).astype(np.float32))


if __name__ == "__main__":
    main()
