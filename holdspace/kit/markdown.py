"""A little Markdown for what people write: emphasis, lists, quotations, and links that hide nothing."""

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

RULES = ["autolink", "blockquote", "emphasis", "escape", "link", "list", "newline"]
# Looking for the end of each of thousands of brackets takes seconds; nobody opens so many links by hand.
MOST_BRACKETS = 50
# Deeper levels would be left out without a word; nobody gets there by hand.
MOST_NESTED = 100
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}


def render(text: str) -> str:
    """HTML of `text`, safe to store and to show as it is. Typed HTML comes out as the letters typed."""
    markdown = _markdown if text.count("[") <= MOST_BRACKETS else _without_links
    return nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def _with_address(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Close a link and say where it leads, so that no words can dress up another address."""
    address = _opening(tokens, index).attrGet("href")
    label = "".join(token.content for token in tokens[_start(tokens, index) : index])
    told = "" if label == address else f" ({_escaped(str(address))})"
    return self.renderToken(tokens, index, options, env) + told


def _opening(tokens: Sequence[Token], index: int) -> Token:
    return tokens[_start(tokens, index)]


def _start(tokens: Sequence[Token], index: int) -> int:
    return next(at for at in range(index, -1, -1) if tokens[at].type == "link_open")


def _escaped(text: str) -> str:
    return nh3.clean_text(text)


def _made(rules: list[str]) -> MarkdownIt:
    markdown = MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": MOST_NESTED})
    markdown.enable(rules, ignoreInvalid=True)
    markdown.add_render_rule("link_close", _with_address)
    markdown.validateLink = _leads_out  # type: ignore[assignment,method-assign]
    return markdown


def _leads_out(address: str) -> bool:
    """A whole address only: a path in this place could sign its reader out, or send what they did not mean to."""
    return address.lower().startswith(("http://", "https://"))


_markdown = _made(RULES)
_without_links = _made([rule for rule in RULES if rule != "link"])
