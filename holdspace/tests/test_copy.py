"""Every sentence this place says by itself keeps the rules of `copy_rules.py`: pages, mails, notices, lessons."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from holdspace.listening.claims import entries
from holdspace.tests.copy_rules import OF_SUICIDE, OF_THE_HOUSE, Rule

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "holdspace"
BANK = ROOT / "packages/empathy/src/empathy"
PAGES = sorted(path for path in HOUSE.glob("**/templates/**/*") if path.suffix in {".html", ".txt"})
CODE = sorted(path for path in HOUSE.glob("**/*.py") if not {"tests", "migrations"} & set(path.parts))
SCRIPTS = sorted(path for path in HOUSE.glob("**/static/**/*.js") if "vendor" not in path.parts)
TEXTS = sorted(path for path in HOUSE.glob("**/*.toml") if path.parent.name != "lines")
LESSONS = sorted(HOUSE.glob("library/lessons/**/*.md"))
ENGINE = [BANK / "bank" / f"{name}.toml" for name in ("suggestions", "hazards", "questions", "reflections")]
RULES = (*OF_SUICIDE, *OF_THE_HOUSE)
MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "content"}
SAID = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')""")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
HELP = re.compile(r"library:help_now|library/_lines?\.html|href=\"tel:")
SHOWN = {"text", "why", "texts"}  # of a table of the engine's bank
SUICIDE = re.compile(r"suicid", re.IGNORECASE)


class Words(HTMLParser):
    """What a page says: its text and the attributes that are read out, without styles and scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag if tag in {"style", "script"} else ""
        self.said += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES and "=" not in (value or "")]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)


def said_on(page: str) -> list[str]:
    """The sentences of a template: what it marks for translation, and whatever else stands in it."""
    marked = ["".join(found) for found in SAID.findall(page)]
    return marked + Words(TAGS.sub(" ", page)).said


def said_by(code: str) -> Iterator[str]:
    """The sentences that a module marks for translation."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and name_of(node.func) in MARKED:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def name_of(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a table of TOML, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings_in(one)


def sentences() -> Iterator[tuple[str, str]]:
    """Everything that is said by the place, with where it stands."""
    for path in PAGES:
        yield from ((here(path), said) for said in said_on(path.read_text(encoding="utf-8")))
    for path in CODE:
        yield from ((here(path), said) for said in said_by(path.read_text(encoding="utf-8")))
    for path in SCRIPTS:
        literals = re.findall(r"[\"'`]([^\"'`\n]* [^\"'`\n]* [^\"'`\n]*)[\"'`]", path.read_text(encoding="utf-8"))
        yield from ((here(path), said) for said in literals)
    for path in LESSONS:
        words = path.read_text(encoding="utf-8").split("+++")[-1].splitlines()  # without the names of its sources
        yield from ((here(path), line) for line in words if not line.startswith(">"))  # nor what people say in examples
    for entry in entries():
        yield f"claim {entry.name}", entry.known


def here(path: Path) -> str:
    return str(path.relative_to(ROOT))


def hits(rules: tuple[Rule, ...], texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(place, rule.name, found) for place, said in texts for rule in rules for found in rule.breaks(said)]


def test_there_is_something_to_read():
    assert len(list(sentences())) > 1500
    assert {path.suffix for path in PAGES} == {".html", ".txt"}
    assert TEXTS
    assert LESSONS
    assert all(path.exists() for path in ENGINE)


def test_no_sentence_of_the_place_breaks_a_rule():
    assert hits(RULES, sentences()) == []


def test_no_text_of_demo_lessons_and_quiz_speaks_of_suicide_as_nobody_should():
    texts = [(here(path), said) for path in TEXTS for said in strings_in(tables(path))]
    texts += [(here(path), path.read_text(encoding="utf-8")) for path in LESSONS]
    assert hits(OF_SUICIDE, texts) == []


def test_what_the_engine_suggests_keeps_the_rules():
    texts = (
        (here(path), said)
        for path in ENGINE
        for table in tables(path).values()
        for said in strings_in({key: value for key, value in as_table(table).items() if key in SHOWN})
    )
    assert hits(OF_SUICIDE, texts) == []


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def as_table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"texts": value}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_finds_what_breaks_it_and_lets_the_rest_be(rule):
    assert rule.broken
    assert [said for said in rule.broken if not rule.breaks(said)] == []
    assert [said for said in rule.kept if rule.breaks(said)] == []


@pytest.mark.parametrize(
    "page",
    [
        '{% translate "He committed suicide." %}',
        "{% blocktranslate %}He committed suicide.{% endblocktranslate %}",
        "<p>He committed suicide.</p>",
        '<img alt="He committed suicide.">',
    ],
)
def test_a_page_that_says_it_would_be_found(page):
    assert hits(OF_SUICIDE, (("a page", said) for said in said_on(page)))


def test_a_module_that_says_it_would_be_found():
    code = 'from x import gettext as _\nWHY = _("He committed suicide.")\nOTHER = "committed suicide"\n'
    assert len(hits(OF_SUICIDE, (("a module", said) for said in said_by(code)))) == 1


def mentions_without_help(page: str) -> bool:
    return any(SUICIDE.search(said) for said in said_on(page)) and not HELP.search(page)


def test_every_page_that_names_suicide_leads_to_help_in_its_own_words():
    """The link at the top of every page does not count: help stands where the word stands."""
    naming = [path for path in PAGES if any(SUICIDE.search(said) for said in said_on(path.read_text(encoding="utf-8")))]
    assert naming
    assert [here(path) for path in naming if mentions_without_help(path.read_text(encoding="utf-8"))] == []


def test_a_page_without_help_would_be_found():
    assert mentions_without_help("<p>About suicide.</p>")
    assert not mentions_without_help("<p>About suicide. {% url 'library:help_now' %}</p>")
    assert not mentions_without_help("<p>About gardens.</p>")
