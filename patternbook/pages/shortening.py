"""Long text -> as much of it as a page has room for, cut where a sentence ends."""

from __future__ import annotations

import re

# What stands for the rest.
CUT = " …"
# A sentence ends where white space follows its stop and something begins a new one.
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[”’\")]*(?=\s+[^\W\d_a-z]|\s+[\d“‘\"(])")
# A word and the space after it, on average; text in longer ones has room for fewer.
_LETTERS = 7


def shortened(text: str, words: int) -> str:
    """Return text on one line with at most so many words, whole sentences as far as there are any.

    What was cut ends with “…”. Where words are longer than they usually are, fewer of them fit, so
    that the result is never longer than so many usual ones.
    """
    line = " ".join(text.split())
    if _fits(line, words):
        return line
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(line)]
    fitting = [end for end in ends if _fits(line[:end], words)]
    if fitting:
        return line[: fitting[-1]] + CUT
    cut = " ".join(line.split()[:words])[: words * _LETTERS]
    whole_words = cut.rpartition(" ")[0] if line[len(cut) : len(cut) + 1].strip() else cut
    return (whole_words or cut).rstrip(" ,;:–—-") + CUT


def _fits(line: str, words: int) -> bool:
    return len(line) <= words * _LETTERS and len(line.split()) <= words
