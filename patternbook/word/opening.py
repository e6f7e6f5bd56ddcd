"""A .docx from a stranger -> a document that may be read, or every reason why it is not taken.

Nothing of a document is run, fetched or followed. What could run (macros, controls, objects of
other programs, fields that start programs) is refused, so that nobody passes it on. What lies
elsewhere, such as a template or a linked picture, is left where it is and told.

A document that is still being worked on is refused as well: tracked changes and comments carry
the names of those who made them, and hidden text may say what nobody has approved. Changes of
formatting carry names too, and Word settles them with the same two clicks, so they count.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from patternbook.word.package import MAX_BYTES, Package, Refusal, Refused, unpack
from patternbook.word.places import Places, excerpt_of, holds_text, places_in, text_parts
from patternbook.word.styles import Styles, is_on, value_of, w

_CHANGES = {
    *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange"),
    *("trPrChange", "tcPrChange"),
}
_COMMENTS = {"commentReference", "commentRangeStart"}
_OBJECTS = {"object", "control", "altChunk", "subDoc"}
_TAGS_OF_CHANGES = tuple(map(w, sorted(_CHANGES)))
_TAGS_OF_COMMENTS = tuple(map(w, sorted(_COMMENTS)))
_TAGS_OF_OBJECTS = tuple(map(w, sorted(_OBJECTS)))
_STARTING_FIELDS = ("DDE", "DDEAUTO", "MACROBUTTON")
_WHITE = frozenset({"ffffff", "fefefe", "fdfdfd"})
_TINY = 6  # in half points: nobody reads letters of three points
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be read: its package, its styles, and what was noticed on the way.

    `notes` are sentences about what was left where it is.
    """

    package: Package
    styles: Styles
    notes: tuple[str, ...] = ()


def open_file(file: Path) -> Document:
    """Return the document in a file.

    Raises Refused, with every reason, if it is none, may do harm, or is still being worked on.
    """
    return open_document(_content(file))


def open_document(content: bytes) -> Document:
    """Return the document that these bytes are.

    Raises Refused, with every reason, if they are none, may do harm, or are still being worked on.
    """
    package = unpack(content)
    styles = Styles(package)
    refusals = [*_what_could_run(package), *_what_is_unsettled(package, styles)]
    if not refusals:
        refusals = list(_nothing_to_read(package))
    if refusals:
        raise Refused(refusals)
    return Document(package, styles, tuple(_notes(package, styles)))


def _content(file: Path) -> bytes:
    """Return what is in a file; raise Refused if it is none of a document's size."""
    try:
        if file.is_dir():
            raise Refused([_no_file("This is a folder.", "Give the names of the documents in it.")])
        if not file.exists():
            raise Refused([_no_file("There is no such file.", "Check its name and its folder.")])
        if not file.is_file():
            raise Refused([_no_file("This is no ordinary file.", "Give the name of a document.")])
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        is_busy = error.errno in {errno.EBUSY, errno.ETXTBSY}
        mend = (
            "Close it in Word." if is_busy else "Check that you may read it, and that it is here."
        )
        raise Refused([_no_file("The file cannot be opened.", mend)]) from None


def _no_file(message: str, mend: str) -> Refusal:
    return Refusal("cannot-open", message, mend)


# --- What could do harm -------------------------------------------------------------------------


