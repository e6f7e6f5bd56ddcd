"""A PDF or a Word file -> every text in it that somebody could read, or refuse to say.

A part of a Word file is XML, in which a sentence may be cut into pieces at any letter, for the look
of one of them. Here each paragraph is made whole.

A PDF holds text in two ways: as strings, such as its title, its bookmarks and what stands for a
picture, and as marks on its pages, which only the tables of its fonts turn into letters. Both are
read here with pypdf. Where that cannot be done for certain, the PDF is refused: where pypdf is
missing, where it is encrypted, or where a font brings no table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

_PIECE = re.compile(rb"<w:(?:tab|br|cr|noBreakHyphen)\b[^<>]*>")
_END_OF_PARAGRAPH = re.compile(rb"</w:p>")
_MARK = re.compile(rb"<[^<>]*>")


class Unreadable(ValueError):
    """Raised where a PDF cannot be read for certain."""


def is_of_word(name: str) -> bool:
    """Return whether a part of a packed file, by its name, is one of a Word file with text."""
    return name.startswith("word/") and name.endswith(".xml")


def paragraphs_of_word(part: bytes) -> bytes:
    """Return the text of a part of a Word file, with a mark between its paragraphs and in none."""
    paragraphs = _END_OF_PARAGRAPH.split(_PIECE.sub(b" ", part))
    return b"<w:p/>".join(_MARK.sub(b"", paragraph) for paragraph in paragraphs)


def texts_of_pdf(content: bytes) -> Iterator[bytes]:
    """Yield everything that a PDF holds, unpacked: its strings, its streams, and its pages' text.

    Raises Unreadable where there may be more than that.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        raise Unreadable("To read a PDF, the Python package pypdf is needed.") from None
    if content.count(b"startxref") != 1:
        raise Unreadable("The PDF may hold earlier versions of itself.")
    try:
        reader = PdfReader(io.BytesIO(content), strict=True)
        if reader.is_encrypted:
            raise Unreadable("The PDF is encrypted.")
        strings, streams = _objects(reader)
        pages = [page.extract_text() for page in reader.pages]
    except Unreadable:
        raise
    except Exception as error:  # whatever is wrong with it, nobody can tell what it holds
        raise Unreadable(f"The PDF cannot be read ({type(error).__name__}).") from None
    yield "\n".join(strings).encode()
    yield from streams
    yield "\n".join(pages).encode()


def _objects(reader: Any) -> tuple[list[str], list[bytes]]:
    """Return every string and every unpacked stream of a PDF, whether or not a page uses it.

    Raises Unreadable for a font without a table of its letters.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

    strings: list[str] = []
    streams: list[bytes] = []
    numbers = {n for placed in reader.xref.values() for n in placed} | set(reader.xref_objStm)
    waiting = [reader.get_object(n) for n in sorted(numbers)] + [reader.trailer]
    while waiting:
        each = waiting.pop()
        if isinstance(each, StreamObject) and each.get("/Subtype") != "/Image":
            streams.append(each.get_data())
        if isinstance(each, DictionaryObject):
            _refuse_without_letters(each)
            inner = list(dict.values(each))
        elif isinstance(each, ArrayObject):
            inner = list(list.__iter__(each))
        else:
            inner = []
            if isinstance(each, str | bytes):
                strings.append(each if isinstance(each, str) else each.decode("latin-1"))
        # What another object holds comes with that one.
        waiting += [part for part in inner if not isinstance(part, IndirectObject)]
    return strings, streams


def _refuse_without_letters(font: Any) -> None:
    """Raise Unreadable if this is a font that does not say which letters its marks are."""
    is_font = font.get("/Type") == "/Font" and not str(font.get("/Subtype")).startswith("/CIDFont")
    if is_font and "/ToUnicode" not in font:
        raise Unreadable("A font in the PDF does not say which letters its marks are.")
