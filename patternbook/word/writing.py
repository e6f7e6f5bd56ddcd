"""A document in parts -> a Word file that anybody can read, hear, fill in and edit.

1. A package of our own (`base`) brings the styles; nothing in it names a person, a computer or a
   time, and no font has to be installed.
2. Each part is written with the style that says what it is: real headings, real lists, tables
   whose header row is said again on each page.
3. Places to be filled in are content controls, which bear the path of their field as their tag.
4. A draft has a watermark, and the same words at the top of each page for those who hear it.

The same document makes the same bytes.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import count, zip_longest

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from patternbook.paper.flow import stays_whole, stays_with_next
from patternbook.paper.parts import (
    LANGUAGE,
    Block,
    Bullets,
    Cell,
    Choice,
    Control,
    ControlKind,
    Document,
    Heading,
    Inline,
    Paragraph,
    Run,
    Style,
    Table,
)
from patternbook.word.watermark import watermark

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIX = ".docx"

_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name
_ON_UNIX = 3
_BASE = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package-rels.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document-rels.xml",
    "word/document.xml": "document.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
# The style of a paragraph by what it is for, as `base/styles.xml` calls it.
_STYLES = {
    Style.BODY: "",
    Style.SUBTITLE: "PBMadeSubtitle",
    Style.GUIDANCE: "PBGuidance",
    Style.NOTE: "PBMade",
    Style.WARNING: "PBMadeWarning",
    Style.QUOTE: "Quote",
    Style.GAP: "PBGap",
    Style.DISPUTE: "PBDispute",
    Style.INTERNAL: "PBInternal",
    Style.INTERNAL_MARK: "PBInternalMark",
}
_LABEL, _PLACEHOLDER, _LINK = "PBLabel", "PlaceholderText", "Hyperlink"
_HEADINGS = 4
_LISTS = 3
_WIDTH = 9638  # of the text on a page, in twentieths of a point
_NUMBERED = 1  # the numbering in `base/numbering.xml` that counts
_TAG_LENGTH = 64  # as much as Word takes


def docx_of(document: Document) -> bytes:
    """Return a document as a Word file."""
    word = docx.Document(io.BytesIO(_packed(base_parts())))
    _Writer(word).write(document)
    written = io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as parts:
        return _packed({name: parts.read(name) for name in parts.namelist()})


def base_parts() -> dict[str, bytes]:
    """Return the parts of an empty document by their names, with all that gives it its look."""
    folder = files("patternbook.word").joinpath("base")
    return {name: folder.joinpath(file).read_bytes() for name, file in _BASE.items()}


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts as a zip file that knows no time; the types come first, as they must."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(parts, key=lambda each: (each != "[Content_Types].xml", each)):
            about = zipfile.ZipInfo(name, date_time=_TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = _ON_UNIX
            packed.writestr(about, parts[name])
    return written.getvalue()


class _Writer:
    """The work of writing one file."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._ids = count(1)
        self._lists: dict[tuple[Choice, ...], BaseOxmlElement] = {}

    def write(self, document: Document) -> None:
        about = self._word.core_properties
        about.title, about.language = document.title, LANGUAGE
        body = self._word.element.body
        for element in self._all(document):
            body.insert(len(body) - 1, element)  # the last says how large the pages are
        self._write_margins(document)

    def _all(self, document: Document) -> Iterator[BaseOxmlElement]:
        yield _paragraph("Title", [_run(Run(document.title))])
        for block, following in zip_longest(document.blocks, document.blocks[1:]):
            written = list(self._block(block))
            if stays_with_next(block, following):
                _keep_with_next(written[0])
            yield from written

    def _block(self, block: Block) -> Iterator[BaseOxmlElement]:
        if isinstance(block, Heading):
            style = f"Heading{min(block.level, _HEADINGS)}"
            following = [] if block.control is None else [block.control]
            yield _paragraph(style, self._inlines([Run(block.text), *following]))
        elif isinstance(block, Paragraph):
            yield self._paragraph(block)
        elif isinstance(block, Bullets):
            yield from self._bullets(block)
        elif isinstance(block, Table):
            yield self._table(block)
            yield _gap()
        else:
            yield _page_break()

    # --- Paragraphs and lists -------------------------------------------------------------------

    def _paragraph(self, paragraph: Paragraph, style: str | None = None) -> BaseOxmlElement:
        named = _STYLES[paragraph.style] if style is None else style
        return _paragraph(named, self._inlines(paragraph.inlines))

    def _inlines(self, inlines: Iterable[Inline]) -> Iterator[BaseOxmlElement]:
        for each in inlines:
            if isinstance(each, Control):
                yield self._control(each)
            elif each.link:
                yield self._link(each)
            else:
                yield _run(each)

    def _link(self, run: Run) -> BaseOxmlElement:
        link = OxmlElement("w:hyperlink")
        target = self._word.part.relate_to(
            run.link,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        link.set(qn("r:id"), target)
        link.append(_run(run, _LINK))
        return link

    def _bullets(self, bullets: Bullets, depth: int = 1) -> Iterator[BaseOxmlElement]:
        number = self._new_numbering(bullets.start, depth) if bullets.start is not None else None
        kind = "ListBullet" if bullets.start is None else "ListNumber"
        for item in bullets.items:
            style = _at_depth(kind, depth)
            for block in item.blocks:
                if isinstance(block, Bullets):
                    yield from self._bullets(block, depth + 1)
                    continue
                written = self._paragraph(block, style)
                if number is not None and style.startswith(kind):
                    _set_numbering(written, number, depth)
                yield written
                style = _at_depth("ListContinue", depth)

    def _new_numbering(self, start: int, depth: int) -> int:
        """Return the number of a numbering that begins afresh."""
        numbering = self._word.part.numbering_part.element
        num = numbering.add_num(_NUMBERED)
        for level in range(min(depth, _LISTS)):
            override = num.add_lvlOverride(ilvl=level)
            override.add_startOverride(start if level == depth - 1 else 1)
        return int(num.numId)

    # --- Tables ---------------------------------------------------------------------------------

    def _table(self, table: Table) -> BaseOxmlElement:
        widths = [_WIDTH * share // sum(table.widths) for share in table.widths]
        made = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr>"
            '<w:tblStyle w:val="PBTable"/><w:tblW w:w="5000" w:type="pct"/>'
            '<w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0000" w:firstRow="1" w:lastRow="0" '
            f'w:firstColumn="{int(table.has_row_headers)}" w:lastColumn="0" w:noHBand="1" '
            'w:noVBand="1"/></w:tblPr><w:tblGrid/></w:tbl>'
        )
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), table.name)
        made.tblPr.append(caption)
        grid = made.find(qn("w:tblGrid"))
        for width in widths:
            column = OxmlElement("w:gridCol")
            column.set(qn("w:w"), str(width))
            grid.append(column)
        made.append(self._header_row(table.header, widths))
        for row in table.rows:
            cells = [self._cell(*each) for each in zip(row, widths, strict=True)]
            made.append(_row(cells, is_whole=stays_whole(row)))
        return made

    def _header_row(self, labels: Sequence[str], widths: Sequence[int]) -> BaseOxmlElement:
        cells = []
        for label, width in zip(labels, widths, strict=True):
            cell = _empty_cell(width)
            shade = parse_xml(
                f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E4EAF2"/>'
            )
            cell.tcPr.append(shade)
            cell.append(_paragraph("PBTableHeading", [_run(Run(label))]))
            cells.append(cell)
        row = _row(cells, is_whole=True)
        row.trPr.append(OxmlElement("w:tblHeader"))
        return row

    def _cell(self, cell: Cell, width: int) -> BaseOxmlElement:
        made = _empty_cell(width)
        for block in cell.blocks:
            if isinstance(block, Bullets):
                made.extend(self._bullets(block))
            else:
                made.append(self._paragraph(block))
        if not cell.blocks:
            made.append(_paragraph("", []))
        return made

    # --- Places to be filled in -----------------------------------------------------------------

    def _control(self, control: Control) -> BaseOxmlElement:
        """Return a control within a line; who presses Enter in it makes paragraphs of it.

        It is one for rich text, since that is the kind in which both Word and LibreOffice let go of
        what stands there as soon as somebody writes.
        """
        made = OxmlElement("w:sdt")
        about = OxmlElement("w:sdtPr")
        for name, value in (
            ("w:alias", control.label),
            ("w:tag", control.path[:_TAG_LENGTH]),
            ("w:id", str(next(self._ids))),
        ):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            about.append(element)
        about.append(OxmlElement("w:showingPlcHdr"))
        if control.kind is ControlKind.CHOICE:
            about.append(self._drop_down(control.choices))
        inside = OxmlElement("w:sdtContent")
        inside.append(_run(Run(control.placeholder), _PLACEHOLDER))
        made.extend([about, inside])
        return made

    def _drop_down(self, choices: tuple[Choice, ...]) -> BaseOxmlElement:
        """Return a list to choose from; it is made once, since forms offer it in many places."""
        if choices not in self._lists:
            made = OxmlElement("w:dropDownList")
            for choice in choices:
                item = OxmlElement("w:listItem")
                item.set(qn("w:displayText"), choice.label)
                item.set(qn("w:value"), choice.value)
                made.append(item)
            self._lists[choices] = made
        return copy.deepcopy(self._lists[choices])

    # --- The top and the foot of each page ------------------------------------------------------

    def _write_margins(self, document: Document) -> None:
        section = self._word.sections[0]
        foot = section.footer.paragraphs[0]._p
        foot.extend([_run(Run(f"{document.foot or document.title}\t")), *_page_numbers()])
        if document.mark:
            head = section.header.paragraphs[0]._p
            head.extend([_run(Run(document.mark)), watermark(document.mark)])


