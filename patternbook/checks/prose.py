"""Rules about how text will look once it is printed, and for whom."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.checks.places import problem_at
from patternbook.language.lists import INTERNAL_MARKS, PASTED_LIST, holds_a_list
from patternbook.library import Library
from patternbook.narrative import marks_internal
from patternbook.problems import Problem, Severity
from patternbook.source import FieldPath, Value


def lists_are_not_pasted_into_text(library: Library) -> Iterator[Problem]:
    """A text holds sentences: the points of a pasted list run together in one paragraph."""
    for filed in library.filed:
        for path, text in _texts(filed.source.front_matter, ()):
            if holds_a_list(text):
                yield problem_at(filed, path, "pasted-list", *PASTED_LIST, Severity.ADVICE)


def internal_marks_stand_below_the_fields(library: Library) -> Iterator[Problem]:
    """An internal passage is one of the body: in a field its marks would be printed as text."""
    for filed in library.filed:
        for path, text in _texts(filed.source.front_matter, ()):
            if any(marks_internal(line) for line in text.split("\n")):
                yield problem_at(filed, path, "internal-marks", *INTERNAL_MARKS)


def _texts(value: Value, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Yield every text of the front matter, with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, (*path, number))
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, (*path, name))
