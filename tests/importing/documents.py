"""Word documents for tests: made with python-docx as people make them, then changed by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from patternbook.word.found import Found, blocks_of
from patternbook.word.opening import open_document
from patternbook.word.reading import read


def saved(document: Document) -> bytes:
    """Return a document as the bytes of its file."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def made(*paragraphs: str, then: Callable[[Document], None] = lambda _: None) -> bytes:
    """Return a document of these paragraphs, after something more was done to it."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    then(document)
    return saved(document)


def found_in(content: bytes) -> Found:
    """Return all that a document says."""
    return read(open_document(content))


def texts(found: Found) -> list[str]:
    """Return the text of each paragraph, those in tables included."""
    return [block.text for block in blocks_of(found.pieces)]


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package, by path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the package that these parts make."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def with_parts(content: bytes, **parts: bytes) -> bytes:
    """Return a package with these parts, whose paths have “__” for “/” and “_dot_” for “.”."""
    named = {k.replace("__", "/").replace("_dot_", "."): v for k, v in parts.items()}
    return packed({**parts_of(content), **named})


def changed(content: bytes, old: str, new: str, path: str = "word/document.xml") -> bytes:
    """Return a package in one part of which a stretch of XML is another."""
    parts = parts_of(content)
    text = parts[path].decode()
    assert old in text, f"there is no {old} in {path}"
    return packed({**parts, path: text.replace(old, new).encode()})


def add_xml(paragraph: Paragraph | Run, xml: str) -> None:
    """Add an element of WordprocessingML to a paragraph or a run."""
    name, _, rest = xml.partition(" ") if " " in xml.split(">")[0] else xml.partition(">")
    joint = " " if " " in xml.split(">")[0] else ">"
    paragraph._element.append(parse_xml(f"{name} {nsdecls('w')}{joint}{rest}"))


def with_header_row(document: Document, *rows: tuple[str, ...]) -> None:
    """Add a table to a document whose first row is one of heads."""
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def filled(form: bytes, values: Mapping[str, str], *, keeps_mark: bool = False) -> bytes:
    """Return a form whose places, by the path in their tag, hold these values as Word has them.

    With `keeps_mark` they bear the mark of a prompt still, as LibreOffice leaves it.
    """
    document = docx.Document(io.BytesIO(form))
    places = {
        tag.get(qn("w:val")): tag.getparent().getparent()
        for tag in document.element.body.iter(qn("w:tag"))
    }
    for path, value in values.items():
        place = places[path]
        marks = () if keeps_mark else (qn("w:showingPlcHdr"), qn("w:rStyle"))
        for mark in [mark for tag in marks for mark in place.iter(tag)]:
            mark.getparent().remove(mark)
        first, *others = place.iter(qn("w:t"))
        first.text = value
        for other in others:
            other.text = ""
    return saved(document)
