"""Nobody is counted (C-12): no page of the demo says how many replied, thanked, joined or read, nor do attributes.

Two exceptions: beside Send stands how many people can read what is about to be shared; and the steward, on the pages of
/setup/ alone, learns how well the place is staffed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client

from holdspace.circles.demo import read
from holdspace.people.policy import person_called

WHO_LOOKS = ["ana", "ben", "cleo", "hana", "lena", "mira", "okafor", "sten"]
DOORS = ["/", "/circles/", "/me/", "/me/notices/", "/me/readings/", "/professionals/"]
PAGES_EACH = 60
AWAY = ("/leave", "/setup")

NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
COUNTED = (
    r"(?:repl(?:y|ies)|answers?|thanks|members?|people|persons?|views?|readers?|likes?|hearts?|stor(?:y|ies)|seats?|"
    r"listeners?|followers?|points?|scores?|ranks?|streaks?|messages?|notices?)"
)
COUNTS = re.compile(rf"\b{NUMBER}\s+(?:\w+\s+)?{COUNTED}\b|\b{COUNTED}\b\W{{0,3}}\d+\b", re.IGNORECASE)
COUNTER = re.compile(r"count|total|likes|score|rank|views|streak|votes|popular|karma|badge-number", re.IGNORECASE)
ADDRESS = re.compile(r"/\w+/[0-9a-f-]{5,36}[/…]?")  # an id that begins with digits counts nothing, cut short or not
ALONE = re.compile(r"^\W*\d+\+?\W*$")
SAID = {"body", "audience"}  # what people wrote themselves, and the one sentence beside Send
CHOSEN = {"select", "option", "textarea", "blockquote", "code", "script", "style"}
NEVER_CLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
REFERENCES = {"aria-labelledby", "aria-describedby", "aria-controls"}
ALLOWED = {("/me/consents/", "1")}  # the version of a text
PROMISE = "nine in ten such stories were, lately"  # a measured share of all stories, not a count of anybody's


@dataclass
class Page(HTMLParser):
    """The words and attributes of a page, without what people wrote themselves, and where it leads."""

    source: str
    words: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.attributes += [(name, value) for name, value in told.items() if name not in REFERENCES]
        if tag == "a":
            self.links.append(told.get("href", "").partition("#")[0])
        if tag not in NEVER_CLOSED:
            self._open.append((tag, tag in CHOSEN or bool(SAID & set(told.get("class", "").split()))))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(is_theirs for _, is_theirs in self._open):
            self.words.append(" ".join(data.split()))

    @property
    def numbers(self) -> Iterator[str]:
        """Whatever looks like a count of people or of what they did."""
        yield from (
            line
            for line in self.words
            if COUNTS.search(ADDRESS.sub("", line.replace(PROMISE, ""))) or ALONE.match(line)
        )
        for name, value in self.attributes:
            if COUNTER.search(name) or (is_told(name, value) and COUNTS.search(value)):
                yield f"{name}={value}"


def is_told(name: str, value: str) -> bool:
    return name.startswith(("data-", "aria-", "title")) and not value.startswith("/")


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_no_page_of_the_demo_counts_anybody():
    call_command("load_demo", verbosity=0)
    found, seen = {}, 0
    for name in WHO_LOOKS:
        for path, source in pages_of(name):
            seen += 1
            found |= {(path, line): name for line in Page(source).numbers if (path, line) not in ALLOWED}
    assert seen > 150
    assert found == {}


def pages_of(name: str) -> Iterator[tuple[str, str]]:
    """Every page somebody comes to by following links, up to a limit."""
    browser = Client()
    browser.force_login(person_called(name))
    waiting, seen = list(DOORS), set(DOORS)
    for _ in range(PAGES_EACH):
        if not waiting:
            return
        path = waiting.pop(0)
        answer = browser.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            source = answer.content.decode()
            yield path, source
            new = [link for link in Page(source).links if link.startswith("/") and not link.startswith(AWAY)]
            waiting += [link for link in dict.fromkeys(new) if link not in seen]
            seen |= set(new)


@pytest.mark.parametrize(
    "line",
    [
        "<p>3 replies</p>",
        "<h2>Replies (3)</h2>",
        "<p>Seven people sit here</p>",
        "<p>12 kind members</p>",
        "<span>4</span>",
        '<a aria-label="Notices: 4">Notices</a>',
        '<article data-reply-count="x">',
        '<article data-told="5 thanks">',
    ],
)
def test_a_count_would_be_found(line):
    assert list(Page(line).numbers)


@pytest.mark.parametrize(
    "line",
    [
        '<div class="body"><p>Seven people came.</p><p>7</p></div>',
        "<p>3 hours ago</p>",
        "<p>A person will most likely answer within 4 hours: nine in ten such stories were, lately.</p>",
        '<option value="4">4</option>',
        "<p>Call 116 123</p>",
        "<td>/stories/61354546-0b51-4c31-9d0e-2f3a1c5b7e90/</td>",
        "<td>/stories/61354546…</td>",
    ],
)
def test_words_of_people_and_times_are_no_counts(line):
    assert list(Page(line).numbers) == []


def test_the_demo_has_everybody_who_looks():
    assert {row["name"] for row in read("people")["person"]} >= set(WHO_LOOKS)
