"""Each guard of the house, broken on purpose in a copy of the tree: what should catch it does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREE = ["holdspace", "packages/empathy/src", "bin", "docs", "benchmarks"]
FILES = ["pyproject.toml", "conftest.py", "manage.py", "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
RULES = [*PYTEST, "holdspace/tests/test_house_rules.py"]
FILES_THEMSELVES = [*PYTEST, "holdspace/kit/tests/test_house.py"]
WALK = [*PYTEST, "holdspace/tests/test_leak_walk.py"]
PAPERS = [*PYTEST, "holdspace/tests/test_docs.py", "-k", "setting or room"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@dataclass(frozen=True)
class Breach:
    """A line that must not pass: written into a file, and the words of the check that catches it."""

    name: str
    file: str
    write: Callable[[str], str]
    caught_by: list[str]
    saying: str


def begins_with(line: str) -> Callable[[str], str]:
    return lambda text: f"{line}\n{text}"


def ends_with(line: str) -> Callable[[str], str]:
    return lambda text: f"{text}\n{line}\n"


def instead(old: str, new: str) -> Callable[[str], str]:
    def write(text: str) -> str:
        assert old in text, f"{old!r} is gone: plant this breach elsewhere"
        return text.replace(old, new, 1)

    return write


def in_the_part(old: str, new: str) -> Callable[[str], str]:
    """In the list of models that a room's part says it holds."""

    def write(text: str) -> str:
        before, models, after = text.partition("models=")
        return before + models + instead(old, new)(after)

    return write


BREACHES = [
    Breach(
        "a lower room imports an upper one",
        "holdspace/people/policy.py",
        begins_with("import holdspace.circles.models"),
        LINT,
        "holdspace.people is not allowed to import holdspace.circles",
    ),
    Breach(
        "neighbours import each other",
        "holdspace/notices/policy.py",
        begins_with("import holdspace.listening.models"),
        LINT,
        "holdspace.notices is not allowed to import holdspace.listening",
    ),
    Breach(
        "the engine imports django",
        "packages/empathy/src/empathy/engine.py",
        begins_with("import django.utils.timezone"),
        LINT,
        "empathy is not allowed to import django",
    ),
    Breach(
        "another room imports the engine",
        "holdspace/circles/policy.py",
        begins_with("import empathy"),
        LINT,
        "Only listening reads BROKEN",
    ),
    Breach(
        "a new room has no place in the layers",
        "holdspace/attic/__init__.py",
        ends_with("boxes = []"),
        LINT,
        "holdspace.attic",
    ),
    Breach(
        "a key to a person leaves a shortcut behind",
        "holdspace/circles/models/story.py",
        instead("models.CASCADE, related_name=\"+\")", "models.CASCADE)"),
        [*RULES, "-k", "shortcut"],
        "test_no_model_of_the_house_hangs_a_shortcut_on_a_person",
    ),
    Breach(
        "a model about people is in no part that goes when they leave",
        "holdspace/circles/leaving.py",
        in_the_part("NoteSetting", "Draft"),
        [*RULES, "-k", "part_that_goes"],
        "circles.NoteSetting",
    ),
    Breach(
        "a view helps itself to rows",
        "holdspace/circles/views/circles.py",
        ends_with("every_circle = Circle.objects.all"),
        [*RULES, "-k", "door_gets_rows"],
        "circles/views/circles.py",
    ),
    Breach(
        "a view forgets to ask who may",
        "holdspace/circles/views/stories.py",
        instead("page(request, story_for(request.user, pk))", "page(request, Story.objects.get(pk=pk))"),
        [*WALK, "-k", "missing"],
        "test_what_is_closed_looks_like_what_is_missing",
    ),
    Breach(
        "a page prints a person",
        "holdspace/circles/templates/circles/story.html",
        instead('{% include "circles/_story.html" %}', '{% include "circles/_story.html" %}{{ story.author.name }}'),
        [*PYTEST, "holdspace/tests/test_identity_walk.py", "-k", "who_did_not_say and ben"],
        "test_no_answer_names_a_writer_who_did_not_say_their_name",
    ),
    Breach(
        "a model changes without a migration",
        "holdspace/notices/models.py",
        instead("max_length=12", "max_length=14"),
        [*RULES, "-k", "migration"],
        "test_every_change_of_a_model_has_its_migration",
    ),
    Breach(
        "a page speaks without a mark for translators",
        "holdspace/circles/templates/circles/leave.html",
        ends_with("<p>Goodbye then</p>"),
        [*RULES, "-k", "every_word"],
        "circles/leave.html",
    ),
    Breach(
        "a fact is heard by somebody new",
        "holdspace/circles/echoes.py",
        ends_with("@receiver(concern_closed)\ndef also(**facts: Any) -> None:\n    pass"),
        [*RULES, "-k", "who_hears"],
        "test_who_hears_each_fact",
    ),
    Breach(
        "a setting is not in the papers",
        "holdspace/settings.py",
        ends_with('PLANTED = env_str("HOLDSPACE_PLANTED", "yes")'),
        PAPERS,
        "HOLDSPACE_PLANTED",
    ),
    Breach(
        "a script stands in a page",
        "holdspace/circles/templates/circles/leave.html",
        ends_with("<script>1</script>"),
        [*FILES_THEMSELVES, "-k", "script_or_a_style"],
        "circles/leave.html",
    ),
    Breach(
        "an import line lacks its semicolon",
        "holdspace/kit/static/kit/planted.js",
        ends_with('import { on } from "./keep-draft.js"\non();'),
        [*FILES_THEMSELVES, "-k", "collected_scripts"],
        "keep-draft.js",
    ),
    Breach(
        "a new route has no row in the walk",
        "holdspace/circles/urls.py",
        instead("urlpatterns = [", 'urlpatterns = [\n    path("attic/", circles.circles, name="attic"),'),
        [*WALK, "-k", "stands_in_the_table"],
        "circles:attic",
    ),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The tree as it stands, to break things in."""
    tree = tmp_path_factory.mktemp("house")
    left_out = shutil.ignore_patterns("__pycache__", "pictures", "*.onnx")
    for folder in TREE:
        shutil.copytree(ROOT / folder, tree / folder, ignore=left_out)
    for name in FILES:
        shutil.copy(ROOT / name, tree / name)
    return tree


@pytest.mark.parametrize(
    "command",
    [LINT, RULES, FILES_THEMSELVES, [*WALK, "-k", "missing or table"], PAPERS],
    ids=["arrows", "rules", "files", "walk", "papers"],
)
def test_in_an_unbroken_copy_every_check_is_quiet(copy, command):
    done = run(command, copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.name)
def test_a_broken_guard_is_noticed(copy, breach):
    path = copy / breach.file
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(breach.write(before or ""))
    done = run(breach.caught_by, copy)
    path.write_text(before) if before is not None else path.unlink()
    assert done.returncode != 0, "nothing noticed"
    assert breach.saying in done.stdout + done.stderr


def run(command: list[str], tree: Path) -> subprocess.CompletedProcess[str]:
    """A check in the copy, whose code comes before what is installed."""
    here = {"PYTHONPATH": f"{tree}:{tree}/packages/empathy/src", "HOLDSPACE_DATA_DIR": str(tree / "var")}
    environment = os.environ | here | {"PYTHONDONTWRITEBYTECODE": "1", "HOLDSPACE_ENGINE": "false"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
