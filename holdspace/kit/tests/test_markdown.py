"""A little Markdown, and nothing that could act."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.kit.markdown import MOST_BRACKETS, MOST_NESTED, TAGS, render

PIECES = [
    *("<script>", "</p>", "<img src=x onerror=alert(1)>", "<", ">", "&lt;", "&#x6a;", '"', "'", " onclick="),
    *("[a](", "![", "](", ")", "javascript:", "data:text/html,", "http://a.example"),
    *("**", "*", "> ", "- ", "1. ", "\n\n", "\n", "`", "\\", "a"),
]


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_paragraphs_lines_emphasis_lists_and_quotations():
    page = render("one\ntwo\n\n*soft* **strong**\n\n- a\n- b\n\n3. c\n\n> d")
    assert "<p>one<br>\ntwo</p>" in page
    assert "<em>soft</em> <strong>strong</strong>" in page
    assert "<ul>\n<li>a</li>" in page
    assert '<ol start="3">' in page
    assert "<blockquote>" in page


def test_a_link_says_where_it_leads():
    page = render("[my bank](https://elsewhere.example/?a=1&b=2)")
    assert 'rel="nofollow noopener noreferrer"' in page
    assert page.endswith("my bank</a> (https://elsewhere.example/?a=1&amp;b=2)</p>")


def test_a_link_that_already_says_so_is_not_said_twice():
    assert render("<https://a.example>").count("https://a.example") == 2


@pytest.mark.parametrize(
    "body", ["<b>bold</b>", "<script>alert(1)</script>", "# heading", "`code`", "&amp; &lt;"]
)
def test_what_was_typed_is_what_is_read(body):
    assert "".join(_letters(render(body))) == body


@pytest.mark.parametrize(
    "body",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "<vbscript:x>",
        "[x](JaVaScRiPt:x)",
        "[x](/leave-quickly/)",
        "[x](//elsewhere.example)",
        "[x](<script>)",
    ],
)
def test_no_link_acts(body):
    assert "<a" not in render(body)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join))
def test_no_script_survives(body):
    for tag, attributes in Tags(render(body)).found:
        assert tag in TAGS
        assert set(attributes) <= {"href", "rel", "start"}
        assert re.match(r"https?://", attributes.get("href") or "http://", re.IGNORECASE)


MARKS = ["*", "[", "[*", "[a](", "](", "> ", "- ", "![](", "<", "**a", "\\"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_page_full_of_marks_is_soon_read(mark, benchmark_seconds):
    with benchmark_seconds(3):
        render((mark * 20_000)[:20_000])


@pytest.mark.parametrize("mark", ["[", "[a](<"])
def test_thousands_of_brackets_cost_next_to_nothing(mark, benchmark_seconds):
    with benchmark_seconds(0.5):
        render((mark * 20_000)[:20_000])


@pytest.mark.parametrize("tail", ["x", "*a ", "(", "] "])
def test_the_most_brackets_that_are_looked_at_are_soon_read(tail, benchmark_seconds):
    with benchmark_seconds(3):
        render("[" * MOST_BRACKETS + (tail * 20_000)[: 20_000 - MOST_BRACKETS])


def test_beyond_that_brackets_are_letters_and_all_else_stays():
    page = render("[" * (MOST_BRACKETS + 1) + " *soft* <https://a.example>")
    assert "[" * (MOST_BRACKETS + 1) in page
    assert "<em>soft</em>" in page
    assert 'href="https://a.example"' in page


def test_words_deep_inside_lists_are_not_lost():
    assert "found" in render("> " * (MOST_NESTED // 2) + "found")


def _letters(page: str) -> list[str]:
    letters: list[str] = []
    parser = HTMLParser()
    parser.handle_data = letters.append  # type: ignore[method-assign]
    parser.feed(page)
    return letters
