"""Promises about the files themselves: nothing inline, nothing altered, nothing heavy, nothing pale."""

import gzip
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[3]
KIT = ROOT / "holdspace/kit"
TEMPLATES = sorted(ROOT.glob("holdspace/**/templates/**/*.html"))
FIRST_VISIT = 100_000
ACTING = re.compile(r"\s*(javascript|js):", re.IGNORECASE)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
HASHED = re.compile(r"\.[0-9a-f]{12}\.")


class Inline(HTMLParser):
    """Collects what a strict content security policy would refuse, or htmx would evaluate."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        self.found += [name for name in names if name == "style" or name.startswith(("on", "hx-on"))]
        self.found += [name for name, value in attrs if ACTING.match(value or "")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)


def test_no_template_holds_a_script_or_a_style():
    sources = {path: DJANGO.sub(" ", path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {path: found for path, source in sources.items() if (found := Inline(source).found)} == {}


@pytest.mark.parametrize(
    "line",
    [
        "<script>x()</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<p hx-on:click="x()">',
        "<p hx-vals='js:{a:1}'>",
    ],
)
def test_each_kind_of_inline_code_would_be_found(line):
    assert Inline(line).found


def test_what_others_made_is_unchanged():
    assert _vendor_check(KIT).returncode == 0


def test_a_changed_file_is_noticed(tmp_path):
    kit = tmp_path / "holdspace/kit"
    _copy(KIT / "static/kit/vendor", kit / "static/kit/vendor")
    _copy(KIT / "VENDORED.toml", kit / "VENDORED.toml")
    (kit / "static/kit/vendor/htmx.min.js").write_text("altered")
    answer = _vendor_check(kit)
    assert answer.returncode == 1
    assert "htmx.min.js: sha256 is" in answer.stdout


def test_every_vendored_file_is_listed():
    listed = set(re.findall(r'^to = "(.+)"$', (KIT / "VENDORED.toml").read_text(), re.MULTILINE))
    assert {path.name for path in (KIT / "static/kit/vendor").iterdir()} == listed


def test_imports_in_collected_scripts_carry_their_hash(collected):
    assert _plain_imports(collected) == []


def test_an_import_without_its_semicolon_would_be_found(settings, tmp_path, request):
    planted = tmp_path / "planted/kit"
    planted.mkdir(parents=True)
    (planted / "one.js").write_text("export const one = 1;\n")
    (planted / "two.js").write_text('import { one } from "./one.js"\nconsole.log(one);\n')
    settings.STATICFILES_DIRS = [tmp_path / "planted"]
    assert _plain_imports(request.getfixturevalue("collected")) == ["./one.js"]


def test_a_first_visit_is_light(collected):
    page = Client().get("/").content
    parts = {"/": len(gzip.compress(page))} | {
        name: _carried(collected / name) for name in _needed(collected, page.decode())
    }
    assert len(parts) > 5
    assert sum(parts.values()) < FIRST_VISIT, parts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_lies_behind_them(scheme):
    token = _tokens(scheme)
    words = ["ink", "ink-soft", "tide", "clay", "moss", "dusk", "ember"]
    pairs = [*product(words, ["paper", "sheet"]), ("on-tide", "tide")]
    assert [pair for pair in pairs if _contrast(token[pair[0]], token[pair[1]]) < 4.5] == []


def _vendor_check(kit: Path) -> subprocess.CompletedProcess[str]:
    script = kit.parents[1] / "bin/vendor"
    if not script.exists():
        _copy(ROOT / "bin/vendor", script)
    return subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)  # noqa: S603


def _copy(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        to.mkdir()
        for path in source.iterdir():
            _copy(path, to / path.name)
    else:
        to.write_bytes(source.read_bytes())


def _plain_imports(folder: Path) -> list[str]:
    scripts = [
        path for path in folder.rglob("*.js") if HASHED.search(path.name) and "vendor" not in path.parts
    ]
    lines = [
        line for path in scripts for line in re.findall(r'^import .*?"(.+?)"', path.read_text(), re.MULTILINE)
    ]
    assert scripts
    return [line for line in lines if not HASHED.search(line)]


def _needed(collected: Path, page: str) -> set[str]:
    """What a browser fetches for this page: what it names, and the style sheet's fonts for Latin letters."""
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page))
    for name in [name for name in named if name.endswith(".css")]:
        fonts = re.findall(r'url\("(vendor/[^"]+)"\)', (collected / name).read_text())
        named |= {str(Path(name).parent / font) for font in fonts if "latin-ext" not in font}
    return named


def _carried(path: Path) -> int:
    packed = path.with_name(path.name + ".gz")
    return (packed if packed.exists() else path).stat().st_size


def _tokens(scheme: str) -> dict[str, str]:
    light, dark = (KIT / "static/kit/base.css").read_text().split("@media (prefers-color-scheme: dark)", 1)
    found = dict(TOKEN.findall(light))
    return found if scheme == "light" else found | dict(TOKEN.findall(dark))


def _contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
