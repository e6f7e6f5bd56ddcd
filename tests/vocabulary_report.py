"""How the pages of the vocabulary read: run `python -m tests.vocabulary_report`.

Prints for every page its kind, how many words it has, its reading age, which parts it lacks and
which other page it most resembles; then what goes beyond the limits that are set here and that
`test_vocabulary_texts` holds. What counts are the definition, the two texts on how the entry shows
itself, the neighbours' differences, the questions and the body: not the source, nor the points.
How the reading age is worked out is told in `tests.reading`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

from patternbook.folders import Folders
from patternbook.library import load_library
from patternbook.typology import Definition
from patternbook.vocabulary import EntryKind, EntryStatus
from tests.making import PROJECT
from tests.reading import (
    AIM,
    LIMIT,
    age_of,
    paragraphs,
    plain_paragraphs,
    sentences_of,
    words_of,
)

LENGTHS = {
    EntryKind.FACTOR: (120, 200),
    EntryKind.FACTOR_TYPE: (200, 400),
    EntryKind.ISSUE: (200, 400),
    EntryKind.LEVEL: (200, 400),
    EntryKind.PATTERN: (500, 800),
}
# How many of each part a page has, at least and at most.
NUMBERS = {"team_questions": (2, 3), "conversation_questions": (1, 3), "neighbours": (1, 4)}
PARTS = ("definition", "when_it_helps", "when_it_hinders", *NUMBERS)
# Pages that were written one by one share hardly any run of five words. Of the shorter of two
# pages, at most one run in twenty may stand on the other as well.
SHINGLE, MOST_SHARED = 5, 0.05
# A sentence of fewer words may well stand on two pages by chance.
SENTENCE = 6
# Texts that all begin alike read like forms that were filled in. So many of the first words may be
# the same on this share of the pages, or on a few.
OPENINGS = {1: 0.5, 2: 0.08}
A_FEW = 3


# --- What a page says ---------------------------------------------------------------------------


def texts(definition: Definition) -> list[str]:
    """Return the paragraphs of a page that a reader reads as text, headings left out."""
    entry = definition.entry
    fields = [
        entry.definition,
        entry.when_it_helps or "",
        entry.when_it_hinders or "",
        *(neighbour.difference for neighbour in entry.neighbours),
        *entry.team_questions,
        *entry.conversation_questions,
    ]
    return [*paragraphs("\n\n".join(fields)), *plain_paragraphs(definition.body)]


def count_words(definition: Definition) -> int:
    """Return how many words a page has, with the headings of its body."""
    return sum(len(words_of(text)) for text in [*texts(definition), *_headings(definition)])


def _headings(definition: Definition) -> list[str]:
    return [line for line in definition.body.split("\n") if line.startswith("#")]


def _sentences(definition: Definition) -> list[str]:
    return sentences_of(texts(definition))


# --- What it is like ----------------------------------------------------------------------------


def reading_age(definition: Definition) -> float:
    """Return the age in years at which somebody can read the page with ease."""
    return age_of(texts(definition))


def missing_parts(definition: Definition) -> list[str]:
    """Return the names of the parts that a page does not have."""
    return [part for part in PARTS if not getattr(definition.entry, part)]


class Likeness(NamedTuple):
    """How much two pages share: of all their runs of words, and of those of the shorter one."""

    jaccard: float
    containment: float
    one: str
    other: str


def likenesses(definitions: Iterable[Definition]) -> Iterator[Likeness]:
    """Yield for each two pages how many runs of five words they share."""
    runs = {definition.entry.id: _runs(definition) for definition in definitions}
    for (one, a), (other, b) in combinations(runs.items(), 2):
        shared = len(a & b)
        if shared:
            yield Likeness(shared / len(a | b), shared / min(len(a), len(b)), one, other)


def _runs(definition: Definition) -> set[tuple[str, ...]]:
    return {
        tuple(words[n : n + SHINGLE])
        for words in map(words_of, texts(definition))
        for n in range(len(words) - SHINGLE + 1)
    }


# --- What is amiss ------------------------------------------------------------------------------


def lacking(definitions: Sequence[Definition]) -> list[str]:
    """Return the pages that lack a part, or have too few or too many of one."""
    found = []
    for definition in definitions:
        amiss = [f"no {part}" for part in missing_parts(definition)]
        for part, (least, most) in NUMBERS.items():
            number = len(getattr(definition.entry, part))
            if number and not least <= number <= most:
                amiss.append(f"{number} {part}, not {least} to {most}")
        if amiss:
            found.append(f"{definition.entry.id}: {', '.join(amiss)}")
    return found


def of_the_wrong_length(definitions: Sequence[Definition]) -> list[str]:
    """Return the pages that are too short or too long for their kind."""
    found = []
    for definition in definitions:
        least, most = LENGTHS[definition.entry.kind]
        number = count_words(definition)
        if not least <= number <= most:
            found.append(f"{definition.entry.id}: {number} words, not {least} to {most}")
    return found


def hard_to_read(definitions: Sequence[Definition]) -> list[str]:
    """Return the pages whose reading age is above the limit."""
    ages = {definition.entry.id: reading_age(definition) for definition in definitions}
    return [f"{name}: reading age {age:.1f}" for name, age in ages.items() if age > LIMIT]


def near_duplicates(definitions: Sequence[Definition]) -> list[str]:
    """Return the pairs of pages that share too many runs of words."""
    return [
        f"{each.one} and {each.other}: share {each.containment:.0%}"
        for each in likenesses(definitions)
        if each.containment > MOST_SHARED
    ]


def shared_sentences(definitions: Sequence[Definition]) -> list[str]:
    """Return the sentences of some length that stand on more than one page."""
    standing: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for definition in definitions:
        for sentence in _sentences(definition):
            standing[tuple(words_of(sentence))].add(definition.entry.id)
    return [
        f"{' and '.join(sorted(pages))}: “{' '.join(words)}”"
        for words, pages in standing.items()
        if len(pages) > 1 and len(words) >= SENTENCE
    ]


def shared_headings(definitions: Sequence[Definition]) -> list[str]:
    """Return the headings of bodies that stand on more than one page."""
    standing: dict[str, list[str]] = defaultdict(list)
    for definition in definitions:
        for heading in _headings(definition):
            standing[" ".join(words_of(heading))].append(definition.entry.id)
    return [f"{' and '.join(on)}: “{said}”" for said, on in standing.items() if len(on) > 1]


def openings_alike(definitions: Sequence[Definition]) -> list[str]:
    """Return the first words with which too many texts on how something shows itself begin."""
    found = []
    for part, (number, share) in product(("when_it_helps", "when_it_hinders"), OPENINGS.items()):
        beginning: dict[str, list[str]] = defaultdict(list)
        for definition in definitions:
            if words := words_of(getattr(definition.entry, part) or "")[:number]:
                beginning[" ".join(words)].append(definition.entry.id)
        found += [
            f"{part}: {len(pages)} begin with “{words}”: {', '.join(pages)}"
            for words, pages in beginning.items()
            if len(pages) > max(A_FEW, share * len(definitions))
        ]
    return found


CHECKS: tuple[Callable[[Sequence[Definition]], list[str]], ...] = (
    lacking,
    of_the_wrong_length,
    hard_to_read,
    near_duplicates,
    shared_sentences,
    shared_headings,
    openings_alike,
)


def held(definitions: Iterable[Definition]) -> list[Definition]:
    """Return the pages that must be whole: a proposed one may grow, a retired one may rest."""
    return [d for d in definitions if d.entry.status is EntryStatus.AGREED]


# --- The report ---------------------------------------------------------------------------------


def report(definitions: Sequence[Definition]) -> Iterator[str]:
    """Yield the lines of the report: one for each page, then what is beyond the limits."""
    nearest: dict[str, Likeness] = {}
    for each in sorted(likenesses(definitions), key=lambda each: each.containment):
        nearest[each.one] = nearest[each.other] = each
    width = max((len(d.entry.id) for d in definitions), default=0)
    for definition in definitions:
        entry = definition.entry
        line = (
            f"{entry.id:{width}}  {entry.kind:11}  {count_words(definition):4} words  "
            f"age {reading_age(definition):4.1f}"
        )
        if entry.id in nearest:
            like = nearest[entry.id]
            other = like.other if like.one == entry.id else like.one
            line += f"  like {other} {like.containment:.1%} (Jaccard {like.jaccard:.1%})"
        missing = missing_parts(definition)
        yield line + (f"  lacks {', '.join(missing)}" if missing else "")
    ages = [reading_age(definition) for definition in definitions]
    if ages:
        yield ""
        yield (
            f"{len(ages)} pages, {sum(map(count_words, definitions)):,} words. Reading age: "
            f"{sum(ages) / len(ages):.1f} on average, {max(ages):.1f} at most; "
            f"{sum(age > AIM for age in ages)} above {AIM}."
        )
    for check in CHECKS:
        found = check(held(definitions))
        yield f"\n{check.__name__.replace('_', ' ').capitalize()}: {len(found) or 'none'}"
        yield from (f"  {each}" for each in found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report on a library; return 1 if a page could not be read or is amiss."""
    options = argparse.ArgumentParser(description="Say how the pages of the vocabulary read.")
    options.add_argument("root", nargs="?", type=Path, default=PROJECT, help="the library's folder")
    library, problems = load_library(Folders.at(options.parse_args(arguments).root))
    definitions = list(library.typology)
    print("\n".join(report(definitions)))
    unread = [problem for problem in problems if problem.path.startswith("docs/")]
    if unread:
        print(f"\nNot all pages could be read. Run the check: {len(unread)} things to mend.")
    return 1 if unread or any(check(held(definitions)) for check in CHECKS) else 0


if __name__ == "__main__":
    sys.exit(main())
