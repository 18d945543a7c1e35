"""One line of the table of figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from empathy.evaluation.figures import Figure, Metric, figure


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside its floor (a plain baseline on the same rows) and what others published.

    code       requirement row, as E-01
    aim        what this version set out to reach, as "≥ .56" or "≤ .05"; "" where nothing was set
    measured   None where this version does not read it, or where the set is not at hand; `note` says which
    """

    code: str
    set: str
    n: int
    metric: str
    measured: Figure | None
    aim: str = ""
    floor: str = ""
    published: str = ""
    note: str = ""

    @property
    def missed(self) -> bool:
        """True where there is an aim and the figure, to three places, does not reach it."""
        if self.measured is None or not self.aim:
            return False
        sign, number = self.aim.split()
        wanted, value = float(number), round(self.measured.value, 3)
        return value < wanted if sign == "≥" else value > wanted


def row(
    code: str,
    set: str,
    metric: str,
    how: Metric,
    truth: ArrayLike,
    said: ArrayLike,
    **beside: str,
) -> Row:
    """Measure and name in one step."""
    return Row(code, set, len(np.asarray(truth)), metric, figure(how, truth, said), **beside)
