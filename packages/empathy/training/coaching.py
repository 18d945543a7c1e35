"""What two raters, who did not know which was which, said of drafts before and after coaching.

    python -m training.coaching              in packages/empathy: prints a table of data/coached.jsonl

A row holds `story`, `need`, `reply`, `after` (every edit of one version applied), `round`, what each rater preferred
(`before`, `after` or `tie`) and whether each version would hurt or annoy the writer.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "coached.jsonl"
ANSWERS = ("after", "tie", "before")


def main() -> None:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    print("| Round | Pairs | Better after | No difference | Better before | Hurts before → after | Agreement | Kappa |")  # noqa: T201
    print("|---|---|---|---|---|---|---|---|")  # noqa: T201
    for number in sorted({row["round"] for row in rows}):
        print(told(number, [row for row in rows if row["round"] == number]))  # noqa: T201


def told(number: int, rows: Sequence[dict[str, Any]]) -> str:
    """One line of the table; shares are of all answers of both raters."""
    said = Counter(answer for row in rows for answer in row["prefers"])
    shares = " | ".join(f"{said[answer] / said.total():.0%}" for answer in ANSWERS)
    before, after = (sum(hurts[which] for row in rows for hurts in row["hurts"]) for which in (0, 1))
    both = [tuple(row["prefers"]) for row in rows]
    same = sum(one == other for one, other in both) / len(both)
    hurting = f"{before / said.total():.0%} → {after / said.total():.0%}"
    return f"| {number} | {len(rows)} | {shares} | {hurting} | {same:.0%} | {kappa(both):.2f} |"


def kappa(pairs: Sequence[tuple[str, ...]]) -> float:
    """Cohen's kappa: agreement beyond what two raters with these habits reach by chance (Cohen 1960)."""
    one, other = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    same = sum(left == right for left, right in pairs) / len(pairs)
    chance = sum(one[answer] * other[answer] for answer in ANSWERS) / len(pairs) ** 2
    return (same - chance) / (1 - chance)


if __name__ == "__main__":
    main()
