"""A page's HTML -> the same with the first use of each term of the glossary made a link to it.

A link works by keyboard, by touch and without scripts, where a tooltip does none of that; what
the term means is written beside it, and `docs/assets/terms.js` shows that when the link has the
focus or the pointer. Only pages that we have written ourselves are given to this: a word that
somebody contributed is not ours to explain.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from html.parser import HTMLParser

from patternbook.glossary import Glossary, GlossaryTerm

# Where a term is not marked: in what is a link or a label already, in code, and in headings.
_PASSED_OVER = frozenset(
    [
        *("a", "abbr", "button", "code", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("label", "legend", "nav", "option", "pre", "script", "style", "summary", "svg"),
        *("textarea", "th"),
    ]
)
# What a record says, and what is on the list itself.
_PASSED_OVER_CLASSES = frozenset(["pb-example", "pb-source"])
_VOID = frozenset(["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])


def mark_terms(text: str, glossary: Glossary, address: str, explained: Collection[str] = ()) -> str:
    """Return the HTML of a page with links to the glossary, which is at this address from it.

    What the page explains itself, by the ids of the terms, is not marked there.
    """
    terms = tuple(each for each in glossary.terms if each.hover and each.id not in explained)
    if not terms:
        return text
    marking = _Marking(terms, address)
    marking.feed(text)
    marking.close()
    return "".join(marking.written)


@lru_cache(maxsize=128)
def _pattern(terms: tuple[GlossaryTerm, ...]) -> re.Pattern[str]:
    names = sorted({name for term in terms for name in term.names}, key=len, reverse=True)
    # What is written in capitals is an abbreviation only as it stands: “IT” is not “it”.
    said = [_exactly(name) if name.isupper() else f"(?i:{_exactly(name)})" for name in names]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(said)})(?![\w-])")


def _exactly(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


class _Marking(HTMLParser):
    """Writes a page out as it came, but for the text in which terms are marked."""

    def __init__(self, terms: tuple[GlossaryTerm, ...], address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._pattern = _pattern(terms)
        self._waiting = {name.casefold(): term for term in terms for name in term.names}
        self._address = address
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the tag, and note whether what stands within it is passed over."""
        self.written.append(self.get_starttag_text() or "")
        if tag not in _VOID:
            classes = (dict(attrs).get("class") or "").split()
            is_passed_over = (
                tag in _PASSED_OVER
                or not _PASSED_OVER_CLASSES.isdisjoint(classes)
                or bool(self._open and self._open[-1][1])
            )
            self._open.append((tag, is_passed_over))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag that closes itself."""
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Write the tag, and go back to where its partner was opened."""
        self.written.append(f"</{tag}>")
        if tag in {name for name, _ in self._open}:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Write the text with the first use of each term marked."""
        if self._waiting and not (self._open and self._open[-1][1]):
            data = self._pattern.sub(self._marked, data)
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        """Write the entity as it came."""
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Write the character as it came."""
        self.written.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Write the comment as it came."""
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Write the declaration as it came."""
        self.written.append(f"<!{decl}>")

    def _marked(self, found: re.Match[str]) -> str:
        term = self._waiting.get(" ".join(found[0].split()).casefold())
        if term is None:
            return found[0]
        self._forget(term.names)
        said = f"{term.stands_for}. {term.meaning}" if term.stands_for else term.meaning
        return (
            f'<a class="pb-term" href="{html.escape(self._address)}#{term.anchor}" '
            f'data-means="{html.escape(said)}">{found[0]}</a>'
        )

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self._waiting.pop(name.casefold(), None)
