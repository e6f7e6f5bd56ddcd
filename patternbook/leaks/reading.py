"""Any file that was built -> the texts that somebody could read in it, unpacked and decoded."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from patternbook.cbor import read_cbor, texts_in
from patternbook.leaks.documents import is_of_word, paragraphs_of_word, texts_of_pdf
from patternbook.leaks.tables import (
    OF_PARQUET,
    OF_SQLITE,
    ROWS,
    between_values,
    texts_of_csv,
    texts_of_parquet,
    texts_of_sqlite,
)

# Elements that may stand within a sentence; all others end one.
_WITHIN = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|wbr)"
    r"\b[^>]*>",
    re.IGNORECASE,
)
_WITHIN_WORD = re.compile(
    r"(?<=\w)</?(?:b|em|i|mark|span|strong|u|wbr)\b[^>]*>(?=\w)", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""")
HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([nrtbf])|(.))")
_PERCENT = re.compile("%[0-9a-fA-F]{2}")
_BETWEEN_ADDRESSES = re.compile(r"[\s\"'<>]+")


_BASE64 = re.compile(rb";base64,([A-Za-z0-9+/=%\s]+)")


_MARKUP = frozenset({".html", ".xml", ".svg", ".json", ".md", ".txt", ".rss", ".atom"})
_DEEPEST = 4  # a packed file within a packed file, and so on
_LARGEST = 1 << 30  # bytes that are unpacked from one file
_HEAD = 1 << 10  # bytes in which a packed file says what it is
_NAMED = 0b11100  # what its fourth byte says where it has a name, a remark or something else
_TAIL = 1 << 17  # bytes at whose end a packed folder lists its files


# How the files of a Pagefind index begin, once they are unpacked, and what some of them hold.
_OF_PAGEFIND = b"pagefind_dcd"
_PROGRAM = b"\x00asm"
_INDEX = ".pf_index"
_CONTENTS = ".pf_meta"
_PARTS = 2  # which of its values lists the parts of the index, each by its first and last word
_SMALL = 1 << 22  # bytes of an index that are read value by value
# A word of a larger one: it opens a list, and its length, of two digits at most, comes before it.
_WORDS = re.compile(
    b"[\x80-\x9b](?:"
    + b"|".join(b"%c([^\x00-\x1f]{%d})" % (0x60 + length, length) for length in range(1, 24))
    + b"|\x78[\x18-\xff]([^\x00-\x1f\x80-\x9b]+))"
)


class _TooMuch(Exception):
    """Raised where more is packed than can be read."""


NOT_UNPACKED = (
    *(_TooMuch, OSError, EOFError, zlib.error, zipfile.BadZipFile),
    *(RuntimeError, NotImplementedError, ValueError),
)


