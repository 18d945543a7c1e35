"""The public sets, loaded from a folder that is never part of this package, with their known faults mended.

Every text is cleaned on loading: handles, links, e-mail addresses and telephone numbers are taken out, and no name of
a writer, rater or worker is kept. TRAIN sets lie under `train/`, sets that only measure under `eval/`.
"""

from __future__ import annotations

import ast
import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

csv.field_size_limit(10_000_000)

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"(?<!\w)(?:@|/?u/)\w+")
PHONE = re.compile(r"(?<!\w)\+?\(?\d[\d ()./-]{6,18}\d(?!\w)")
LONG_ENOUGH = 15
STRESSORS = (
    "Work",
    "Health, Fatigue, or Physical Pain",
    "School",
    "Family Issues",
    "Emotional Turmoil",
    "Financial Problem",
    "Social Relationships",
    "Everyday Decision Making",
    "Other",
)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Labelled(NamedTuple):
    """A text and the numbers of its labels."""

    text: str
    labels: frozenset[int]


class Rated(NamedTuple):
    """A text and one number: a class, a level, a severity."""

    text: str
    value: float


class Stressed(NamedTuple):
    """A text, its severity from 0 to 10, and what it is about: the number of one of STRESSORS."""

    text: str
    value: float
    stressor: int


class Answered(NamedTuple):
    """A story, a reply and the level a rater gave the reply."""

    story: str
    reply: str
    level: int


def clean(text: str) -> str:
    for pattern in (LINK, EMAIL, HANDLE, PHONE):
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def key(text: str) -> str:
    """What two copies of a text have in common: letters and digits only, in lower case."""
    return re.sub(r"[\W_]+", "", text.lower())


def keys(texts: Iterable[str]) -> set[str]:
    return {found for text in texts if len(found := key(text)) > LONG_ENOUGH}


# Sets that may shape weights


def goemotions_labels(data: Path) -> list[str]:
    return (data / "train/goemotions/labels.txt").read_text().split()


def goemotions(data: Path, part: str) -> list[Labelled]:
    """`part` is train, dev or test."""
    rows = table(data / f"train/goemotions/{part}.tsv")
    return [Labelled(clean(text), numbers(ids)) for text, ids, _ in rows]


def xed(data: Path) -> list[Labelled]:
    """Labels 1 to 8: anger, anticipation, disgust, fear, joy, sadness, surprise, trust; 9 is neutral."""
    annotated = [Labelled(clean(text), numbers(ids)) for text, ids in table(data / "train/xed/en-annotated.tsv")]
    neutral = [Labelled(clean(fields[-1]), frozenset({9})) for fields in table(data / "train/xed/neu_en.txt")]
    return annotated + neutral


def sad(data: Path) -> list[Stressed]:
    """Sentences with their mean severity and their stressor."""
    head, *rows = sheet(data / "train/sad/SAD_v1.xlsx")
    text, value, about = (head.index(name) for name in ("sentence", "avg_severity", "top_label"))
    return [
        Stressed(clean(row[text]), float(row[value]), STRESSORS.index(row[about]))
        for row in rows
        if row[text] and row[value] and row[about]
    ]


def kept_back(text: str, one_in: int) -> bool:
    """True for the part of a set that the encoder never learns from, where the set has no such part of its own."""
    return part_of(text, one_in) == 0


def part_of(text: str, parts: int) -> int:
    """Which of so many parts a text belongs to, always the same."""
    return int.from_bytes(hashlib.sha256(key(text).encode()).digest()[:4]) % parts


def offmychest(data: Path, part: str, label: str) -> list[Rated]:
    """`part` is training or test, `label` Emo_support, Info_support, Emotional_disclosure or Information_disclosure.

    The test file's columns with the prefix SharedTask_ are at chance and are not read; 73 test rows that stand in the
    training file too are dropped.
    """
    known = keys(offmychest_texts(data, "training")) if part == "test" else set()
    rows = records(data / f"train/offmychest/labeled_{part}_set.csv")
    found = [Rated(clean(row["full_text"]), float(row[label])) for row in rows]
    return [row for row in found if key(row.text) not in known]


def offmychest_texts(data: Path, part: str) -> list[str]:
    return [clean(row["full_text"]) for row in records(data / f"train/offmychest/labeled_{part}_set.csv")]


