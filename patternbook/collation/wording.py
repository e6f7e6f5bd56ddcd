"""What was asked for, and what no figure can show, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patternbook.collations import Choice
from patternbook.typology import Typology
from patternbook.vocabulary import Term

# Said of every collation, above its first figure.
NO_RANKING = (
    "Nothing here is ranked. Lists stand in the order of the vocabulary, and none in the order of "
    "its numbers. Which pattern matters most is for people to judge, with the cases before them."
)
EVERYTHING = "Every record that counts"


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
