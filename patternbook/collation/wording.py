"""What was asked for, and what no figure can show, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patternbook.collation.parts import Held, HeldRow
from patternbook.collations import Choice
from patternbook.typology import Typology
from patternbook.vocabulary import Term

# Said of every collation, above its first figure.
NO_RANKING = (
    "Nothing here is ranked. Lists stand in the order of the vocabulary, and none in the order of "
    "its numbers. Which pattern matters most is for people to judge, with the cases before them."
)
EVERYTHING = "Every record that counts"
NOTHING_COUNTS = (
    "No record that counts is chosen. A gap is not a finding: it says what has been written down "
    "so far, not what happens in practice."
)
SIDE_BY_SIDE_IS = (
    "What is told of each pattern, in full: what supported good practice beside what made "
    "problematic practice more likely. The patterns stand in the order of the vocabulary."
)
ILLUSTRATIONS_ARE = (
    "These were chosen as well. They were invented to teach the method, and are in no figure."
)


def held_in_words(held: Held) -> Iterator[str]:
    """Yield what a reader must know of counts that boards told of records they do not publish."""
    low, high = held.thresholds
    below = f"{low}" if low == high else f"{low} to {high}"
    yield (
        f"{held.contributors} boards have shared. {held.added} of their public records are in the "
        f"figures above; {held.repeated} were there already, and count once."
    )
    yield (
        f"Of the records that they hold for themselves, boards tell no count below {below}. So "
        "each number here is a range, for all boards together: at least so many, and at most so "
        "many as far as anybody knows. The same case may be held by two boards. These counts are "
        "of everything they hold, whatever was chosen above, and enter no other figure."
    )


def in_range(row: HeldRow) -> tuple[str, str]:
    """Return how many there are at least, and at most, in words."""
    return f"{row.at_least:,}", "Not known" if row.at_most is None else f"{row.at_most:,}"


def in_words(choice: Choice, typology: Typology) -> Iterator[tuple[str, str]]:
    """Yield what was asked for, as pairs of a field and its values; one pair if nothing was."""
    said = [pair for pair in _fields(choice, typology) if pair[1]]
    yield from said or [("Records", EVERYTHING)]


def _fields(choice: Choice, typology: Typology) -> Iterator[tuple[str, str]]:
    yield "Kind of record", _labels(choice.kind)
    yield "Setting", _labels(choice.setting)
    yield "Agency", _labels(choice.agencies)
    yield "Year", _years(choice.completed_from, choice.completed_to)
    titles = (typology.get(each).entry.title for each in choice.patterns if each in typology)
    yield "Pattern or issue", _either(titles)
    yield "What prompted the review", _labels(choice.trigger)
    yield "Origin", _labels(choice.origin)
    yield "Shelf", _either(choice.shelf)


def _labels(terms: Iterable[Term]) -> str:
    return _either(term.label for term in terms)


def _either(values: Iterable[str]) -> str:
    return " or ".join(values)


def _years(since: int | None, until: int | None) -> str:
    if since is None and until is None:
        return ""
    if since == until:
        return str(since)
    if since is None:
        return f"up to {until}"
    return f"from {since} on" if until is None else f"{since} to {until}"
