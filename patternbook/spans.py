"""Stretches of a text, the lines and columns at which they stand, and signs that nobody sees."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

Span = tuple[int, int]  # where something begins, and where it ends, exclusive

# C0 and C1 controls other than tab and newline, what is no character at all, and the marks
# that reorder text, hide it or stand for nothing visible.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u2800\ufe00-\ufe0e\U0001d173-\U0001d17a\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


class Spans:
    """Some spans of a text, joined where they meet, to ask what lies in them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take the spans in any order."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, start: int, end: int) -> bool:
        """Return whether one of the spans holds all of this one."""
        number = bisect_right(self._starts, start) - 1
        return number >= 0 and end <= self._ends[number]


class Lines:
    """Turns offsets in a text into lines and columns, both counted from 1, and lines back."""

    def __init__(self, text: str) -> None:
        """Note where each line begins."""
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._end = len(text)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """Return the offset at which a line begins; after the last line, that of the end."""
        return self._starts[line - 1] if line <= len(self._starts) else self._end
