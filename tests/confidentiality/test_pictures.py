"""A picture may hold more than it shows, and then it is not published."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.confidentiality.pictures import Extra, beside_the_picture
from tests.making import load


def chunk(name: bytes, data: bytes = b"x") -> bytes:
    """Return a chunk of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    """Return a PNG file with these chunks beside what every one has."""
    whole = chunk(b"IHDR") + b"".join(chunks) + chunk(b"IDAT") + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole + after


def segment(marker: int, data: bytes = b"x") -> bytes:
    """Return a segment of a JPEG file."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes, after: bytes = b"") -> bytes:
    """Return a JPEG file with these segments beside what every one has."""
    head = b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(segments)
    return head + segment(0xDB) + segment(0xDA) + b"\x12\xff\x00\x34\xff\xd9" + after


def webp(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    """Return a WebP file with these chunks beside what every one has."""
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for name, data in ((b"VP8 ", b"abc"), *chunks)
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body + after


def svg(inner: str = "", attributes: str = "") -> bytes:
    """Return a drawing with this in it."""
    opening = f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>'
    return f'{opening}{inner}<path d="M1 1"/></svg>'.encode()


ICON = b"\0\0\1\0\1\0"
PLAIN = {
    "a.png": png(),
    "b.png": png(chunk(b"pHYs"), after=b"\0\0"),
    "c.jpg": jpeg(),
    "d.JPEG": jpeg(segment(0xE2, b"ICC_PROFILE\0"), after=b"\0"),
    "e.webp": webp(),
    "f.svg": svg("<title>A shelf</title>", ' xmlns:xlink="http://www.w3.org/1999/xlink"'),
    "g.ico": ICON + png(),
    "h.svg": b'<?xml version="1.0"?>\n' + svg(),
    "i.svg": svg('<rect x="1" y="1" width="2" height="2"/><text x="1" y="3">A shelf</text>'),
    "i.css": b"/* tEXt */",
    "j.png": b"",
}
TELLING: dict[Extra, list[tuple[str, bytes]]] = {
    Extra.CAMERA: [
        ("a.png", png(chunk(b"eXIf"))),
        ("a.jpg", jpeg(segment(0xE1, b"Exif\0\0"))),
        ("a.jpg", jpeg(b"\xff\xff" + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0"))),
        ("a.webp", webp((b"EXIF", b"abcd"))),
        ("a.webp", webp((b"XMP ", b"abcde"))),
        ("a.ico", ICON + png(chunk(b"eXIf"))),
    ],
    Extra.NOTES: [
        ("a.png", png(chunk(b"tEXt", b"Author\0Keziah"))),
        ("a.png", png(chunk(b"zTXt"))),
        ("a.png", png(chunk(b"iTXt"))),
        ("a.jpg", jpeg(segment(0xFE, b"by Keziah"))),
        ("a.jpg", jpeg(segment(0xED, b"Photoshop 3.0\0"))),
        ("a.svg", svg("<!-- Keziah -->")),
        ("a.svg", svg("<?xpacket Keziah?>")),
        ("a.ico", ICON + png(chunk(b"tEXt"))),
    ],
    Extra.TIME: [("a.png", png(chunk(b"tIME")))],
    Extra.PROGRAM: [
        ("a.svg", svg("<metadata>Keziah</metadata>")),
        ("a.svg", svg(attributes=' xmlns:inkscape="x" inkscape:version="1"')),
        ("a.svg", svg(attributes=' sodipodi:docname="keziah.svg"')),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "Keziah">]>' + svg()),
    ],
    Extra.PICTURE: [
        ("a.jpg", jpeg(segment(0xE2, b"MPF\0abc"))),
        ("a.svg", svg('<image href="data:image/jpeg;base64,AAAA"/>')),
    ],
    Extra.MORE: [
        ("a.png", png(after=b"PK")),
        ("a.jpg", jpeg(after=jpeg())),
        ("a.webp", webp(after=b"PK")),
    ],
}


def codes(root: Path, name: str, data: bytes) -> list[str]:
    """Return the codes of all problems with a library in which this file is an asset."""
    return [problem.code for problem in load(root, {f"docs/assets/pictures/{name}": data})[1]]


@pytest.mark.parametrize(("name", "data"), PLAIN.items(), ids=PLAIN)
def test_a_picture_that_holds_nothing_else_may_be_published(tmp_path, name, data):
    assert codes(tmp_path, name, data) == []


@pytest.mark.parametrize(
    ("extra", "name", "data"),
    [(extra, name, data) for extra, files in TELLING.items() for name, data in files],
)
def test_a_picture_that_holds_more_is_not_published(tmp_path, extra, name, data):
    assert beside_the_picture(data) == [extra]
    assert codes(tmp_path, name, data) == ["picture-metadata"]


def test_what_is_found_is_told_by_its_kind_and_not_by_its_words(tmp_path):
    data = png(chunk(b"tEXt", b"Author\0Keziah"), chunk(b"tEXt"), chunk(b"eXIf"))

    [problem] = load(tmp_path, {"docs/assets/a.png": data})[1]

    assert problem.message == (
        "This file holds more than its picture: notes or names in words; when, where or with what "
        "it was taken."
    )
    assert "Keziah" not in str(problem)


@settings(deadline=None)
@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"RIFF0000WEBP", ICON, b"<svg"]),
    st.binary(),
)
def test_a_broken_picture_is_read_without_a_stop(beginning, rest):
    assert set(beside_the_picture(beginning + rest)) <= set(Extra)


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 200))
def test_a_picture_that_was_cut_off_is_read_as_far_as_it_goes(rest, length):
    for data in (png(chunk(b"tEXt")), jpeg(segment(0xE1)), webp((b"EXIF", b"ab"))):
        assert set(beside_the_picture(data[:length] + rest)) <= set(Extra)
