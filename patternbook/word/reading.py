"""A document that may be read -> all that it says, in order and with its places.

People do with Word what helps them: a heading is a short line in bold, a form is a table, a list is
typed with hyphens, a remark stands in a box. All of it is read. What is only Word's own way of
setting text (soft hyphens, hard spaces, breaks of pages) goes; letters of every language stay.

Tables are read on their grid: a merged cell is where it begins, and covers what it covers. Text in
a box comes after the paragraph that holds the box, a note where its sign stands. What is in the
margins, tables of contents and the words about pictures are left out, and listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from patternbook.source import hidden_character
from patternbook.word.found import Block, BlockKind, Cell, Found, Grid, LeftOut, Piece, Row, Run
from patternbook.word.opening import Document
from patternbook.word.package import Link, R
from patternbook.word.places import Places, is_note, places_in, text_parts
from patternbook.word.styles import is_on, value_of, w

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BOX = w("txbxContent")
# Signs that Word takes from fonts of its own; the rest of such a font has no letter elsewhere.
_SIGNS = {
    **dict.fromkeys(["f0fc", "f0d6", "f050"], "✓"),
    **dict.fromkeys(["f0fb", "f04f"], "✗"),
    **dict.fromkeys(["f0a8", "f06f", "f0a3"], "☐"),
    **dict.fromkeys(["f0fe", "f052", "f053"], "☑"),
    **dict.fromkeys(["f0b7", "f09f", "f06c"], "•"),
    **dict.fromkeys(["f0a7", "f06e"], "▪"),
    **dict.fromkeys(["f0e0", "f0ae", "f0e8"], "→"),
}
_UNKNOWN_SIGN = "\N{REPLACEMENT CHARACTER}"
_SPACES = dict.fromkeys(
    [*b"\t\v\f\r", 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
)
_LETTERS = {**_SPACES, 0x2011: "-", 0x2028: "\n", 0x2029: "\n", 0x1E: "-"}
# The sign of a list that somebody typed. A dash and a space may as well begin what somebody says.
_TYPED_BULLET = re.compile(r"[•◦▪‣●○■□·][ \t]*|[-*][ \t]+|[–—]\t")
_LONGEST_HEADING = 120
_ENDS_A_SENTENCE = (".", ",", ";", "!")


def read(document: Document) -> Found:
    """Return all that a document says."""
    return _Reading(document).found()


def plain_letters(text: str) -> str:
    """Return text without what only sets it: hard spaces, soft hyphens, signs that nobody sees.

    Letters that are made of a letter and an accent become the one letter.
    """
    text = unicodedata.normalize("NFC", text.translate(_LETTERS))
    while hidden := hidden_character(text):
        text = text.replace(hidden.group(), "")
    return text


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a run: its paragraph, and the link and the content control that it is in.

    `is_set` says that the paragraph's style gives all of it a look, as those of headings do.
    """

    paragraph: etree._Element | None = None
    is_set: bool = False
    href: str = ""
    tag: str = ""
    value: str = ""
    is_placeholder: bool = False