def _at_depth(style: str, depth: int) -> str:
    return style if depth == 1 else f"{style}{min(depth, _LISTS)}"


def _paragraph(style: str, inside: Iterable[BaseOxmlElement]) -> BaseOxmlElement:
    made = OxmlElement("w:p")
    if style:
        about, named = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
        named.set(qn("w:val"), style)
        about.append(named)
        made.append(about)
    made.extend(inside)
    return made


def _run(run: Run, style: str = "") -> BaseOxmlElement:
    """Return a run of text; line breaks and tabs in it stay what they are."""
    made, about = OxmlElement("w:r"), OxmlElement("w:rPr")
    named = style or (_LABEL if run.is_label else "")
    if named:
        element = OxmlElement("w:rStyle")
        element.set(qn("w:val"), named)
        about.append(element)
    if run.is_strong:
        about.append(OxmlElement("w:b"))
    if run.is_emphasised:
        about.append(OxmlElement("w:i"))
    if len(about):
        made.append(about)
    made.text = run.text
    return made


def _set_numbering(paragraph: BaseOxmlElement, number: int, depth: int) -> None:
    about = parse_xml(
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{min(depth, _LISTS) - 1}"/>'
        f'<w:numId w:val="{number}"/></w:numPr>'
    )
    paragraph.find(qn("w:pPr")).append(about)


