"""What a document's styles and lists make of a paragraph: a heading, an item of a list, hidden.

In Word a paragraph's look comes from itself, from its style, and from the styles on which that is
based (ECMA-376, part 1, section 17.7). A built-in style has the same English name in every language
of Word; only its id differs. Lists hang on numbers that another part explains (section 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from patternbook.word.package import Package, W

_HEADING = re.compile(r"heading ([1-9])")
_TITLES = frozenset({"title"})
_CONTENTS = re.compile(r"(?:toc|contents|index|table of figures)(?: \d| heading)?|toc heading")
_QUOTES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation"})
_PLACEHOLDER = "placeholder text"
_OFF = frozenset({"0", "false", "off", "none"})
BODY_LEVEL = 9  # an outline level of nine means: body text


def w(name: str) -> str:
    """Return a name of WordprocessingML as lxml writes it."""
    return f"{{{W}}}{name}"


def value_of(element: etree._Element | None, default: str = "") -> str:
    """Return the attribute `val` of an element, or the default."""
    return default if element is None else str(element.get(w("val"), default))


def is_on(element: etree._Element | None) -> bool | None:
    """Return what a switch such as bold says, or None if it is not there."""
    if element is None:
        return None
    return value_of(element, "true").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class ListItem:
    """That a paragraph is an item of a list: which list, how deep, whether and how numbered.

    `start` is the number with which the list begins.
    """

    number: str
    level: int
    is_numbered: bool
    start: int = 1


class Styles:
    """The styles and lists of one document."""

    def __init__(self, package: Package) -> None:
        """Read the parts that define them, as far as they are there."""
        self._styles: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        for _, root in package.related("styles"):
            for style in root.iterchildren(w("style")):
                style_id = style.get(w("styleId"), "")
                self._styles[style_id] = style
                if style.get(w("default"), "") in {"1", "true", "on"}:
                    self._defaults[style.get(w("type"), "")] = style_id
        self._numbering = [root for _, root in package.related("numbering")]

    def name(self, style_id: str) -> str:
        """Return a style's name in small letters; the id where there is no such style."""
        style = self._styles.get(style_id)
        named = value_of(style.find(w("name"))) if style is not None else ""
        return (named or style_id).lower()

    def style_of(self, paragraph: etree._Element) -> str:
        """Return the id of a paragraph's style."""
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        return value_of(style) or self._defaults.get("paragraph", "")

    def names_of(self, style_id: str) -> Iterator[str]:
        """Yield the names of a style and of those on which it is based."""
        yield from (self.name(each) for each in self._chain(style_id))

    def heading_level(self, paragraph: etree._Element) -> int | None:
        """Return the level of a heading, 0 for the document's title, or None for other text."""
        for name in self.names_of(self.style_of(paragraph)):
            if name in _TITLES:
                return 0
            if found := _HEADING.fullmatch(name):
                return int(found[1])
        level = self._in_paragraph(paragraph, "outlineLvl")
        number = value_of(level)
        return int(number) + 1 if number.isdecimal() and int(number) < BODY_LEVEL else None

    def is_quotation(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph's style is one for quotations."""
        return any(name in _QUOTES for name in self.names_of(self.style_of(paragraph)))

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph is a line of a table of contents."""
        name = self.name(self.style_of(paragraph))
        return _CONTENTS.fullmatch(name.replace("_20_", " ")) is not None

    def list_item(self, paragraph: etree._Element) -> ListItem | None:
        """Return which item of which list a paragraph is, or None."""
        own = self._in_paragraph(paragraph, "numPr")
        number = value_of(own.find(w("numId"))) if own is not None else ""
        if own is None or not number or number == "0":
            return None
        level = value_of(own.find(w("ilvl")), "0")
        depth = int(level) if level.isdecimal() else 0
        form, start = self._list_forms.get((number, depth), ("bullet", 1))
        return None if form == "none" else ListItem(number, depth, form != "bullet", start)

    def style_of_run(self, run: etree._Element) -> str:
        """Return the id of the style that the letters of a run have, or nothing."""
        return value_of(run.find(f"{w('rPr')}/{w('rStyle')}"))

    def is_placeholder(self, run: etree._Element) -> bool:
        """Return whether a run has the style of a prompt that waits to be replaced."""
        return _PLACEHOLDER in self.names_of(self.style_of_run(run))

    def switch(self, run: etree._Element, paragraph: etree._Element | None, name: str) -> bool:
        """Return whether a switch such as `b` or `vanish` is on for a run."""
        said = is_on(run.find(f"{w('rPr')}/{w(name)}"))
        if said is not None:
            return said
        style = self.style_of_run(run)
        of_paragraph = self.style_of(paragraph) if paragraph is not None else ""
        for each in (style, of_paragraph):
            said = self._switch_of_style(each, name)
            if said is not None:
                return said
        return False

    def _switch_of_style(self, style_id: str, name: str) -> bool | None:
        for each in self._chain(style_id):
            said = is_on(self._styles[each].find(f"{w('rPr')}/{w(name)}"))
            if said is not None:
                return said
        return None

    def _in_paragraph(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """Return a property of a paragraph, its own or that of its style."""
        own = paragraph.find(f"{w('pPr')}/{w(name)}")
        if own is not None:
            return own
        for style_id in self._chain(self.style_of(paragraph)):
            found = self._styles[style_id].find(f"{w('pPr')}/{w(name)}")
            if found is not None:
                return found
        return None

    def _chain(self, style_id: str) -> Iterator[str]:
        """Yield a style and those on which it is based, each once."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield style_id
            style_id = value_of(self._styles[style_id].find(w("basedOn")))

    @cached_property
    def _list_forms(self) -> dict[tuple[str, int], tuple[str, int]]:
        """Return how each level of each list is numbered, and from which number on."""
        forms: dict[tuple[str, int], tuple[str, int]] = {}
        for root in self._numbering:
            abstract = {
                each.get(w("abstractNumId"), ""): each
                for each in root.iterchildren(w("abstractNum"))
            }
            for number in root.iterchildren(w("num")):
                of = abstract.get(value_of(number.find(w("abstractNumId"))))
                levels = [] if of is None else list(of.iterchildren(w("lvl")))
                levels += list(number.iterfind(f"{w('lvlOverride')}/{w('lvl')}"))
                for level in levels:
                    form = value_of(level.find(w("numFmt")), "decimal")
                    start = _whole(value_of(level.find(w("start"))), 1)
                    forms[number.get(w("numId"), ""), _level(level)] = form, start
                for override in number.iterchildren(w("lvlOverride")):
                    key = number.get(w("numId"), ""), _level(override)
                    start = _whole(value_of(override.find(w("startOverride"))), -1)
                    if start >= 0 and key in forms:
                        forms[key] = forms[key][0], start
        return forms


def _level(element: etree._Element) -> int:
    return _whole(str(element.get(w("ilvl"), "0")), 0)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise
