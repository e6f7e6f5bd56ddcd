"""A file's text -> its words, as a reader sees them, each with the place where it stands.

Markup that can split a name is undone first: in `**Jo**hn` a reader sees one word. A line that
only goes on from the one above is joined to it, since a number or a name may be parted there.
Places stay those of the text as it was written.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from patternbook.spans import Span

# Letters with what joins them: O’Neill, child’s, don't. A hyphen parts words.
WORD = re.compile(r"[^\W\d_]+(?:['’\u02bc][^\W\d_]+)*")
_SPLIT = re.compile(f"({WORD.pattern})")


# --- What is shown otherwise than it is written -------------------------------------------------

# White space and marks of emphasis or code; a plain space alone is shown as it is.
_RUN = re.compile(r"[\s*`~]{2,}|[^\S ]|[*`~]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# In YAML a backslash may stand before the number of a letter; elsewhere it stands before a sign.
_BACKSLASH = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|\n[ \t]+)?"
)
_UNDERSCORES = re.compile(r"__+")
_TWO_APOSTROPHES = re.compile(r"''(?<=[^\W\d_]'')(?=[^\W\d_])")  # how YAML quotes one
_UNUSUAL = re.compile("[^\x00-\x7f–—‘’“”£]")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-")
# Letters in circles, in squares and of flags; each alphabet begins at one of these.
_ENCLOSED = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)

# A line that begins like this does not go on from the one above: an entry of a list, a heading, a
# fence, a row of a table, a field.
_BEGINS_ANEW = re.compile(r"[-+] |[0-9]{1,3}[.)] |#|---|:::|\||\"?[a-z][a-z_]*\"?:(?:\s|\Z)")
# Nor does any line go on from one that is like this.
_STANDS_ALONE = re.compile(r"[ \t]*(?:#|---|:::|\|)|.*(?::|-)[ ]+[>|][+-]?[0-9]?[ \t]*\Z")
_QUOTED_LINE = re.compile(r"(?:>[ \t]?)+")

# The form in the browser reads words by the same expressions: see exports/form_rules.py.
EXPRESSIONS: Mapping[str, re.Pattern[str]] = {
    "word": WORD,
    "run": _RUN,
    "entity": _ENTITY,
    "backslash": _BACKSLASH,
    "underscores": _UNDERSCORES,
    "twoApostrophes": _TWO_APOSTROPHES,
    "unusual": _UNUSUAL,
    "beginsAnew": _BEGINS_ANEW,
    "standsAlone": _STANDS_ALONE,
    "quotedLine": _QUOTED_LINE,
}


class _Edit(NamedTuple):
    """A stretch of the written text, and what a reader sees in its place."""

    start: int
    end: int
    shown: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as readers see it, in which a line end always parts what is before from what follows.

    `edits` are the stretches of the written text that are shown otherwise, and `marks` says where
    in `text` what is shown of each begins.
    """

    text: str
    marks: tuple[int, ...] = field(repr=False)
    edits: tuple[_Edit, ...] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """Return where in the written text this stretch of the seen text stands."""
        return self._written(start)[0], self._written(end - 1)[1]

    def _written(self, offset: int) -> Span:
        number = bisect_right(self.marks, offset) - 1
        if number < 0:
            return offset, offset + 1
        edit = self.edits[number]
        beyond = offset - self.marks[number] - len(edit.shown)
        if beyond < 0:
            return edit.start, edit.end
        return edit.end + beyond, edit.end + beyond + 1


def as_seen(text: str) -> Seen:
    """Return the text with entities decoded, look-alike forms of letters folded and markup undone.

    Nothing is lost: a sign that is taken away is markup, and every word that stands there stays.
    """
    shown: list[str] = []
    marks: list[int] = []
    edits: list[_Edit] = []
    length = position = 0
    for edit in _edits(text):
        start, end, instead = edit
        if start < position:
            continue  # it overlaps the one before
        shown += text[position:start], instead
        length += start - position
        marks.append(length)
        edits.append(edit)
        length += len(instead)
        position = end
    return Seen("".join((*shown, text[position:])), tuple(marks), tuple(edits))


