"""What a picture file says beside the picture: who made it, where, with what, and notes."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from enum import StrEnum

# --- PNG: a signature and chunks, each with its length, its name and a sum at the end ------------

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TEXT = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_PNG_CAMERA = b"eXIf"
_PNG_TIME = b"tIME"
_PNG_END = b"IEND"

# --- JPEG: markers, each with its length, then the image and a mark at its end -------------------

_JPEG = b"\xff\xd8"
_JPEG_CAMERA = 0xE1  # Exif and XMP, with a small copy of the picture as it was before it was cut
_JPEG_TEXT = frozenset({0xED, 0xFE})  # IPTC, and comments
_JPEG_MORE_PICTURES = b"MPF\0"
_JPEG_APPLICATION_2 = 0xE2
_JPEG_IMAGE = 0xDA
_JPEG_END = b"\xff\xd9"

# --- Others -------------------------------------------------------------------------------------

_ICON = b"\0\0\1\0"
_WEBP_CAMERA = frozenset({b"EXIF", b"XMP "})
# What drawing programs leave behind, and what no reader of a drawing would see.
_SVG_PROGRAM = re.compile(
    rb"<metadata\b|<!ENTITY|<foreignObject\b|\b(?:inkscape|sodipodi|rdf|dc|cc|xmp|i|x):"
    rb"|xmlns:(?!xlink\b)\w+\s*=",
    re.IGNORECASE,
)
_SVG_NOTE = re.compile(rb"<!--|<\?(?!xml\b)")
_SVG_PICTURE = re.compile(rb"\bdata:image/", re.IGNORECASE)


class Extra(StrEnum):
    """What a picture file may hold beside the picture, as words for its author."""

    CAMERA = "when, where or with what it was taken"
    NOTES = "notes or names in words"
    TIME = "when it was last changed"
    PROGRAM = "what a drawing program remembers"
    PICTURE = "a second picture"
    MORE = "something after its end"


def beside_the_picture(data: bytes) -> list[Extra]:
    """Return what a PNG, JPEG, WebP, SVG or icon file holds beside what it shows.

    Of a file that is none of these, or is broken, this can tell nothing.
    """
    if data.startswith(_PNG):
        found = _beside_a_png(data)
    elif data.startswith(_JPEG):
        found = _beside_a_jpeg(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = _beside_a_webp(data)
    elif data.startswith(_ICON):
        found = _beside_an_icon(data)
    elif b"<svg" in data[:4096]:
        found = _beside_a_drawing(data)
    else:
        return []
    return list(dict.fromkeys(found))


def _beside_a_png(data: bytes) -> Iterator[Extra]:
    position = len(_PNG)
    while position + 8 <= len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        name = data[position + 4 : position + 8]
        if name in _PNG_TEXT:
            yield Extra.NOTES
        elif name == _PNG_CAMERA:
            yield Extra.CAMERA
        elif name == _PNG_TIME:
            yield Extra.TIME
        position += 12 + length
        if name == _PNG_END:
            if data[position:].strip(b"\0"):
                yield Extra.MORE
            return


def _beside_a_jpeg(data: bytes) -> Iterator[Extra]:
    position = len(_JPEG)
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # before a marker there may be more of these than one
            position += 1
            continue
        if marker == _JPEG_IMAGE:
            end = data.find(_JPEG_END, position)
            if end >= 0 and data[end + len(_JPEG_END) :].strip(b"\0"):
                yield Extra.MORE
            return
        if marker == _JPEG_CAMERA:
            yield Extra.CAMERA
        elif marker in _JPEG_TEXT:
            yield Extra.NOTES
        elif marker == _JPEG_APPLICATION_2 and data.startswith(_JPEG_MORE_PICTURES, position + 4):
            yield Extra.PICTURE
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        position += 2 + length


def _beside_a_webp(data: bytes) -> Iterator[Extra]:
    (size,) = struct.unpack("<I", data[4:8])
    position, end = 12, min(len(data), 8 + size)
    while position + 8 <= end:
        (length,) = struct.unpack("<I", data[position + 4 : position + 8])
        if data[position : position + 4] in _WEBP_CAMERA:
            yield Extra.CAMERA
        position += 8 + length + length % 2
    if data[8 + size :].strip(b"\0"):
        yield Extra.MORE


def _beside_an_icon(data: bytes) -> Iterator[Extra]:
    """Yield what the pictures of an icon hold, if they are PNG."""
    if _PNG in data and any(name in data for name in _PNG_TEXT):
        yield Extra.NOTES
    if _PNG in data and _PNG_CAMERA in data:
        yield Extra.CAMERA


def _beside_a_drawing(data: bytes) -> Iterator[Extra]:
    if _SVG_PROGRAM.search(data):
        yield Extra.PROGRAM
    if _SVG_NOTE.search(data):
        yield Extra.NOTES
    if _SVG_PICTURE.search(data):
        yield Extra.PICTURE
