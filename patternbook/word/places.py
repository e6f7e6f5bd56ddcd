"""Every paragraph of a document -> words that say where it stands and repeat nothing of its text.

What stands in a document may be a name, so a place is told in numbers: the heading under which
something stands, and the table, row and column. Empty paragraphs do not count, as nobody sees them.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from patternbook.word.package import Package
from patternbook.word.styles import Styles, w

_NOTES = {"footnotes": ("footnote", "footnote"), "endnotes": ("endnote", "endnote")}
_MARGINS = {"header": "the header of the pages", "footer": "the foot of the pages"}
_P, _TC, _TR, _TBL, _BOX = (w(name) for name in ("p", "tc", "tr", "tbl", "txbxContent"))

# The elements themselves are kept as keys, since lxml makes others of those that nobody holds.
Places = dict[etree._Element, str]


def text_parts(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """Yield every stretch of a document that holds text, with words that say which it is.

    That is the body (without words), each header and footer, and each footnote and endnote.
    """
    main = package.xml(package.main)
    if main is not None:
        yield "", main
    for kind, words in _MARGINS.items():
        yield from ((words, root) for _, root in package.related(kind))
    for kind, (tag, words) in _NOTES.items():
        for _, root in package.related(kind):
            notes = [note for note in root.iterchildren(w(tag)) if is_note(note)]
            yield from ((f"{words} {n}", note) for n, note in enumerate(notes, 1))


def is_note(note: etree._Element) -> bool:
    """Return whether this is a note that somebody wrote, and not the line that parts them off."""
    return str(note.get(w("type"), "normal")) == "normal"


def places_in(root: etree._Element, words: str, styles: Styles) -> Places:
    """Return where each paragraph of a part stands; `words` say which part it is."""
    places: Places = {}
    cells = _places_of_cells(root)
    headings = paragraphs = 0
    for paragraph in root.iter(_P):
        box = next(paragraph.iterancestors(_BOX), None)
        if box is not None:
            anchor = next(box.iterancestors(_P), None)
            at = places.get(anchor, words) if anchor is not None else words
            places[paragraph] = f"a text box at {at}" if at else "a text box"
            continue
        if words:
            places[paragraph] = words
            continue
        within = [cells[each] for each in paragraph.iterancestors(_TC) if each in cells]
        if within:
            places[paragraph] = within[0]
            continue
        if holds_text(paragraph):
            if styles.heading_level(paragraph) is not None:
                headings, paragraphs = headings + 1, 0
                places[paragraph] = f"heading {headings}"
                continue
            paragraphs += 1
        below = f"under heading {headings}" if headings else "before the first heading"
        places[paragraph] = f"paragraph {max(paragraphs, 1)} {below}"
    return places


def holds_text(element: etree._Element) -> bool:
    """Return whether an element holds a letter that can be seen."""
    return any((each.text or "").strip() for each in element.iter(w("t"), w("delText"), w("sym")))


def excerpt_of(element: etree._Element) -> str:
    """Return how the text of an element begins, for the eyes of whoever wrote it."""
    text = " ".join("".join(each.text or "" for each in element.iter(w("t"), w("delText"))).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def _places_of_cells(root: etree._Element) -> Places:
    """Return where each cell of a table stands; a table within a cell is a part of that cell."""
    places: Places = {}
    tables = [each for each in root.iter(_TBL) if next(each.iterancestors(_TBL), None) is None]
    for number, table in enumerate(tables, 1):
        rows = [row for row in table.iter(_TR) if next(row.iterancestors(_TBL)) is table]
        for n, row in enumerate(rows, 1):
            cells = [each for each in row.iter(_TC) if next(each.iterancestors(_TR)) is row]
            for m, cell in enumerate(cells, 1):
                places[cell] = f"table {number}, row {n}, column {m}"
    return places