def davidson(data: Path) -> list[Rated]:
    """0 hate, 1 offensive, 2 neither. The set carries a known bias against African American English."""
    rows = records(data / "train/davidson/labeled_data.csv")
    return [Rated(clean(row["tweet"].replace("&amp;", "&")), float(row["class"])) for row in rows]


def toxic_spans(data: Path) -> list[Rated]:
    """1 where most raters found the comment toxic, 0 where most did not.

    A judgement with both `all toxic` and `not toxic` set means not toxic.
    """
    votes: dict[str, list[bool]] = {}
    for row in records(data / "train/toxic-spans/annotations.csv"):
        votes.setdefault(row["comment_id"], []).append(row["not toxic"] != "True")
    rows = records(data / "train/toxic-spans/comments.csv")
    judged = [(row["comment_text"], votes[row["comment_id"]]) for row in rows if row["comment_id"] in votes]
    return [Rated(clean(text), float(2 * sum(found) > len(found))) for text, found in judged]


class Writer(NamedTuple):
    """Posts of one person with one label by clinical experts: Supportive, Indicator, Ideation, Behavior or Attempt."""

    posts: list[str]
    label: str


def cssrs(data: Path) -> list[Writer]:
    rows = records(data / "train/cssrs-500/users.csv")
    return [Writer([repaired(post) for post in posts(row["posts"])], row["label"]) for row in rows]


def posts(cell: str) -> list[str]:
    """Nine cells were cut at 32,760 characters and are no list any more."""
    try:
        return [str(post) for post in ast.literal_eval(cell)]
    except (SyntaxError, ValueError):
        return cell.strip("[]'\"").split("', '")


def repaired(post: str) -> str:
    """An earlier "normalisation" put names of symptoms in the place of plain words."""
    post = re.sub("hyperactive behavior", "like", post, flags=re.IGNORECASE)
    return clean(re.sub("chest pain|drug abuse|asthenia|feeling unhappy", " ", post, flags=re.IGNORECASE))


def presidio(data: Path, kind: str, templates: int) -> list[tuple[str, list[tuple[int, int]]]]:
    """Synthetic sentences of the even (0) or odd (1) templates, with the places of one kind (EMAIL_ADDRESS …)."""
    rows = json.loads((data / "train/presidio-research/synth_dataset_v2.json").read_text())
    return [(row["full_text"], places(row["spans"], kind)) for row in rows if row["template_id"] % 2 == templates]


def places(spans: list[dict[str, Any]], kind: str) -> list[tuple[int, int]]:
    return [(span["start_position"], span["end_position"]) for span in spans if span["entity_type"] == kind]


def diasafety(data: Path) -> list[Answered]:
    """Answers to somebody who is not well; level 1 where they pass the risk by. Half of the set occurs in one that
    measures and is dropped."""
    avoid = measuring_keys(data)
    rows = [row for part in ("train", "val", "test") for row in records_of(data / f"train/diasafety/{part}.json")]
    chosen = [row for row in rows if row["category"] == "Risk Ignorance"]
    pairs = [Answered(clean(row["context"]), clean(row["response"]), int(row["label"] == "Unsafe")) for row in chosen]
    return [pair for pair in pairs if not {key(pair.story), key(pair.reply)} & avoid]


# Sets that only measure


def epitome(data: Path, name: str) -> list[Answered]:
    """`name` is emotional-reactions, interpretations or explorations; levels 0, 1, 2."""
    rows = records(data / f"eval/epitome/{name}-reddit.csv")
    return [Answered(row["seeker_post"], row["response_post"], int(row["level"])) for row in rows]


def esconv(data: Path) -> list[tuple[str, str, str]]:
    """What was said before, the supporter's turn, and its strategy, for the test part."""
    lines = (data / "eval/esconv/testWithStrategy_short.tsv").read_text().split("\n")
    return [turn for line in lines if (turn := last_turn(line))]


def last_turn(line: str) -> tuple[str, str, str] | None:
    *before, last = line.split("EOS")
    found = re.match(r"\s*[\d.]+ 1 \d+ \[([^\]]+)\]\s*(.*)", last)
    story = [spoken.group(1).strip() for turn in before if (spoken := re.match(r"\s*[\d.]+ 0 \d+ (.*)", turn))]
    return (" ".join(story), found.group(2).strip(), found.group(1)) if found else None


