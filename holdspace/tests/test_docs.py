"""The papers say what is true: settings, paths, names, links and commands are compared with the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "holdspace"
DOCS = ROOT / "docs"
PAPERS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *HOUSE.glob("*/README.md")])
ROOMS = sorted(path.parent for path in HOUSE.glob("*/apps.py"))
READERS = {"env_str", "env_bool", "env_int", "env_secret"}

SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
OUTSIDE = ("http", "mailto:", "#")
SETTING = re.compile(r"HOLDSPACE_[A-Z0-9]+(?:_[A-Z0-9]+)*")
NAMED = re.compile(r"^([\w/]+\.py): ([\w.]+)$")
LONE = re.compile(r"^\w+(?:\.\w+)?$")
PATH = re.compile(r"^[\w.-]+(?:/[\w.-]+)*/[\w-]+\.(?:py|html|css|js|toml|md)$")
COMMAND = re.compile(r"(?<![\w/.])bin/[a-z][\w-]*")
MODELS = [*HOUSE.glob("*/models.py"), *HOUSE.glob("*/models/*.py")]
CONSTRAINTS = {name for path in MODELS for name in re.findall(r'name="(\w+)"', path.read_text())}


def test_every_setting_stands_in_the_table_with_its_default():
    assert settings_told() == settings_read((HOUSE / "settings.py").read_text())


def test_no_other_file_reads_a_setting_that_is_not_told():
    code = [path for path in HOUSE.rglob("*.py") if "tests" not in path.parts]
    scripts = [path for path in (ROOT / "bin").iterdir() if path.is_file()]
    told = {f"{name}{end}" for name in settings_told() for end in ("", "_FILE")}
    assert {name for path in code + scripts for name in SETTING.findall(path.read_text())} - told == set()


def test_a_setting_without_a_row_or_with_another_default_would_be_found():
    source = 'A = env_int("HOLDSPACE_PLANTED", 3)\nB = env_str("HOLDSPACE_PLANTED_TOO", str(here / "var"))'
    assert settings_read(source) == {"HOLDSPACE_PLANTED": "3", "HOLDSPACE_PLANTED_TOO": ""}


def settings_read(source: str) -> dict[str, str]:
    """Each variable with its default, as far as the default is a plain value."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    reads = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in READERS]
    return {ast.literal_eval(call.args[0]): _default_of(call) for call in reads}


def _default_of(call: ast.Call) -> str:
    default = call.args[1] if len(call.args) > 1 else None
    if not isinstance(default, ast.Constant):
        return ""
    return str(default.value).lower() if isinstance(default.value, bool) else str(default.value)


@cache
def settings_told() -> dict[str, str]:
    """The rows of the table: name, and the default where it is written as code."""
    page = (DOCS / "hosting/settings.md").read_text().splitlines()
    rows = [line.split("|")[1:3] for line in page if line.startswith("| `HOLDSPACE_")]
    return {SPAN.findall(name)[0]: "".join(SPAN.findall(default)) for name, default in rows}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_stands_on_the_map_and_has_a_page_of_one_screen(room):
    said = (room / "README.md").read_text()
    assert said.startswith(f"# {room.name}\n")
    assert 3 <= len(said.splitlines()) <= 60
    assert f"| `{room.name}` |" in (DOCS / "map.md").read_text()


@pytest.mark.parametrize("decision", sorted(DOCS.glob("decisions/0*.md")), ids=lambda path: path.stem)
def test_every_decision_has_a_status_and_is_listed(decision):
    said = decision.read_text()
    assert re.search(r"^Status: (proposed|accepted|replaced by \[)", said, re.MULTILINE)
    assert [head for head in ("## Why", "## What we do", "## What follows") if head not in said] == []
    assert f"]({decision.name})" in (DOCS / "decisions/README.md").read_text()


def test_the_life_of_a_story_names_only_what_exists():
    found = names_in((DOCS / "life-of-a-story.md").read_text())
    assert len(found) > 80
    assert [f"{path}: {name}" for path, name in found if not is_defined(path, name)] == []


@pytest.mark.parametrize(
    "line",
    [
        "`circles/policy.py: story_for`, `stories_of_the_moon`",
        "`circles/policy.py: story_for`; constraint `one_moon_a_story`",
        "`circles/models/story.py: Told.moon`",
        "`circles/moon.py: story_for`",
    ],
)
def test_a_name_that_is_gone_would_be_found(line):
    assert not all(is_defined(path, name) for path, name in names_in(line))


def names_in(text: str) -> list[tuple[str, str]]:
    """(file, name) for "`a/b.py: one`, `two`"; a name alone belongs to the file before it in its line."""
    return [found for line in text.splitlines() for found in _names_in_line(line)]


def _names_in_line(line: str) -> Iterator[tuple[str, str]]:
    path = ""
    for span in SPAN.findall(line):
        told = NAMED.match(span)
        path, name = told.groups() if told else (path, span)
        if told or LONE.match(span):
            yield path, name


def is_defined(path: str, name: str) -> bool:
    """A function, a class or something in a class of this file, or a constraint of the house."""
    file = HOUSE / path
    return name in CONSTRAINTS or (file.is_file() and name in _defined_in(file))


@cache
def _defined_in(file: Path) -> set[str]:
    body = ast.parse(file.read_text()).body
    classes = (node for node in body if isinstance(node, ast.ClassDef))
    inner = {f"{one.name}.{name}" for one in classes for node in one.body for name in _called(node)}
    return {name for node in body for name in _called(node)} | inner


def _called(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    return [target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_link_and_command_on_a_page_leads_somewhere(paper):
    assert lost_on(paper.read_text(), paper.parent) == []


@pytest.mark.parametrize("line", ["`circles/moon.py`", "[the moon](moon.md)", "type `bin/moon`"])
def test_a_way_that_leads_nowhere_would_be_found(line):
    assert lost_on(line, DOCS)


def lost_on(text: str, folder: Path) -> list[str]:
    paths = (span.partition(": ")[0] for span in SPAN.findall(text))
    lost = [path for path in paths if PATH.match(path) and not _stands(path, folder)]
    links = [link.partition("#")[0] for link in LINK.findall(text) if not link.startswith(OUTSIDE)]
    lost += [link for link in links if not (folder / link).exists()]
    return lost + [name for name in COMMAND.findall(text) if not (ROOT / name).is_file()]


def _stands(path: str, folder: Path) -> bool:
    return any((start / path).exists() for start in (ROOT, HOUSE, folder))