def _edits(text: str) -> list[_Edit]:
    """Return what is shown otherwise than it is written, in the order of the text."""
    edits = list(_runs(text))
    if "&" in text:
        edits += [_Edit(*m.span(), html.unescape(m[0])) for m in _ENTITY.finditer(text)]
    if "\\" in text:
        edits += _backslashes(text)
    if "''" in text:
        edits += [_Edit(*m.span(), "'") for m in _TWO_APOSTROPHES.finditer(text)]
    if "__" in text:
        edits += _underscores(text)
    if not text.isascii():
        edits += _unusual(text)
    return sorted(edits)


def _runs(text: str) -> Iterator[_Edit]:
    """Yield white space as one space or one line end, and markup as a space or, in a word, none."""
    line = 0  # where the line begins on which the run begins
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match[0]
        if "\n" in run:
            if quoted := _QUOTED_LINE.match(text, end):
                end = quoted.end()
            if _goes_on(text, line, match):
                yield _Edit(start, end, " ")
            elif run.strip():
                yield _Edit(start, end, "\n")
            line = start + run.rindex("\n") + 1
        elif any(sign.isspace() for sign in run) or not _is_within_a_word(text, start, end):
            yield _Edit(start, end, " ")
        else:
            yield _Edit(start, end, "")


def _goes_on(text: str, line: int, run: re.Match[str]) -> bool:
    """Return whether the line that begins with this run goes on from the one before it."""
    before, _, after = run[0].rpartition("\n")
    if "\n" in before or run.start() == 0:
        return False
    begin = run.end()
    if quoted := _QUOTED_LINE.match(text, begin):
        begin = quoted.end()
    is_an_entry = after.strip() != "" and after[-1].isspace()
    return not (
        is_an_entry
        or begin == len(text)
        or _BEGINS_ANEW.match(text, begin)
        or _STANDS_ALONE.match(text, line, run.start())
    )


def _backslashes(text: str) -> Iterator[_Edit]:
    for match in _BACKSLASH.finditer(text):
        start, end = match.span()
        if number := match["x"] or match["u"] or match["U"]:
            code = int(number, 16)
            yield _Edit(start, end, chr(code) if code <= 0x10FFFF else "")
        elif match[0] == "\\":
            yield _Edit(start, end, "" if _is_beside_a_word(text, start, end) else " ")
        else:
            yield _Edit(start, end, "")


def _underscores(text: str) -> Iterator[_Edit]:
    for match in _UNDERSCORES.finditer(text):
        yield _Edit(*match.span(), "" if _is_within_a_word(text, *match.span()) else " ")


def _is_within_a_word(text: str, start: int, end: int) -> bool:
    """Return whether a letter stands right before, and another right after."""
    return start > 0 and text[start - 1].isalnum() and text[end : end + 1].isalnum()


def _is_beside_a_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or text[end : end + 1].isalnum()


def _unusual(text: str) -> Iterator[_Edit]:
    for match in _UNUSUAL.finditer(text):
        folded = _folded(match[0])
        if folded != match[0]:
            yield _Edit(*match.span(), folded)


def _folded(sign: str) -> str:
    """Return a sign in its plain form, and for an accent that is a sign of its own none."""
    if sign in _HYPHENS:
        return "-"
    if sign.isspace():
        return " "
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.combining(sign):
        return ""
    for first in _ENCLOSED:
        if first <= ord(sign) < first + 26:
            return chr(ord("A") + ord(sign) - first)
    return unicodedata.normalize("NFKC", sign)


# --- Words --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in their order. `gaps[n]` is what stands before word n."""

    texts: tuple[str, ...]
    gaps: tuple[str, ...]
    starts: tuple[int, ...]

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.texts)

    def span(self, number: int) -> Span:
        """Return where a word stands."""
        return self.starts[number], self.starts[number] + len(self.texts[number])


def words(text: str) -> Words:
    """Return every word of a text."""
    parts = _SPLIT.split(text)
    ends = tuple(accumulate(map(len, parts)))
    return Words(tuple(parts[1::2]), tuple(parts[::2]), ends[:-1:2])