class _Reading:
    """The work of reading one document."""

    def __init__(self, document: Document) -> None:
        self._package = document.package
        self._styles = document.styles
        self._notes = list(document.notes)
        self._left_out: list[LeftOut] = []
        self._places: Places = {}
        self._links: dict[str, Link] = {}
        self._footnotes: dict[tuple[str, str], etree._Element] = {}
        self._level = 1  # of the last heading that is one by its style
        self._lost_links = 0

    def found(self) -> Found:
        parts = list(text_parts(self._package))
        for words, root in parts:
            self._places |= places_in(root, words, self._styles)
        for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            for _, root in self._package.related(kind):
                for note in root.iterchildren(w(tag)):
                    self._footnotes[tag, note.get(w("id"), "")] = note
        pieces: list[Piece] = []
        for words, root in parts:
            if not words:
                self._links = self._package.links(self._package.main)
                pieces = list(self._pieces(root, _Around()))
        self._add_unused_notes(pieces)
        self._leave_out_margins(parts)
        if self._lost_links:
            self._notes.append(
                f"{self._lost_links} link(s) lead elsewhere than to an address that begins with "
                "“https://”. Their words were taken, and the links left out."
            )
        return Found(tuple(pieces), tuple(self._left_out), tuple(dict.fromkeys(self._notes)))

    # --- Paragraphs and tables, in order ----------------------------------------------------------

    def _pieces(self, holder: etree._Element, around: _Around) -> Iterator[Piece]:
        """Yield what stands in a body, a cell, a box or a note."""
        for child in holder:
            if child.tag == w("p"):
                yield from self._paragraph(child, around)
            elif child.tag == w("tbl"):
                yield self._table(child, around)
            elif child.tag == w("sdt"):
                yield from self._control(child, around)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._pieces(_alternative(child), around)
            elif isinstance(child.tag, str) and child.tag not in {w("sectPr"), w("tcPr")}:
                # customXml, ins, smartTag and whatever else holds paragraphs
                yield from self._pieces(child, around)

    def _control(self, control: etree._Element, around: _Around) -> Iterator[Piece]:
        """Yield what stands in a content control around whole paragraphs."""
        gallery = control.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
        content = control.find(w("sdtContent"))
        if content is None:
            return
        if value_of(gallery) == "Table of Contents":
            self._leave_out("the table of contents", content)
            return
        yield from self._pieces(content, _within(control, around))

    def _paragraph(self, paragraph: etree._Element, around: _Around) -> Iterator[Block | Grid]:
        if self._styles.is_contents(paragraph):
            self._leave_out("the table of contents", paragraph)
            return
        is_set = self._styles.heading_level(paragraph) is not None
        is_set = is_set or self._styles.is_quotation(paragraph)
        within = replace(around, paragraph=paragraph, is_set=is_set)
        runs = tuple(_joined(self._runs(paragraph, within)))
        if any(run.text.strip() for run in runs):
            yield self._block(paragraph, runs)
        for box in _boxes(paragraph):
            yield from self._pieces(box, _Around())

    def _block(self, paragraph: etree._Element, runs: tuple[Run, ...]) -> Block:
        where = self._places.get(paragraph, "")
        style = self._styles.name(self._styles.style_of(paragraph))
        level = self._styles.heading_level(paragraph)
        if level is not None:
            self._level = max(level, 1)
            return Block(BlockKind.HEADING, _without_one_look(runs), where, level, style=style)
        if self._styles.is_quotation(paragraph):
            return Block(BlockKind.QUOTE, _without_one_look(runs), where, style=style)
        if item := self._styles.list_item(paragraph):
            return Block(
                BlockKind.ITEM,
                _stripped(runs),
                where,
                item.level,
                item.is_numbered,
                style=style,
                number=item.number,
                start=item.start,
            )
        sign = _typed_sign(runs)
        if sign:
            runs = _stripped((replace(runs[0], text=runs[0].text.lstrip()[len(sign) :]), *runs[1:]))
            return Block(BlockKind.ITEM, runs, where, style=style, number="typed", typed=sign)
        runs = _stripped(runs)
        in_table = next(paragraph.iterancestors(w("tc")), None) is not None
        if not in_table and self._looks_like_a_heading(paragraph, runs):
            return Block(
                BlockKind.HEADING, runs, where, self._level + 1, is_guess=True, style=style
            )
        return Block(BlockKind.TEXT, runs, where, style=style)

    def _looks_like_a_heading(self, paragraph: etree._Element, runs: tuple[Run, ...]) -> bool:
        """Return whether a whole paragraph is one short line that stands out from the text."""
        text = "".join(run.text for run in runs)
        if not text or len(text) > _LONGEST_HEADING or "\n" in text:
            return False
        if text.endswith(_ENDS_A_SENTENCE) or not any(sign.isalpha() for sign in text):
            return False
        if any(run.is_placeholder or run.tag for run in runs):
            return False
        if all(run.bold for run in runs if run.text.strip()):
            return True
        if text.isupper() and len(text) > 3:
            return True
        written = [
            run for run in paragraph.iter(w("r")) if next(run.iter(w("t")), None) is not None
        ]
        return bool(written) and all(
            value_of(run.find(f"{w('rPr')}/{w('u')}"), "none") != "none"
            or self._styles.switch(run, paragraph, "caps")
            for run in written
        )

    def _table(self, table: etree._Element, around: _Around) -> Grid:
        rows: list[Row] = []
        begun: dict[int, tuple[int, int]] = {}  # by column: row and cell where a merged cell begins
        for row in _rows(table):
            cells: list[Cell] = []
            column = _number(value_of(row.find(f"{w('trPr')}/{w('gridBefore')}")), 0)
            for cell in _cells(row):
                properties = cell.find(w("tcPr"))
                span = _number(_property(properties, "gridSpan"), 1) or 1
                merge = properties.find(w("vMerge")) if properties is not None else None
                goes_on = merge is not None and value_of(merge, "continue") == "continue"
                blocks = tuple(self._pieces(cell, around))
                if goes_on and column in begun:
                    at, number = begun[column]
                    self._add_to(rows if at < len(rows) else None, at, number, blocks)
                else:
                    begun.pop(column, None)
                    if merge is not None:
                        begun[column] = len(rows), len(cells)
                    cells.append(Cell(blocks, column, span))
                column += span
            rows.append(Row(tuple(cells), _is_header(row)))
        first = next(table.iter(w("p")), None)
        where = self._places.get(first, "") if first is not None else ""
        return Grid(tuple(rows), where.partition(", row")[0])

    @staticmethod
    def _add_to(rows: list[Row] | None, at: int, number: int, blocks: tuple[Piece, ...]) -> None:
        """Add to a merged cell what stands in a lower part of it, which Word does not show."""
        if rows is None or not blocks:
            return
        cells = list(rows[at].cells)
        cells[number] = replace(cells[number], blocks=(*cells[number].blocks, *blocks))
        rows[at] = replace(rows[at], cells=tuple(cells))

    # --- Text within a paragraph ------------------------------------------------------------------

    def _runs(self, holder: etree._Element, around: _Around) -> Iterator[Run]:
        """Yield the runs of a paragraph, and of what within it holds runs."""
        for child in holder:
            if child.tag == w("r"):
                yield from self._run(child, around)
            elif child.tag == w("hyperlink"):
                yield from self._runs(child, replace(around, href=self._address(child)))
            elif child.tag == w("sdt"):
                content = child.find(w("sdtContent"))
                if content is not None:
                    yield from self._runs(content, _within(child, around))
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._runs(_alternative(child), around)
            elif child.tag == f"{_MATHS}t":
                yield self._made(plain_letters(child.text or ""), around, child)
            elif child.tag not in {w("pPr"), w("rPr"), _BOX} and isinstance(child.tag, str):
                yield from self._runs(child, around)

    def _run(self, run: etree._Element, around: _Around) -> Iterator[Run]:
        is_placeholder = around.is_placeholder or self._styles.is_placeholder(run)
        around = replace(around, is_placeholder=is_placeholder)
        for child in run:
            text = self._text_of(child)
            if text:
                yield self._made(text, around, run)
            elif child.tag in {w("footnoteReference"), w("endnoteReference")}:
                yield from self._note(child, around)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._run(_alternative(child), around)
            elif child.tag == w("ruby"):
                yield from self._runs(child, around)
            elif child.tag in {w("drawing"), w("pict")}:
                self._leave_out_picture(child, around.paragraph)
            elif child.tag == w("fldChar"):
                yield from self._form_field(child, around)

    def _text_of(self, child: etree._Element) -> str:
        if child.tag == w("t"):
            return plain_letters(child.text or "")
        if child.tag in {w("tab"), w("ptab")}:
            return "\t"
        if child.tag == w("cr"):
            return "\n"
        if child.tag == w("br"):
            return "\n" if child.get(w("type"), "textWrapping") == "textWrapping" else " "
        if child.tag == w("noBreakHyphen"):
            return "-"
        if child.tag == w("sym"):
            return self._sign(child)
        return ""

    def _sign(self, child: etree._Element) -> str:
        code = child.get(w("char"), "").lower()
        if code in _SIGNS:
            return _SIGNS[code]
        number = int(code, 16) if re.fullmatch("[0-9a-f]{1,5}", code) else 0
        if number and not 0xE000 <= number <= 0xF8FF and number <= 0x10FFFF:
            return plain_letters(chr(number))
        self._notes.append(
            f"A sign from a font of signs has no letter of its own; “{_UNKNOWN_SIGN}” stands in "
            "its place. Look for it and write what it means."
        )
        return _UNKNOWN_SIGN

    def _made(self, text: str, around: _Around, run: etree._Element) -> Run:
        is_run = run.tag == w("r")
        of = None if around.is_set else around.paragraph
        return Run(
            text,
            bold=is_run and self._styles.switch(run, of, "b"),
            italic=is_run and self._styles.switch(run, of, "i"),
            href=around.href,
            tag=around.tag,
            value=around.value,
            style=self._styles.name(self._styles.style_of_run(run)) if is_run else "",
            is_placeholder=around.is_placeholder,
        )

    def _form_field(self, begin: etree._Element, around: _Around) -> Iterator[Run]:
        """Yield what an old form's list or box says, which stands nowhere as text."""
        data = begin.find(w("ffData"))
        if data is None:
            return
        choices = data.find(w("ddList"))
        if choices is not None:
            entries = [value_of(each) for each in choices.iterchildren(w("listEntry"))]
            chosen = _number(value_of(choices.find(w("result"))), 0)
            if chosen < len(entries):
                yield self._made(plain_letters(entries[chosen]), around, begin)
        box = data.find(w("checkBox"))
        if box is not None:
            said = box.find(w("checked"))
            is_ticked = is_on(said if said is not None else box.find(w("default")))
            yield self._made("☑" if is_ticked else "☐", around, begin)

    def _address(self, link: etree._Element) -> str:
        """Return where a link leads, if a record may lead there too."""
        target = self._links.get(link.get(f"{{{R}}}id", ""))
        if target is None or not target.is_external:
            return ""
        if target.target.startswith("https://") and not re.search(r"[\s<>()]", target.target):
            return target.target
        self._lost_links += 1
        return ""

    def _note(self, sign: etree._Element, around: _Around) -> Iterator[Run]:
        """Yield a footnote or endnote where its sign stands, in brackets."""
        kind = "footnote" if sign.tag == w("footnoteReference") else "endnote"
        note = self._footnotes.pop((kind, sign.get(w("id"), "")), None)
        if note is None or not is_note(note):
            return
        text = " ".join(_text_of_piece(piece).strip() for piece in self._pieces(note, _Around()))
        if text.strip():
            yield Run(f" (Note: {text.strip()})", tag=around.tag, value="")

    # --- What is left out -----------------------------------------------------------------------

    def _add_unused_notes(self, pieces: list[Piece]) -> None:
        """Add the notes to which no sign leads; nobody sees them in Word, but they are text."""
        for note in list(self._footnotes.values()):
            if is_note(note):
                pieces += self._pieces(note, _Around())

    def _leave_out(self, reason: str, holder: etree._Element) -> None:
        for paragraph in holder.iter(w("p")):
            around = _Around(paragraph=paragraph)
            text = "".join(run.text for run in self._runs(paragraph, around)).strip()
            if text:
                self._left_out.append(LeftOut(reason, self._places.get(paragraph, ""), text))

    def _leave_out_margins(self, parts: Iterable[tuple[str, etree._Element]]) -> None:
        """List what stands at the head and the foot of pages, the same only once."""
        told: Counter[tuple[str, str]] = Counter()
        for words, root in parts:
            if not words or words.startswith(("footnote", "endnote")):
                continue
            for piece in self._pieces(root, _Around()):
                for line in _text_of_piece(piece).split("\n"):
                    told[words, line.strip()] += 1
        self._left_out += [
            LeftOut(f"what stands in {words}", words, text) for words, text in told if text
        ]

    def _leave_out_picture(self, drawing: etree._Element, paragraph: etree._Element | None) -> None:
        """List a picture, with what its author has said about it, if it is one."""
        described = next(drawing.iter(f"{_PICTURE}docPr"), None)
        is_picture = next(drawing.iter(f"{_DRAWING}blip", f"{_DRAWING}graphicData"), None)
        is_box = next(drawing.iter(_BOX), None) is not None
        if is_box or (described is None and is_picture is None):
            return
        text = described.get("descr", "") if described is not None else ""
        where = self._places.get(paragraph, "") if paragraph is not None else ""
        self._left_out.append(
            LeftOut(
                "a picture, a chart or a diagram: say in words what it shows",
                where,
                plain_letters(text).strip(),
            )
        )


def _within(control: etree._Element, around: _Around) -> _Around:
    """Return the surroundings within a content control."""
    properties = control.find(w("sdtPr"))
    if properties is None:
        return around
    tag = value_of(properties.find(w("tag")))
    shown = "".join(each.text or "" for each in control.iter(w("t")))
    items = properties.iterfind(f"*/{w('listItem')}")
    value = next(
        (each.get(w("value"), "") for each in items if each.get(w("displayText")) == shown), ""
    )
    return replace(
        around,
        tag=tag or around.tag,
        value=value,
        is_placeholder=is_on(properties.find(w("showingPlcHdr"))) is True,
    )


def _alternative(choice: etree._Element) -> etree._Element:
    """Return the first of several forms of the same, as a new program would show it."""
    first = choice.find(f"{_MC}Choice")
    other = choice.find(f"{_MC}Fallback")
    if first is not None and (other is None or _says_as_much(first, other)):
        return first
    return choice if other is None else other


def _says_as_much(first: etree._Element, other: etree._Element) -> bool:
    return sum(1 for _ in first.iter(w("t"))) >= sum(1 for _ in other.iter(w("t")))


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes that hang on a paragraph, each once."""
    for box in paragraph.iter(_BOX):
        if next(box.iterancestors(w("p"))) is not paragraph:
            continue
        form = next(box.iterancestors(f"{_MC}Choice", f"{_MC}Fallback"), None)
        if form is None or _alternative(form.getparent()) is form:
            yield box


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, those within controls included, but not of tables within it."""
    return (row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row)


