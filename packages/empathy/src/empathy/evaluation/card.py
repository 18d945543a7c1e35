"""The table and the model card as Markdown. Every figure in them comes from the rows just measured."""

from __future__ import annotations

import json
from collections.abc import Iterable

from empathy import weights
from empathy.evaluation.figures import Figure
from empathy.evaluation.rows import Row
from empathy.version import VERSION

HEADINGS = ("row", "set", "n", "metric", "figure", "95 %", "aim", "floor", "published", "note")

CARD = """# Model card: empathy {version}

Made by `empathy evaluate`; do not edit by hand.

**What it is.** One encoder (all-MiniLM-L6-v2, Apache-2.0, taught all tasks at once and exported to int8 per channel)
with a small head each for emotions, distress, what a text is about, what its writer may need, content notes, danger,
emotional support in replies, advice, hostility and tone; the weights of words and runs of words for danger, weighed
together with what the encoder hears; rules for risk, questions, understanding, hazards, health
claims, personal details and language. It reads English; risk and contact details also
in the languages named in the table, risk by cues and through a dictionary.

**What it is for.** Helping people find each other and helping a trained person look in time: routing unheard stories,
a crisis step while writing, small suggestions while answering.

**What it is not for.** Diagnosis, treatment, decisions about a person without a person, surveillance, or proof that
somebody is safe. A quiet reading is never a sign of safety.

## Trained on

{sets}

Attributions and licences stand in NOTICE. Own lines: `data/*.jsonl`, written for this project, CC0-1.0. Rows that
occur in any measuring set were dropped before fitting. Seed {seed}. Encoder weights sha256 `{encoder}`.
Packages: {packages}.

Figures over held-out folds or development rows, noted while fitting:

{notes}

## Figures

On the shipped int8 file. *Floor* is a plain baseline on the same rows (TF-IDF with a linear model, or as named);
*published* is what others report, often after training on the set itself. Intervals are bootstrapped (95 %). The sets
that only measure were run two or three times each while this version was built, and nothing was chosen on them.

{figures}

## Limits

- A fifth of SAD and a tenth of OffMyChest, Davidson and Toxic Spans were kept back from teaching; SAD has no test part,
  so its figures stand on that fifth. Thresholds were chosen on kept-back rows.
- Own lines were written by few hands. Real people will say things that none of these lines says.
- No set used here is clinical. Writers were anonymous people on English-language forums, in film subtitles and in
  short messages; raters were mostly North American. Other dialects, ages and cultures were not measured.
- Davidson and Toxic Spans carry a known bias against African American English and reclaimed words; hostility is
  only ever a hint beside a rule.
- What was learned on danger may raise a reading. It never makes smaller what calls for `danger`; cues of `worry` count
  as `watch`, and are still shown, where encoder and wording together hear too little. Both learned from the same hands.
- Rare emotions (grief, relief, pride, nervousness) have few examples; loneliness, hopelessness, numbness and overwhelm
  were learned from fewer than forty own lines each; need, experiences, content notes and tone from some hundreds. Their
  probabilities are not calibrated to any population.
- A health claim in fresh words is missed as often as it is heard, and some quiet lines are taken for one: a mark
  attaches a source and refuses nothing.
"""


def model_card(rows: list[Row]) -> str:
    about = json.loads((weights.SHIPPED / "provenance.json").read_text())
    return CARD.format(
        version=VERSION,
        sets="\n".join(f"- {name}" for name in about["sets"]),
        seed=about["seed"],
        encoder=about["encoder"]["sha256"],
        packages=", ".join(f"{name} {number}" for name, number in about["packages"].items()),
        notes=notes(about["notes"]),
        figures=table(rows),
    )


def notes(about: dict[str, dict[str, float]]) -> str:
    return "\n".join(
        f"- {head}: " + ", ".join(f"{name} {number}" for name, number in found.items()) for head, found in about.items()
    )


def figures(rows: list[Row]) -> str:
    head = f"# Figures of the engine, version {VERSION}\n\nMade by `empathy evaluate --data … --figures …`."
    return f"{head}\n\n{table(rows)}\n"


def beside(rows: list[Row], others: dict[str, list[Row]]) -> str:
    """The rows that have an aim, with the figures of other weights before those of the shipped ones."""
    head = f"# Version {VERSION} beside other weights\n\nMade by `empathy evaluate --data … --beside …`."
    found = {name: {(row.set, row.metric): numbers(row.measured)[0] for row in given} for name, given in others.items()}
    lines = [
        (row.code, row.set, row.metric, row.aim, *(one[row.set, row.metric] for one in found.values()), ships)
        for row in rows
        if row.aim and (ships := numbers(row.measured)[0])
    ]
    return f"{head}\n\n{markdown(('row', 'set', 'metric', 'aim', *others, 'ships'), lines)}\n"


def table(rows: Iterable[Row]) -> str:
    return markdown(HEADINGS, map(cells, rows))


def markdown(headings: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in (headings, ("---",) * len(headings), *lines))


def cells(row: Row) -> tuple[str, ...]:
    n = str(row.n) if row.n else ""
    aim = f"{row.aim}, missed" if row.missed else row.aim
    return row.code, row.set, n, row.metric, *numbers(row.measured), aim, row.floor, row.published, row.note


def numbers(found: Figure | None) -> tuple[str, str]:
    if found is None:
        return "–", ""
    return short(found.value), f"{short(found.low)} to {short(found.high)}"


def short(number: float) -> str:
    """Three places, no leading zero, as the field writes it."""
    return f"{number:.3f}".replace("0.", ".", 1) if abs(number) < 1 else f"{number:.3f}"
