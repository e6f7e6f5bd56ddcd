"""Markdown of an account, or the HTML of a page -> the words in it, as plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from patternbook.narrative import markdown_reader

_MARKUP = re.compile(r"[*_`\[\]<>#&\\~|]|^\s*(?:[-+>]|\d+[.)])\s", re.MULTILINE)
# What does not belong to the text of a page.
_LEFT_OUT = frozenset({"nav", "script", "style", "noscript", "template", "svg", "form", "button"})
_EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_WITHIN = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
_NO_PERMALINK = "headerlink"


def plain(markdown: str) -> str:
    """Return checked Markdown of an account as one line of plain text."""
    if _MARKUP.search(markdown):  # most accounts have no marks, and need no slow parser
        said = []
        for token in markdown_reader().parse(markdown):
            for each in token.children or ():
                if each.type in {"text", "code_inline"}:
                    said.append(each.content)
                elif each.type in {"softbreak", "hardbreak"}:
                    said.append(" ")
            said.append(" ")
        markdown = "".join(said)
    return one_line(markdown)


def one_line(text: str) -> str:
    """Return a text with every stretch of white space made one space."""
    return " ".join(text.split())


def text_of(html: str) -> str:
    """Return the text of a page's own part, without its title, navigation and scripts."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return one_line("".join(reader.said))


class _Text(HTMLParser):
    """Gathers the text of a page, but for what is navigation or is marked to be left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to leave out what is not text."""
        given = dict(attrs)
        if self._left_out:
            if tag not in _EMPTY:
                self._left_out.append(tag)
        elif tag not in _EMPTY and (
            tag in _LEFT_OUT
            or tag == "h1"
            or "data-search-exclude" in given
            or _NO_PERMALINK in (given.get("class") or "").split()
        ):
            self._left_out.append(tag)
        elif tag not in _WITHIN:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End what was left out, also where an element within it was never closed."""
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass
        elif tag not in _WITHIN:
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep what is text."""
        if not self._left_out:
            self.said.append(data)