def _property(properties: etree._Element | None, name: str) -> str:
    return value_of(properties.find(w(name))) if properties is not None else ""


def _is_header(row: etree._Element) -> bool:
    return is_on(row.find(f"{w('trPr')}/{w('tblHeader')}")) is True


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs with neighbours that look alike made one."""
    last: Run | None = None
    for run in runs:
        if last is not None and replace(last, text="") == replace(run, text=""):
            last = replace(last, text=last.text + run.text)
        else:
            if last is not None:
                yield last
            last = run
    if last is not None:
        yield last


def _stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs with tabs made spaces, and without space at the beginning and at the end."""
    made = [replace(run, text=re.sub(r"\t+", " ", run.text)) for run in runs]
    while made and not made[0].text.strip():
        made.pop(0)
    while made and not made[-1].text.strip():
        made.pop()
    if made:
        made[0] = replace(made[0], text=made[0].text.lstrip())
        made[-1] = replace(made[-1], text=made[-1].text.rstrip())
    return tuple(made)


def _without_one_look(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs without a look that all of them have, which then sets off nothing."""
    runs = _stripped(runs)
    seen = [run for run in runs if run.text.strip()]
    if all(run.bold for run in seen):
        runs = tuple(replace(run, bold=False) for run in runs)
    if all(run.italic for run in seen):
        runs = tuple(replace(run, italic=False) for run in runs)
    return tuple(_joined(runs))


def _typed_sign(runs: tuple[Run, ...]) -> str:
    """Return the sign of a list that somebody typed before an item, with the space behind it."""
    found = _TYPED_BULLET.match(runs[0].text.lstrip()) if runs else None
    if found is None:
        return ""
    rest = runs[0].text.lstrip()[found.end() :] + "".join(run.text for run in runs[1:])
    return found[0] if rest.strip() else ""


def _text_of_piece(piece: Piece) -> str:
    if isinstance(piece, Block):
        return piece.text
    return "\n".join(cell.text for row in piece.rows for cell in row.cells)