def _gap() -> BaseOxmlElement:
    """Return an empty line, without which Word joins a table to one that follows it."""
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" '
        'w:line="160" w:lineRule="exact"/></w:pPr></w:p>'
    )


def _page_break() -> BaseOxmlElement:
    return parse_xml(f'<w:p {nsdecls("w")}><w:r><w:br w:type="page"/></w:r></w:p>')


def _row(cells: Iterable[BaseOxmlElement], *, is_whole: bool) -> BaseOxmlElement:
    """Return a row, which no page may cut in two if it is to stay whole."""
    made = OxmlElement("w:tr")
    if is_whole:
        about = OxmlElement("w:trPr")
        about.append(OxmlElement("w:cantSplit"))
        made.append(about)
    made.extend(cells)
    return made


def _keep_with_next(paragraph: BaseOxmlElement) -> None:
    paragraph.get_or_add_pPr().get_or_add_keepNext()


def _empty_cell(width: int) -> BaseOxmlElement:
    return parse_xml(
        f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr></w:tc>'
    )


def _page_numbers() -> Iterator[BaseOxmlElement]:
    yield _run(Run("Page "))
    yield _field("PAGE")
    yield _run(Run(" of "))
    yield _field("NUMPAGES")


def _field(name: str) -> BaseOxmlElement:
    """Return a number that Word works out for itself."""
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