def _what_could_run(package: Package) -> Iterator[Refusal]:
    types = package.content_types()
    has_macros = any("vbaProject" in path or "vbaData" in path for path in package.paths)
    if has_macros or any("macroEnabled" in each or "vba" in each for each in types.values()):
        yield Refusal(
            "macros",
            "The document holds macros, which are programs.",
            "Open it in Word, choose File > Save As, and under “Save as type” choose “Word "
            "Document (*.docx)”: that leaves them out.",
        )
    main = package.xml(package.main)
    assert main is not None  # noqa: S101 - a package has a main part, or there is none
    embedded = any(path.startswith("word/activeX/") for path in package.paths)
    objects = [each for _, root in text_parts(package) for each in root.iter(*_TAGS_OF_OBJECTS)]
    links = [each for path in _linking(package) for each in package.links(path).values()]
    kinds = {"oleObject", "package", "control", "aFChunk", "subDocument"}
    if embedded or objects or any(each.kind in kinds for each in links if not each.is_external):
        yield Refusal(
            "objects",
            f"The document holds {_number(max(len(objects), 1), 'object')} of another program, "
            "such as a worksheet, a control or a whole other document.",
            "In Word, write what it says as text or as a table, and delete it.",
        )
    if any(_starts_something(each) for _, root in text_parts(package) for each in root.iter()):
        yield Refusal(
            "starting-field",
            "The document holds a field that starts another program.",
            "In Word, press Ctrl+A and then Ctrl+Shift+F9: fields become the text that they show.",
        )


def _starts_something(element: etree._Element) -> bool:
    if element.tag == w("instrText"):
        said = element.text or ""
    elif element.tag == w("fldSimple"):
        said = element.get(w("instr"), "")
    else:
        return False
    return said.strip().upper().split(" ", 1)[0] in _STARTING_FIELDS


def _linking(package: Package) -> list[str]:
    """Return the paths of the parts that hold text and may link to something."""
    kinds = ("header", "footer", "footnotes", "endnotes")
    return [package.main, *(path for kind in kinds for path, _ in package.related(kind))]


# --- What is not settled yet ----------------------------------------------------------------------


class _Spots:
    """Where something was found, in how many places, and how the text there begins."""

    def __init__(self) -> None:
        self.number = 0
        self._places: dict[str, str] = {}

    def add(self, where: str, excerpt: str) -> None:
        self.number += 1
        self._places.setdefault(where, excerpt)

    def refusal(self, code: str, message: str, mend: str) -> Refusal:
        told = list(self._places)[:_MOST_PLACES]
        more = len(self._places) - len(told)
        excerpts = "; ".join(self._places[each] for each in told if self._places[each])
        where = "; ".join(told) + (f"; and in {_number(more, 'other place')}" if more else "")
        return Refusal(code, message, mend, where, excerpts)