def unpacked(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield what a file holds, and what is packed into it, each with its name.

    Raises one of NOT_UNPACKED where something is packed that cannot be opened, or is too large,
    or lies too deep.
    """
    if depth > _DEEPEST:
        raise _TooMuch
    if content.startswith(b"\x1f\x8b"):
        if len(content) > 3 and content[3] & _NAMED:
            yield name, content[:_HEAD]  # the name that the file had, and a remark
        with gzip.open(io.BytesIO(content)) as packed:
            inner = packed.read(_LARGEST + 1)
        if len(inner) > _LARGEST:
            raise _TooMuch
        yield from unpacked(name.removesuffix(".gz"), inner, depth + 1)
        return
    if content.startswith(OF_SQLITE):
        yield f"{name}{ROWS}", texts_of_sqlite(content)
        return
    if content.startswith(OF_PARQUET):
        yield f"{name}{ROWS}", texts_of_parquet(content)
        return
    if name.endswith(".csv"):
        yield f"{name}{ROWS}", texts_of_csv(content)
        return
    if content.startswith(_OF_PAGEFIND):
        yield _of_pagefind(name, content.removeprefix(_OF_PAGEFIND))
        return
    yield name, content
    if content.startswith(b"PK\x03\x04") or b"PK\x05\x06" in content[-_TAIL:]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for each in archive.infolist():
                if each.file_size > _LARGEST:
                    raise _TooMuch
                inner = archive.read(each)
                yield from unpacked(each.filename, inner, depth + 1)
                if is_of_word(each.filename):
                    yield each.filename, paragraphs_of_word(inner)
    elif b"%PDF-" in content[:_HEAD]:
        for piece in texts_of_pdf(content):
            yield from unpacked("", piece, depth + 1)
    elif content.startswith(b"\x89PNG"):
        yield name, b" ".join(_packed_texts(content))
    elif b";base64," in content:
        for match in _BASE64.finditer(content):
            data = b"".join(unquote_to_bytes(match[1]).split())
            try:
                inner = base64.b64decode(data + b"==")
            except binascii.Error:
                continue  # not packed after all, and it is read as it stands
            yield from unpacked("", inner, depth + 1)


def _of_pagefind(name: str, content: bytes) -> tuple[str, bytes]:
    """Return a file of a Pagefind index, with a name that tells how it is to be read.

    The text of a result is JSON. The words of an index lie in CBOR, whose marks would be taken for
    letters of them; so they are taken out one by one, and kept apart. What lists the parts of an
    index cuts their first and last words short: “analysis” becomes “ana”, which may be a name.
    They stand whole in the parts themselves, and are not read here.
    """
    if content.startswith(_PROGRAM):
        return f"{name}.wasm", content
    if content.startswith(b"{"):
        return f"{name}.json", content
    if name.endswith(_INDEX) and len(content) > _SMALL:
        words = [b"".join(match) for match in _WORDS.findall(content)]
    else:
        held = read_cbor(content)
        if name.endswith(_CONTENTS) and isinstance(held, list):
            held = held[:_PARTS] + held[_PARTS + 1 :]
        words = [text.encode() for text in texts_in(held)]
    return f"{name}.xml", b"<w/>".join(words)


def _packed_texts(picture: bytes) -> Iterator[bytes]:
    """Yield the texts that a PNG picture holds packed."""
    for match in re.finditer(rb"(?:zTXt|iTXt)", picture):
        chunk = picture[match.end() : match.end() + (1 << 16)]
        for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", chunk):
            try:
                yield zlib.decompressobj().decompress(chunk[start.start() :], 1 << 20)
            except zlib.error:
                continue


def readings(name: str, content: bytes) -> Iterator[Iterable[str]]:
    """Yield the texts of a file as they may be read: between its marks, then in them."""
    suffix = Path(name).suffix.lower()
    for text in decoded(content):
        if suffix == ".json":
            text = unescaped(text)
        elif "\\u" in text:
            yield [unescaped(text)]
        if _PERCENT.search(text):
            yield [unquote(each) for each in _BETWEEN_ADDRESSES.split(text) if "%" in each]
        if suffix == ROWS:
            yield between_values(text)
            continue
        if suffix not in _MARKUP:
            yield [text]
            continue
        yield map(html.unescape, set(_TAG.split(_WITHIN.sub(" ", text))))
        # A mark may stand within a word as well.
        yield map(html.unescape, set(_TAG.split(_WITHIN_WORD.sub("", text))))
        marks = {a or b or c for a, b, c in _ATTRIBUTE.findall(text)}
        yield map(html.unescape, marks.union(HTML_COMMENT.findall(text)))


def decoded(content: bytes) -> Iterator[str]:
    """Yield a file as text, in each way in which it may have been written down."""
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        yield content.decode("utf-8", errors="ignore")
        yield content.decode("latin-1")
    if b"\x00" in content:
        for start in (0, 1):  # two bytes to a letter, from either end
            yield content[start:].decode("utf-16-le", errors="ignore")


def unescaped(text: str) -> str:
    """Return a text of JSON or JavaScript with its escapes as the signs that they stand for."""
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    code, white, sign = match.groups()
    if code:
        return chr(int(code, 16))
    return " " if white else str(sign)
