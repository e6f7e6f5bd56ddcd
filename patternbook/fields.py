"""A file of fields alone, such as `patternbook.yml` -> its fields, read as strictly as a record's.

Such a file lacks the lines of hyphens that stand around the fields of a record, so its lines are
counted from its own first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from patternbook.problems import FaultsFound, Problem
from patternbook.source import Source, Unreadable, parse_source, read_text

_LINE = re.compile(r"\bline ([0-9]+)\b")


def read_fields(file: Path, path: str) -> Source:
    """Return the file as front matter with nothing below it; `path` is what messages call it.

    Its places are one line further down than in the file: see `on_their_lines`. Raises
    FaultsFound if it cannot be opened or read, or if something in it would be passed over.
    """
    try:
        text = re.sub(r"\A---[ \t]*\n", "\n", read_text(file, path))
        source = parse_source(f"---\n{text}\n---\n", path)
    except Unreadable as unreadable:
        raise FaultsFound(on_their_lines([unreadable.problem])) from None
    except OSError:
        message = "The file cannot be opened."
        problem = Problem(path, 1, 1, "cannot-open", message, "Check that you may read it.")
        raise FaultsFound([problem]) from None
    if source.body.strip("- \t\n"):
        # Whoever reads on there would think that it holds.
        message, mend = "What follows this line is not read.", "Remove the line above it."
        place = (source.body_line, 1)
        raise FaultsFound(on_their_lines([Problem(path, *place, "two-documents", message, mend)]))
    return source


def on_their_lines(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems on the lines of the file, which lacks the hyphens put before it."""

    def message(said: str) -> str:
        return _LINE.sub(lambda match: f"line {max(1, int(match[1]) - 1)}", said)

    return [
        replace(each, line=max(1, each.line - 1), message=message(each.message))
        for each in problems
    ]