def _what_is_unsettled(package: Package, styles: Styles) -> Iterator[Refusal]:
    changes, comments, hidden = _Spots(), _Spots(), _Spots()
    for words, root in text_parts(package):
        places = places_in(root, words, styles)
        _add_marks(changes, root, places, _TAGS_OF_CHANGES, words)
        _add_marks(comments, root, places, _TAGS_OF_COMMENTS, words)
        for run, paragraph in _hidden_runs(root, styles):
            hidden.add(_place(run, places, words), excerpt_of(paragraph))
    written = sum(len(root) for _, root in package.related("comments"))
    if changes.number:
        yield changes.refusal(
            "tracked-changes",
            f"The document has {_number(changes.number, 'tracked change')}, which carry the names "
            "of those who made them.",
            "In Word, read them, then choose Review > Accept > Accept All Changes and Stop "
            "Tracking (or Reject), and save.",
        )
    if comments.number or written:
        number = written or max(comments.number // 2, 1)
        yield comments.refusal(
            "comments",
            f"The document has {_number(number, 'comment')}, which carry the names of those who "
            "wrote them.",
            "In Word, take into the text what should stay, then choose Review > Delete > Delete "
            "All Comments in Document, and save.",
        )
    if hidden.number:
        yield hidden.refusal(
            "hidden-text",
            f"The document has hidden text in {_number(hidden.number, 'place')}, which no reader "
            "of it sees.",
            "In Word, choose File > Info > Check for Issues > Inspect Document, and remove hidden "
            "text; or select it and untick Home > Font > Hidden.",
        )


def _add_marks(
    spots: _Spots, root: etree._Element, places: Places, tags: tuple[str, ...], words: str
) -> None:
    """Add every mark with one of these tags that is in a part."""
    for mark in root.iter(*tags):
        paragraph = next(mark.iterancestors(w("p")), None)
        if paragraph is None:  # of a row, or of a whole table
            paragraph = next(mark.iterancestors(w("tr"), w("tbl"), w("body")), root)
        spots.add(_place(mark, places, words), excerpt_of(paragraph) if len(paragraph) else "")


def _place(element: etree._Element, places: Places, words: str) -> str:
    """Return where an element stands, in words."""
    for holder in (element, *element.iterancestors()):
        if holder in places:
            return places[holder]
        if holder.tag in {w("tr"), w("tbl")}:
            inside = next(holder.iter(w("p")), None)
            return places.get(inside, words) if inside is not None else words
    return words or "the whole document"


def _hidden_runs(
    root: etree._Element, styles: Styles
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the runs with text that are hidden, each with the paragraph that it is in."""
    for paragraph in root.iter(w("p")):
        row = next(paragraph.iterancestors(w("tr")), None)
        in_hidden_row = row is not None and is_on(row.find(f"{w('trPr')}/{w('hidden')}")) is True
        for run in paragraph.iter(w("r")):
            if next(run.iterancestors(w("p"))) is not paragraph or not holds_text(run):
                continue
            if in_hidden_row or styles.switch(run, paragraph, "vanish"):
                yield run, paragraph


def _nothing_to_read(package: Package) -> Iterator[Refusal]:
    if any(holds_text(root) for _, root in text_parts(package)):
        return
    main = package.xml(package.main)
    assert main is not None  # noqa: S101 - a package has a main part
    if next(main.iter(w("drawing"), w("pict")), None) is not None:
        yield Refusal(
            "scan",
            "The document holds pictures and no text, as a scan does.",
            "Ask for the text that was scanned, or let a program read it (in Word, open the scan "
            "as a PDF with File > Open), and read it through.",
        )
    else:
        yield Refusal("no-text", "The document holds no text.", "Look for a copy that does.")


# --- What is told and taken all the same ---------------------------------------------------------


def _notes(package: Package, styles: Styles) -> Iterator[str]:
    settings = [path for path, _ in package.related("settings")]
    links = [each for path in settings for each in package.links(path).values()]
    if any(each.kind == "attachedTemplate" and each.is_external for each in links):
        yield "The template that the document is based on lies elsewhere. It was not fetched."
    links = [each for path in _linking(package) for each in package.links(path).values()]
    elsewhere = sum(each.is_external and each.kind == "image" for each in links)
    if elsewhere:
        yield (
            f"The document shows {_number(elsewhere, 'picture')} that it does not hold. Nothing "
            "was fetched."
        )
    faint = _Spots()
    for words, root in text_parts(package):
        places = places_in(root, words, styles)
        for paragraph in root.iter(w("p")):
            if any(_is_faint(run) and holds_text(run) for run in paragraph.iter(w("r"))):
                faint.add(places.get(paragraph, words), "")
    if faint.number:
        told = faint.refusal("", "", "").where
        yield (
            f"Some text is white or too small to be read, and was taken as all other: {told}. See "
            "that it is meant to be there."
        )


def _is_faint(run: etree._Element) -> bool:
    """Return whether a run is written so that hardly anybody would see it on white paper."""
    look = run.find(w("rPr"))
    if look is None:
        return False
    size = value_of(look.find(w("sz")))
    if size.isdecimal() and int(size) < _TINY:
        return True
    if value_of(look.find(w("color"))).lower() not in _WHITE:
        return False
    return not any(
        _is_shaded(each) for each in (run, *run.iterancestors(w("p"), w("tc"), w("tbl")))
    )


def _is_shaded(element: etree._Element) -> bool:
    """Return whether something has a ground of its own, or a table a style that may give it one."""
    if element.tag == w("tbl"):
        return element.find(f"{w('tblPr')}/{w('tblStyle')}") is not None
    kind = {w("r"): "rPr", w("p"): "pPr", w("tc"): "tcPr"}[element.tag]
    shade = element.find(f"{w(kind)}/{w('shd')}")
    fill = shade.get(w("fill"), "auto").lower() if shade is not None else "auto"
    return fill != "auto" and fill not in _WHITE


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
