"""Three questions for a team: found on the pages of the library, never made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from patternbook.model import Finding
from patternbook.pages import links
from patternbook.pages.markup import Link
from patternbook.typology import Definition, Typology

NUMBER = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and where it stands if that is not the page that the pack is about.

    `is_for_a_conversation` says that it is meant for somebody who was there.
    """

    text: str
    page: Link | None = None
    is_for_a_conversation: bool = False


def of_entry(definition: Definition, typology: Typology) -> tuple[Question, ...]:
    """Return three questions on a pattern or issue, or as many as there are.

    Its own for a team come first, then its own for a conversation, then those that its neighbours
    have for a team: the first of each, then the second of each.
    """
    return _first(
        _for_a_team([definition], own=True),
        _for_a_conversation([definition], own=True),
        _for_a_team(_neighbours([definition], typology)),
    )


def of_finding(
    finding: Finding, pattern: Definition, factors: Sequence[Definition], typology: Typology
) -> tuple[Question, ...]:
    """Return three questions on a finding, or as many as there are.

    First those that its reviewers put to the board, then those of its pattern and of the factors
    in its episodes, then those of their neighbours.
    """
    entries = [pattern, *factors]
    return _first(
        (Question(text) for text in finding.questions_for_board),
        _for_a_team([pattern]),
        _for_a_team(factors),
        _for_a_conversation(entries),
        _for_a_team(_neighbours(entries, typology)),
    )


def of_near_miss(entries: Sequence[Definition], typology: Typology) -> tuple[Question, ...]:
    """Return three questions on a near miss, or as many as there are.

    `entries` are the factors and then the patterns that it names. The first question of each comes
    first, then the second of each, then what they have for a conversation, then their neighbours.
    """
    return _first(
        _for_a_team(entries),
        _for_a_conversation(entries),
        _for_a_team(_neighbours(entries, typology)),
    )


def _first(*sources: Iterable[Question]) -> tuple[Question, ...]:
    """Return the first three questions of all, none of them twice."""
    return tuple(islice(_each_once(chain.from_iterable(sources)), NUMBER))


def _each_once(questions: Iterable[Question]) -> Iterator[Question]:
    seen: set[str] = set()
    for question in questions:
        if question.text not in seen:
            seen.add(question.text)
            yield question


def _for_a_team(entries: Iterable[Definition], *, own: bool = False) -> Iterator[Question]:
    rows = [[(d, text) for text in d.entry.team_questions] for d in entries]
    for definition, text in _in_turn(rows):
        yield Question(text, None if own else links.to_entry(definition))


def _for_a_conversation(entries: Iterable[Definition], *, own: bool = False) -> Iterator[Question]:
    rows = [[(d, text) for text in d.entry.conversation_questions] for d in entries]
    for definition, text in _in_turn(rows):
        yield Question(text, None if own else links.to_entry(definition), True)


def _in_turn(rows: Iterable[Sequence[tuple[Definition, str]]]) -> Iterator[tuple[Definition, str]]:
    """Yield the first of each row, then the second of each, and so on."""
    for column in zip_longest(*rows):
        yield from (each for each in column if each is not None)


def _neighbours(entries: Iterable[Definition], typology: Typology) -> Iterator[Definition]:
    for definition in entries:
        for neighbour in definition.entry.neighbours:
            yield typology.get(neighbour.id)
