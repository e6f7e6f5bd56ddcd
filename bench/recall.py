"""`python bench/recall.py`: how much of what must be found is found, and how much else is.

The sentences were written by people who had not seen the checks, and lie with the tests. Of each
set, half is for tuning. The other half is held out: whoever works on the checks does not read it,
so that it shows how they do with sentences nobody thought of. Of that half only counts are printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from patternbook.confidentiality import scan  # noqa: E402
from patternbook.folders import Folders  # noqa: E402
from patternbook.language import suggestions  # noqa: E402
from patternbook.library import load_library  # noqa: E402
from tests.labelled import Finder, Score, Span, read, score  # noqa: E402

CONFIDENTIALITY = PROJECT / "tests" / "confidentiality"
LANGUAGE = PROJECT / "tests" / "language"
HALVES = {"tuning": "for tuning", "heldout": "held out"}
NAMES = ("person", "place")
METHOD = """\
A sentence is read on its own, with nothing declared. A label counts as found if anything found
overlaps it. What is found outside of all labels is a false alarm. Clean sentences were chosen to be
hard: words that are names too, terms of the field, harmless numbers."""


def find_identifying(text: str) -> Iterator[Span]:
    """Yield what the check for people and places finds."""
    return ((each.start, each.end) for each in scan(text))


def find_questioned(text: str) -> Iterator[Span]:
    """Yield what the check for words questions."""
    return ((each.start, each.end) for each in suggestions(text))


def identifying(half: str) -> Score:
    """Return how the check for people and places does on sentences that identify somebody."""
    return score(read(CONFIDENTIALITY / f"identifying-{half}.txt"), find_identifying)


def identifiers(found: Score) -> tuple[str, ...]:
    """Return all kinds of label but for names of people and places."""
    return tuple(sorted(set(found.wanted) - set(NAMES)))


def main() -> None:
    """Print what was measured, and how."""
    print(METHOD)
    for half, called in HALVES.items():
        found = identifying(half)
        print(f"\nPeople and places, {called}")
        for kinds in (("person",), ("place",), identifiers(found)):
            name = kinds[0] if len(kinds) == 1 else "identifiers"
            print(_row(name, sum(found.wanted[k] for k in kinds), found.recall(*kinds)))
        for kind in identifiers(found):
            print(_row(f"  {kind}", found.wanted[kind], found.recall(kind)))
        _print_alarms(found, CONFIDENTIALITY / f"clean-{half}.txt", find_identifying)
    for half, called in HALVES.items():
        found = score(read(LANGUAGE / f"questioned-{half}.txt"), find_questioned)
        print(f"\nWords that judge, {called}")
        print(_row("all", found.wanted.total(), found.recall()))
        for kind in sorted(found.wanted):
            print(_row(f"  {kind}", found.wanted[kind], found.recall(kind)))
        _print_alarms(found, LANGUAGE / f"fine-{half}.txt", find_questioned)
    _print_declared()


def _row(name: str, wanted: int, recall: float) -> str:
    return f"  {name:22}{recall:7.3f} of {wanted:4}"


def _print_alarms(found: Score, clean: Path, find: Finder) -> None:
    """Print how often something is found that nobody marked, in both sorts of sentences."""
    of_clean = score(read(clean), find)
    for name, each in (("these sentences", found), ("clean sentences", of_clean)):
        print(
            f"  false alarms per 1,000 words of {name}: {len(each.alarms) / each.words * 1000:.1f}"
        )


def _print_declared() -> None:
    """Print how many words the authors of this library's own records had to account for."""
    library, _ = load_library(Folders.at(PROJECT))
    words = sum(len(filed.source.text.split()) for filed in library.filed)
    terms = sum(len(filed.record.declared_terms) for filed in library.filed)
    pseudonyms = sum(len(filed.record.pseudonyms) for filed in library.filed)
    print(f"\nDeclared in the {len(library.filed)} records of this library, {words:,} words")
    for name, number in (("terms", terms), ("pseudonyms", pseudonyms)):
        print(f"  {name}: {number}, or {number / words * 1000:.2f} per 1,000 words")


if __name__ == "__main__":
    main()