def tweeteval(data: Path, task: str) -> list[Rated]:
    folder = data / "eval/tweeteval" / task
    texts = (folder / "test_text.txt").read_text().removesuffix("\n").split("\n")
    labels = (folder / "test_labels.txt").read_text().split()
    return [Rated(clean(text), float(label)) for text, label in zip(texts, labels, strict=True)]


def dreaddit(data: Path) -> list[Rated]:
    return [Rated(clean(row["text"]), float(row["label"])) for row in records(data / "eval/dreaddit/dreaddit-test.csv")]


def openai_moderation(data: Path, flag: str) -> list[Rated]:
    """Prompts where the flag (SH, HR, H, V, S) is known."""
    lines = gzip.decompress((data / "eval/openai-moderation/samples-1680.jsonl.gz").read_bytes()).splitlines()
    rows = [json.loads(line) for line in lines]
    return [Rated(row["prompt"], float(row[flag])) for row in rows if flag in row]


def xstest(data: Path, label: str) -> list[str]:
    """Prompts labelled `safe` or `unsafe`."""
    return [row["prompt"] for row in records(data / "eval/xstest/prompts.csv") if row["label"] == label]


def ucc(data: Path, label: str) -> list[Rated]:
    """`label` is antagonize, condescending, dismissive, hostile, sarcastic …: 1 where most raters saw it."""
    return [Rated(clean(row["comment"]), float(row[label])) for row in records(data / "eval/ucc/val.csv")]


def crisis_weak_labels(data: Path) -> list[tuple[str, str]]:
    rows = json.loads((data / "eval/crisis-weak-labels/posts.json").read_text())
    return [(" ".join(row["inputs"]), str(row["label"])) for row in rows]


def measuring_keys(data: Path) -> set[str]:
    """Keys of every text that measures; a TRAIN row with one of them is dropped before fitting."""
    pairs = epitome(data, "explorations")
    found = [pair.story for pair in pairs] + [pair.reply for pair in pairs]
    found += [text for said in esconv(data) for text in said[:2]] + [row.text for row in ucc(data, "hostile")]
    found += [row.text for task in ("emotion", "irony", "offensive") for row in tweeteval(data, task)]
    found += [row.text for row in dreaddit(data)] + [text for text, _ in crisis_weak_labels(data)]
    found += [row.text for row in openai_moderation(data, "S")] + [row.text for row in openai_moderation(data, "SH")]
    found += xstest(data, "safe") + [row.text for row in goemotions(data, "test")]
    return keys(found) | keys(offmychest_texts(data, "test"))


# Files


def table(path: Path) -> Iterator[list[str]]:
    for line in path.read_text().split("\n"):
        if line:
            yield line.split("\t")


def numbers(ids: str) -> frozenset[int]:
    return frozenset(int(number) for number in ids.split(","))


def records_of(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(path.read_text())
    return found


def records(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\0", "")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(path: Path) -> list[list[str]]:
    """The cells of an .xlsx file with one sheet, row by row; an empty cell is an empty text."""
    with zipfile.ZipFile(path) as book:
        words = ["".join(entry.itertext()) for entry in parsed(book, "xl/sharedStrings.xml")]
        rows = parsed(book, "xl/worksheets/sheet1.xml").iter(f"{SHEET}row")
        return [cells(row, words) for row in rows]


def parsed(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    # The file is one the person who measures has put there; its hash is nobody's to check here.
    return ElementTree.fromstring(book.read(name))  # noqa: S314


def cells(row: ElementTree.Element, words: list[str]) -> list[str]:
    found: dict[int, str] = {}
    for cell in row.iter(f"{SHEET}c"):
        value = cell.findtext(f"{SHEET}v", "")
        found[column(cell.get("r", "A"))] = words[int(value)] if cell.get("t") == "s" and value else value
    return [found.get(place, "") for place in range(WIDEST)]


WIDEST = 24


def column(place: str) -> int:
    """A1 is 0, B7 is 1."""
    return ord(place[0]) - ord("A")
