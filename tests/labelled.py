"""Sentences with labels, and how many of them a checker finds.

A line holds a sentence or two, with what a checker must find marked as `[[text|kind]]`. Lines
that begin with “#”, and empty lines, part the groups. A label counts as found if anything found
overlaps it; what is found outside every label is a false alarm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_LABEL = re.compile(r"\[\[(?P<text>[^|\]]+)\|(?P<kind>[a-z0-9-]+)\]\]")

Span = tuple[int, int]
Finder = Callable[[str], Iterable[Span]]


class Label(NamedTuple):
    """What must be found: where it stands in the plain sentence, and its kind."""

    start: int
    end: int
    kind: str


class Sentence(NamedTuple):
    """A sentence without its marks, its labels, and the line of the file that it stands on."""

    text: str
    labels: tuple[Label, ...]
    line: int


@dataclass
class Score:
    """What a checker found of a set of sentences.

    `wanted` and `found` count labels by kind; `missed` and `alarms` name each label missed and
    each false alarm, with its line; `words` counts the words that were read.
    """

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[int, str, str]] = field(default_factory=list)
    alarms: list[tuple[int, str]] = field(default_factory=list)
    alarmed_sentences: int = 0
    sentences: int = 0
    words: int = 0

    def recall(self, *kinds: str) -> float:
        """Return the share of labels found, of these kinds or of all."""
        wanted = sum(number for kind, number in self.wanted.items() if not kinds or kind in kinds)
        found = sum(number for kind, number in self.found.items() if not kinds or kind in kinds)
        return found / wanted if wanted else 1.0


def read(file: Path) -> list[Sentence]:
    """Return the sentences of a file."""
    return [
        _sentence(line, number)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]


def score(sentences: Iterable[Sentence], find: Finder) -> Score:
    """Return how a checker does on these sentences."""
    result = Score()
    for sentence in sentences:
        spans = list(find(sentence.text))
        result.sentences += 1
        result.words += len(sentence.text.split())
        for label in sentence.labels:
            result.wanted[label.kind] += 1
            if any(start < label.end and label.start < end for start, end in spans):
                result.found[label.kind] += 1
            else:
                text = sentence.text[label.start : label.end]
                result.missed.append((sentence.line, label.kind, text))
        outside = [
            (start, end)
            for start, end in spans
            if not any(start < label.end and label.start < end for label in sentence.labels)
        ]
        result.alarms += [(sentence.line, sentence.text[start:end]) for start, end in outside]
        result.alarmed_sentences += bool(outside)
    return result


def _sentence(line: str, number: int) -> Sentence:
    text = ""
    labels = []
    end = 0
    for match in _LABEL.finditer(line):
        text += line[end : match.start()]
        labels.append(Label(len(text), len(text) + len(match["text"]), match["kind"]))
        text += match["text"]
        end = match.end()
    return Sentence(text + line[end:], tuple(labels), number)
