"""Reads a picture as somebody would who sees it, and its words as somebody would who reads them.

Both are read from the HTML alone, without any code of the core.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

# All that a picture may be made of.
ELEMENTS = {
    "figure": {"class", "data-search-exclude"},
    "svg": {"class", "viewBox", "role", "aria-labelledby"},
    "title": {"id"},
    "desc": {"id"},
    "path": {"d", "class"},
    "g": {"class"},
    "text": {"x", "y"},
    "figcaption": set(),
    "details": {"class", "data-search-exclude"},
    "summary": set(),
    "span": {"class"},
    "p": set(),
    "ul": set(),
    "li": set(),
    "strong": {"class"},
}


@dataclass(frozen=True)
class Line:
    """A line of text in a drawing, with the classes of its group."""

    x: int
    y: int
    text: str
    classes: frozenset[str]


@dataclass(frozen=True)
class Seen:
    """A factor in a drawing: its title without spaces, what it did, and what else it says."""

    title: str
    did: str
    more: str


def parsed(figure: str) -> etree._Element:
    """Return a figure as a tree; fail if it is not well-formed or holds what no picture may."""
    tree = etree.fromstring(figure)
    for each in tree.iter():
        assert isinstance(each.tag, str), "a comment or an instruction"
        assert each.tag in ELEMENTS, each.tag
        assert set(each.attrib) <= ELEMENTS[each.tag], (each.tag, dict(each.attrib))
    return tree


def lines_of(figure: etree._Element) -> list[Line]:
    """Return the lines of text in the drawing, from the top down."""
    lines = [
        Line(
            int(text.get("x", "")),
            int(text.get("y", "")),
            text.text or "",
            frozenset(group.get("class", "").split()),
        )
        for group in figure.iter("g")
        for text in group
    ]
    return sorted(lines, key=lambda line: line.y)


def packed(text: str) -> str:
    """Return a text without spaces, as it can be put together from lines."""
    return "".join(text.split())


def bones_seen(figure: etree._Element) -> list[Seen]:
    """Return the factors of a fishbone: on each side, a title stands above what it did."""
    seen = []
    lines = [line for line in lines_of(figure) if "pb-middle" not in line.classes]
    for side in (True, False):
        titles: list[str] = []
        did: list[str] = []
        more: list[str] = []
        for line in [each for each in lines if ("pb-end" in each.classes) is side]:
            if line.classes & {"pb-helped", "pb-hindered"}:
                did.append(line.text)
            elif did and "pb-quiet" in line.classes and abs(line.x - 180) > 50:
                more.append(line.text)
            else:
                if did:
                    seen.append(Seen(packed("".join(titles)), " ".join(did), " ".join(more)))
                    titles, did, more = [], [], []
                if "pb-quiet" not in line.classes:
                    titles.append(line.text)
        if did:
            seen.append(Seen(packed("".join(titles)), " ".join(did), " ".join(more)))
    return seen


def layers_seen(figure: etree._Element) -> list[tuple[str, str]]:
    """Return what stands under each heading of the layers: the heading, and the text as packed.

    A heading with nothing under it comes with no text.
    """
    found: list[tuple[str, str]] = []
    heading, before = "", None
    for line in lines_of(figure):
        if "pb-middle" in line.classes:
            continue
        is_heading = line.x == 84 and "pb-quiet" in line.classes
        # The lines of one text are close; there is more between two.
        goes_on = before is not None and line.y - before.y < 25
        if is_heading and goes_on:
            found[-1] = (f"{found[-1][0]} {line.text}", "")
            heading = found[-1][0]
        elif is_heading:
            heading = line.text
            found.append((heading, ""))
        elif goes_on:
            found[-1] = (heading, found[-1][1] + packed(line.text))
        elif found and found[-1] == (heading, ""):
            found[-1] = (heading, packed(line.text))
        else:
            found.append((heading, packed(line.text)))
        before = line
    return found


def words_of(figure: etree._Element) -> list[tuple[str, str]]:
    """Return the words of a figure: what each point is, and what it says."""
    words = []
    for item in figure.iter("li"):
        mark = item.find("strong")
        if mark is None:
            words.append(("", item.text or ""))
        else:
            words.append(((mark.text or "").removesuffix(":"), (mark.tail or "").strip()))
    return words


def title_of(figure: etree._Element) -> str:
    """Return the title of the drawing."""
    return str(figure.findtext(".//title"))
