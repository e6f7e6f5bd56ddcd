"""CBOR (RFC 8949) as far as the files of a search index use it: read, and written again.

Numbers, texts, bytes, lists, pairs of lists, floats, and the plain values of JSON. Whatever else
CBOR knows is refused.
"""

from __future__ import annotations

import struct
from typing import Any

_DEEPEST = 64
_SHORT = 24  # a number below this stands in the first byte itself
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_PLAIN = {20: False, 21: True, 22: None, 23: None}
_NUMBER, _BELOW_ZERO, _BYTES, _TEXT, _LIST, _MAP, _SIMPLE = 0, 1, 2, 3, 4, 5, 7


class NoCbor(ValueError):
    """Raised where bytes are no CBOR, or say what is not read here."""


def read_cbor(content: bytes) -> Any:
    """Return the value in these bytes. A map becomes a list of pairs, in its order.

    Raises NoCbor if they hold no value, more than one, or one of a sort that is not read here.
    """
    value, end = _read(content, 0, 0)
    if end != len(content):
        raise NoCbor("Something follows the value.")
    return value


def write_cbor(value: Any) -> bytes:
    """Return a value as bytes: numbers, texts and lists, the shortest way.

    Raises NoCbor for anything else.
    """
    if isinstance(value, bool) or value is None:
        return _head(_SIMPLE, {False: 20, True: 21, None: 22}[value])
    if isinstance(value, int):
        return _head(_NUMBER, value) if value >= 0 else _head(_BELOW_ZERO, -1 - value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    if isinstance(value, list | tuple):
        return _head(_LIST, len(value)) + b"".join(write_cbor(each) for each in value)
    raise NoCbor(f"A {type(value).__name__} is not written here.")


def texts_in(value: Any) -> list[str]:
    """Return every text in a value that was read, at any depth, in its order."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, bytes):
            found.append(each.decode("utf-8", errors="replace"))
        elif isinstance(each, list | tuple):
            waiting.extend(reversed(each))
    return found


def _head(kind: int, number: int) -> bytes:
    if number < _SHORT:
        return bytes([kind << 5 | number])
    for short, size in _SIZES.items():
        if number < 1 << 8 * size:
            return bytes([kind << 5 | short]) + number.to_bytes(size, "big")
    raise NoCbor("The number is too large.")


def _read(content: bytes, at: int, depth: int) -> tuple[Any, int]:
    if at >= len(content) or depth > _DEEPEST:
        raise NoCbor("The value is not whole, or too deep.")
    kind, short = content[at] >> 5, content[at] & 31
    at += 1
    size = _SIZES.get(short, 0)
    if short >= _SHORT and not size:
        raise NoCbor("A length that is not told beforehand is not read here.")
    raw = content[at : at + size]
    if len(raw) < size:
        raise NoCbor("The value is not whole.")
    number, at = (int.from_bytes(raw, "big") if size else short), at + size
    if kind == _NUMBER:
        return number, at
    if kind == _BELOW_ZERO:
        return -1 - number, at
    if kind in {_BYTES, _TEXT}:
        if len(content) - at < number:
            raise NoCbor("A text is not whole.")
        piece = content[at : at + number]
        return (piece if kind == _BYTES else _decoded(piece)), at + number
    if kind in {_LIST, _MAP}:
        return _read_list(content, at, number, depth, in_pairs=kind == _MAP)
    if kind == _SIMPLE:
        if short in _FLOATS and size > 1:
            return struct.unpack(_FLOATS[short], raw)[0], at
        if short in _PLAIN:
            return _PLAIN[short], at
    raise NoCbor("A value of this sort is not read here.")


def _read_list(
    content: bytes, at: int, number: int, depth: int, *, in_pairs: bool
) -> tuple[list[Any], int]:
    if number > len(content) - at:
        raise NoCbor("A list is not whole.")
    values: list[Any] = []
    for _ in range(number):
        value, at = _read(content, at, depth + 1)
        if in_pairs:
            meaning, at = _read(content, at, depth + 1)
            value = [value, meaning]
        values.append(value)
    return values, at


def _decoded(piece: bytes) -> str:
    try:
        return piece.decode("utf-8")
    except UnicodeDecodeError:
        raise NoCbor("A text is no UTF-8.") from None
