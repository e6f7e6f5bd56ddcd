"""How hard a text is to read: what the reports on the vocabulary and on the guide stand on.

The reading age in years is five more than the Flesch-Kincaid grade, the American school year that
0.39 × words per sentence + 11.8 × syllables per word - 15.59 gives. It knows nothing of meaning: a
hint for editors, no verdict. Syllables are counted by `syllapy`, which brings its list of words
along and needs no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import syllapy

# In years. The aim is 12 to 14; editors decide up to the limit, and nobody is asked to read beyond.
AIM, LIMIT = 14, 15

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SENTENCE_ENDS = re.compile(r"""(?<=[.?!])[”’"')]*\s+(?=[“‘"'(]?[A-Z0-9])""")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^(?:[-+*>]|\d+\.)\s+|\*+", re.MULTILINE)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of plain text, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def plain_paragraphs(markdown: str) -> list[str]:
    """Return the paragraphs of Markdown without marks and headings; each item of a list is one."""
    lines = [line for line in markdown.split("\n") if not line.startswith("#")]
    text = re.sub(r"\n(?=(?:[-+*]|\d+\.)\s)", "\n\n", "\n".join(lines))
    return paragraphs(_MARKS.sub("", _LINK.sub(r"\1", text)))


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(text.casefold())


def sentences_of(texts: Iterable[str]) -> list[str]:
    """Return the sentences of several paragraphs."""
    sentences = [each for text in texts for each in _SENTENCE_ENDS.split(text)]
    return [sentence for sentence in sentences if words_of(sentence)]


def age_of(texts: Iterable[str]) -> float:
    """Return the age in years at which somebody can read these paragraphs with ease."""
    sentences = sentences_of(texts)
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return grade + 5


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    return max(1, int(syllapy.count(word.replace("’", "'"))))
