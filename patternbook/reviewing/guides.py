"""Guides for the two who hold a conversation: one for each role, and questions to draw on.

Both outlines of a conversation stand in each of them side by side, since they differ (Guide 13,
section 3 and Appendix 3). A guide is no form: a written record of the whole conversation keeps
what a form would lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from patternbook.paper.parts import (
    Block,
    Bullets,
    Cell,
    Document,
    Heading,
    Item,
    PageBreak,
    Style,
    Table,
    text,
)
from patternbook.reviewing.prose import blocks, document
from patternbook.reviewing.roles import ANY_ROLE, Role, with_file_names
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import EntryKind, EntryStatus

_OUTLINES = "OUTLINES"
_SOURCE = (
    "Both outlines are told in our words, after Fish, Munro and Bairstow, Learning together to "
    "safeguard children (SCIE Guide 13, 2008), section 3 and Appendix 3."
)
_QUESTIONS = "questions-to-draw-on"
_IN_GENERAL = "In general"
_FACTORS, _PATTERNS = "FACTORS", "PATTERNS"


def guides(roles: Iterable[Role], typology: Typology) -> dict[str, Document]:
    """Return a guide for each role with whom somebody talks, by the name of its file.

    One more is for any role, since whose part mattered often becomes clear only on the way. The
    questions on every factor and pattern stand together in a document of their own.
    """
    named = with_file_names(role for role in roles if role.has_conversation)
    return {
        **{f"guide-{name}": _guide(role, typology) for name, role in named},
        f"guide-{ANY_ROLE}": _guide(None, typology),
        _QUESTIONS: _questions(typology),
    }


def _guide(role: Role | None, typology: Typology) -> Document:
    outlines = {_OUTLINES: [*blocks("outlines"), text(_SOURCE, Style.NOTE)]}
    title = f"Conversation guide: {role.name if role else 'any role'}"
    if role is not None and role.is_family:
        return Document(title, blocks("guide-family", outlines))
    agency = [text(role.agency.label, Style.SUBTITLE)] if role and role.agency else []
    said = blocks("guide", outlines)
    return Document(title, (*agency, *said, PageBreak(), *_kinds_of_factor(typology)))


def _kinds_of_factor(typology: Typology) -> Iterator[Block]:
    """Yield a sheet of the kinds of factor, to lay on the table in a conversation."""
    yield Heading(1, "The kinds of factor")
    yield text(
        "Lay this sheet on the table. Let the person choose what weighed most, and ask how. Other "
        f"things are possible too. There are more questions in the document “{_QUESTIONS}”."
    )
    kinds = _current(typology.of_kind(EntryKind.FACTOR_TYPE))
    rows = [_row(each) for each in kinds]
    yield _table("The kinds of factor", "Kind of factor", rows)


def _questions(typology: Typology) -> Document:
    return document(
        "questions",
        {
            _FACTORS: list(_all(EntryKind.FACTOR_TYPE, typology)),
            _PATTERNS: list(_all(EntryKind.PATTERN, typology)),
        },
    )


def _all(kind: EntryKind, typology: Typology) -> Iterator[Block]:
    for each in _current(typology.of_kind(kind)):
        yield from _group(each, typology)


def _group(above: Definition, typology: Typology) -> Iterator[Block]:
    """Yield the questions of an entry and of what stands under it, if there are any."""
    inside = [each for each in _current(typology.children(above.entry.id)) if _asks(each)]
    rows = [_row(above, _IN_GENERAL)] if _asks(above) else []
    rows += [_row(each) for each in inside]
    if rows:
        yield Heading(2, above.entry.title)
        yield _table(above.entry.title, "About", rows)


def _current(entries: Iterable[Definition]) -> list[Definition]:
    return [each for each in entries if each.entry.status is not EntryStatus.RETIRED]


def _asks(definition: Definition) -> bool:
    return bool(definition.entry.conversation_questions)


def _row(definition: Definition, name: str = "") -> tuple[Cell, ...]:
    questions = definition.entry.conversation_questions
    asked = Bullets(tuple(Item((text(each),)) for each in questions))
    return Cell((text(name or definition.entry.title),)), Cell((asked,) if questions else ())


def _table(name: str, first: str, rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(name, (first, "You can ask"), tuple(rows), (1, 2), has_row_headers=True)
