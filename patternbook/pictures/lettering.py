"""How wide a text is, and where its lines end: what a drawing must know before it is drawn.

No font is at hand when a picture is made, and readers have different ones. Widths are therefore
taken from a wide face (DejaVu Sans), class by class: in any usual one, a line is a little
shorter than it has room for, and never longer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# How wide a sign is, as a part of the size of the letters.
_CLASSES = {
    0.35: "ijlIJ.,:;'‘’|/\\ ",
    0.42: "ftr()[]-!`",
    0.56: '"“”*_szc?',
    0.65: "abdeghknopquvxyEFKLPSTYkß$£€0123456789{}–łŁøØđĐ",
    0.86: "wCDGHNOQU&#+<=>^~æœ",
    1.02: "mMW%@—…ÆŒ",
}
_WIDTHS = {sign: width for width, signs in _CLASSES.items() for sign in signs}
_CAPITAL = 0.72
_FULL = 1.1  # Chinese, Japanese, Korean, and pictures that are written as signs
_UNKNOWN = 1.1
_BOLD = 1.2

_JOINER = "\N{ZERO WIDTH JOINER}"
# A long word may end a line after these. A hyphen does so in any word.
_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")
_AFTER_SIGN = re.compile(r"(?<=[-/._,:;?&=+#@–—])(?=[^-/._,:;?&=+#@–—])")
_ELLIPSIS = "…"


def plain(text: str) -> str:
    """Return a text as one line, without signs that nobody sees and no drawing may hold."""
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():
        return line
    return "".join(sign for sign in line if unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is at most, in letters of this size."""
    return sum(map(_width_of, text)) * size * (_BOLD if bold else 1)


@lru_cache(maxsize=10_000)  # the same titles stand in many pictures
def wrap(
    text: str, room: float, size: float, *, bold: bool = False, most: int | None = None
) -> tuple[str, ...]:
    """Return a text as lines that are no wider than there is room.

    Lines end between words, or after a hyphen; a word that is too long for a line is broken
    where it must be. Of more than `most` lines, the last one that is kept ends with “…”.
    Nothing is added to the words otherwise, so that the lines together are the text.
    """
    lines: list[str] = []
    line = ""
    for piece, after_space in _pieces(plain(text), room, size, bold):
        longer = f"{line} {piece}" if after_space and line else line + piece
        if line and width(longer, size, bold=bold) > room:
            lines.append(line)
            line = piece
        else:
            line = longer
    lines.append(line)
    if most is None or len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], room, size, bold))


def wrap_evenly(
    text: str, room: float, size: float, *, bold: bool = False, most: int | None = None
) -> tuple[str, ...]:
    """Return a text as no more lines than `wrap` makes of it, all about equally long."""
    best = wrap(text, room, size, bold=bold, most=most)
    if len(best) == 1 or best[-1].endswith(_ELLIPSIS):
        return best
    least, enough = room / 2, room
    for _ in range(4):
        middle = (least + enough) / 2
        lines = wrap(text, middle, size, bold=bold)
        if len(lines) > len(best):
            least = middle
        else:
            best, enough = lines, middle
    return best


def _pieces(text: str, room: float, size: float, bold: bool) -> Iterator[tuple[str, bool]]:
    """Yield what must stay together in a line, and whether a space stands before it."""
    for word in text.split():
        after_space = True
        for part in _AFTER_HYPHEN.split(word):
            if width(part, size, bold=bold) <= room:
                yield part, after_space
                after_space = False
                continue
            for piece in _broken(part, room, size, bold):
                yield piece, after_space
                after_space = False


def _broken(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """Yield a word that is too long in pieces that are not: after a sign, or anywhere."""
    for part in _AFTER_SIGN.split(word):
        piece, wide = "", 0.0
        for cluster in _clusters(part):
            added = width(cluster, size, bold=bold)
            if piece and wide + added > room:
                yield piece
                piece, wide = "", 0.0
            piece, wide = piece + cluster, wide + added
        yield piece


def _clusters(word: str) -> Iterator[str]:
    """Yield each sign with the accents and joiners that belong to it."""
    cluster = ""
    for sign in word:
        joined = cluster.endswith(_JOINER) or unicodedata.category(sign) in {"Mn", "Me", "Mc", "Cf"}
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += sign
    if cluster:
        yield cluster


def _cut(line: str, room: float, size: float, bold: bool) -> str:
    """Return the line with “…” at its end, shortened until that has room: by words, if it can."""
    words = line.split(" ")
    while len(words) > 1 and width(" ".join(words) + _ELLIPSIS, size, bold=bold) > room:
        words.pop()
    clusters = list(_clusters(" ".join(words)))
    while len(clusters) > 1 and width("".join(clusters) + _ELLIPSIS, size, bold=bold) > room:
        clusters.pop()
    return "".join(clusters).rstrip(" .,;:–—-") + _ELLIPSIS


@lru_cache(maxsize=2_000)
def _width_of(sign: str) -> float:
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    category = unicodedata.category(sign)
    if category in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(sign) in {"F", "W"}:
        return _FULL
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign and base in _WIDTHS:
        return _WIDTHS[base]
    return _CAPITAL if base.isascii() and base.isupper() else _UNKNOWN
