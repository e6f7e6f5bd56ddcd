"""The file of synonyms -> groups of terms that mean the same to somebody who searches.

The file says itself how it is written. It is read strictly, since a slip in it would quietly
send a question to the wrong place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from patternbook.search.stems import stems, tokens

FILE = "patternbook/search/synonyms.txt"
Phrase = tuple[str, ...]  # the stems of a term


class SynonymsAtFault(Exception):
    """Raised with every fault of the file, each with its line and how to mend it."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults; the exception prints as one line for each."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that mean the same: as they are written, and as they are compared."""

    terms: tuple[str, ...]
    phrases: tuple[Phrase, ...]


def read_synonyms() -> tuple[Group, ...]:
    """Return the groups of the shared list, in the order of the file.

    Raises SynonymsAtFault with all of its faults.
    """
    text = files("patternbook.search").joinpath("synonyms.txt").read_bytes()
    return parse_synonyms(text, FILE)


def parse_synonyms(content: bytes, file: str) -> tuple[Group, ...]:
    """Return the groups in the content of a file of this name.

    Raises SynonymsAtFault with all of its faults.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        at = content[: error.start].count(b"\n") + 1
        raise SynonymsAtFault(
            [f"{file}:{at}: This is no UTF-8 text. Mend: Save the file as UTF-8."]
        ) from None
    faults: list[str] = []
    groups: list[Group] = []
    places: dict[Phrase, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        terms = tuple(term.strip() for term in line.split(";"))
        phrases = tuple(tuple(stems(term)) for term in terms)
        found = list(_faults(terms, phrases, places, number))
        faults += [f"{file}:{number}: {fault}" for fault in found]
        if not found:
            groups.append(Group(terms, tuple(dict.fromkeys(phrases))))
        for phrase in phrases:
            places.setdefault(phrase, number)
    if faults:
        raise SynonymsAtFault(faults)
    return tuple(groups)


def _faults(
    terms: tuple[str, ...], phrases: tuple[Phrase, ...], places: dict[Phrase, int], number: int
) -> list[str]:
    """Return what is wrong with a group, and the mend, given where earlier terms stand."""
    faults = []
    if len([term for term in terms if term]) < 2:
        faults.append(
            "A group needs two terms or more. Mend: Add one after a semicolon, or take the line "
            "away."
        )
    elif not all(terms):
        faults.append("A term is empty. Mend: Take away a semicolon.")
    for term, phrase in zip(terms, phrases, strict=True):
        if term and not phrase:
            faults.append(
                f"“{term}” consists of words that every text holds. Mend: Say it in other words."
            )
        elif len(phrase) == 1 < len(tokens(term)):
            faults.append(
                f"Of “{term}” only one word would be looked for, since the others stand in every "
                "text. Mend: Add a word, or leave only the one that matters."
            )
        elif term and places.get(phrase, number) != number:
            faults.append(
                f"“{term}” stands on line {places[phrase]} too, so nobody knows which is meant. "
                "Mend: Leave it on one of the two, or join the groups."
            )
    if len(set(terms)) < len(terms) and all(terms):
        faults.append("A term stands here twice. Mend: Take one away.")
    return faults
