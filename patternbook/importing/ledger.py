"""What became of every word of a document: the book that an import keeps, and its last sum.

Each stretch of text ends in a field, in the account, or is told: as a label of the form, as a word
that was chosen, as the form's own text, or as left out with the reason. The sum is made on every
import; a word that is nowhere would be a fault of this programme, and then nothing is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from patternbook.source import Source, Value
from patternbook.word.found import Block, Piece, blocks_of

_WORD = re.compile(r"[^\W_]+")
# The marks of Markdown that may stand within a word, and the signs that are none of them.
_MARKS = re.compile(r"\\([^\w\s]|_)|\*")


class Fate(StrEnum):
    """What became of a stretch of text that does not stand in the record as it was."""

    LABEL = "label"
    CHOICE = "choice"
    OURS = "ours"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was not understood, or not as it stood, in words that repeat no text.

    `where` is its place in the document; `excerpt` the text, for the eyes of its author alone.
    """

    message: str
    where: str = ""
    excerpt: str = field(default="", repr=False)


@dataclass(slots=True)
class Ledger:
    """The book of one import."""

    told: list[tuple[Fate, str]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def put(self, fate: Fate, text: str) -> None:
        """Note what became of a stretch of text."""
        if text.strip():
            self.told.append((fate, text))

    def trouble(self, message: str, where: str = "", excerpt: str = "") -> None:
        """Note what was not understood."""
        found = Trouble(message, where, excerpt)
        if found not in self.troubles:
            self.troubles.append(found)

    def number_of(self, fate: Fate) -> int:
        """Return how many words have this fate."""
        return words_in(text for each, text in self.told if each is fate).total()


def words_in(texts: Iterable[str]) -> Counter[str]:
    """Return the words and numbers of texts, in small letters, and how often each occurs."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(word.casefold() for word in _WORD.findall(text))
    return counted


def lost_words(pieces: Iterable[Piece], ledger: Ledger, source: Source) -> Counter[str]:
    """Return the words of a document that are neither in the record nor told: none, it is hoped."""
    in_document = words_in(text for block in blocks_of(pieces) for text in _parts_of(block))
    in_record = words_in([*_texts(source.front_matter), _as_shown(source.body)])
    return in_document - in_record - words_in(text for _, text in ledger.told)


def _parts_of(block: Block) -> Iterable[str]:
    """Yield what a paragraph says, and each prompt in it."""
    yield block.text
    yield from (run.text for run in block.runs if run.is_placeholder)


def _as_shown(markdown: str) -> str:
    """Return Markdown without its own marks, so that a word with one inside is one word."""
    return _MARKS.sub(lambda found: found[1] or "", markdown)


def _texts(value: Value) -> Iterable[str]:
    """Yield every text of the front matter."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield str(value)
