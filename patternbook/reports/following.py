"""What is still open of what was recommended -> the same for people, for a sheet, and for programs.

The names of the columns are those of the library's tables, where they have one. A redacted list
holds no word of a record: neither what was recommended nor to whom, but the ids to look it up by.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from patternbook.recommendations import Waiting, by_owner
from patternbook.reports.report import printable
from patternbook.spreadsheets import safe_cell

# Raised when a program that reads it would have to change.
VERSION = 1

_WIDTH = 80
_WORDS = 300  # signs of a recommendation that the list for people shows
_NOBODY = "No owner is named"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is open, with its age in a year, out of how many recommendations that count.

    `asked` are the words by which owners were chosen, or nothing; `invented` is how many open ones
    there are in illustrations, which are left out.
    """

    waiting: Sequence[Waiting]
    year: int | None
    of: int
    invented: int = 0
    asked: str = ""
    is_redacted: bool = False


def plain(told: FollowUp) -> str:
    """Return the list for people: owner by owner, the oldest first."""
    lines = [*_heading(told), ""]
    if told.is_redacted:
        for each in told.waiting:
            lines += _about(each, told)
    else:
        for owner, some in by_owner(told.waiting, lambda each: each.registered):
            lines += [f"{printable(owner or _NOBODY)}: {len(some)}", ""]
            for each in some:
                lines += _about(each, told)
    return "\n".join(lines).rstrip("\n") + "\n"


def sheet(told: FollowUp) -> str:
    """Return the list as comma-separated values, which no program for sheets takes for formulas."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    rows = [_row(each, told) for each in told.waiting]
    writer.writerow(_row_names(told))
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return written.getvalue()


def data(told: FollowUp) -> str:
    """Return the list as JSON."""
    content = {
        "version": VERSION,
        "year": told.year,
        "open": len(told.waiting),
        "of": told.of,
        "recommendations": [_row(each, told) for each in told.waiting],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _heading(told: FollowUp) -> Iterator[str]:
    number = len(told.waiting)
    counted = "recommendation that counts" if told.of == 1 else "recommendations that count"
    of = f"Open: {number} of {told.of} {counted}"
    if told.asked and not told.is_redacted:
        of += f", for owners with “{printable(told.asked)}” in their name"
    age = f" Age runs to {told.year}." if told.year is not None and number else ""
    yield from _filled(f"{of}.{age}")
    if number:
        yield from _filled(
            "Open does not mean neglected: some take years, and some were done and nobody wrote it "
            "down."
        )
    if told.invented:
        yield from _filled(
            f"{told.invented} more {'is' if told.invented == 1 else 'are'} open in illustrations, "
            "which were invented and are left out."
        )


def _about(each: Waiting, told: FollowUp) -> Iterator[str]:
    made = each.registered
    age = "no year given" if each.age is None else _years(each.age)
    yield from _filled(f"{age}: {made.published.record.id}, {made.recommendation.id}", "- ")
    if not told.is_redacted:
        text = textwrap.shorten(made.recommendation.text, _WORDS, placeholder=" …")
        yield from _filled(printable(text), "  ")
    latest = made.latest
    if latest is None:
        yield "  No response is recorded."
    else:
        effect = f"; effect: {latest.effect.label.lower()}" if latest.effect else ""
        yield from _filled(f"{latest.year}: {latest.status.label.lower()}{effect}.", "  ")
    yield ""


def _filled(text: str, head: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"


def _row_names(told: FollowUp) -> list[str]:
    of_records = [] if told.is_redacted else ["owner", "text"]
    return [
        *("record", "recommendation", "kind", "level"),
        *of_records,
        *("completed", "age", "year", "status", "effect", "silent"),
    ]


def _row(each: Waiting, told: FollowUp) -> dict[str, Any]:
    """Return what is told of one, by the names of its columns in their order."""
    made, latest = each.registered, each.registered.latest
    row = {
        "record": made.published.record.id,
        "recommendation": made.recommendation.id,
        "kind": made.recommendation.kind.value,
        "level": made.recommendation.level.value,
        "owner": made.owner or None,
        "text": made.recommendation.text,
        "completed": made.year,
        "age": each.age,
        "year": latest.year if latest else None,
        "status": latest.status.value if latest else None,
        "effect": latest.effect.value if latest and latest.effect else None,
        "silent": each.silent,
    }
    return {name: row[name] for name in _row_names(told)}


def _cell(value: object) -> object:
    return safe_cell(value) if isinstance(value, str) else value
