"""The mirror as a page: what the library tells and leaves out, aspect by aspect, in figures.

Everything stands in the order of the vocabulary or of the alphabet, never by how much there is of
it. Each table has its denominator and says how many do not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook import facets
from patternbook.measures.balance import GIVEN, Aspect
from patternbook.measures.engine import NoEngine
from patternbook.mirror import Answers, Mirror, hold_mirror
from patternbook.pages import links, paths
from patternbook.pages.leanings import WORK, Leaning, kinds_of_work, leanings
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.starting import left_out
from patternbook.publication import PublishedLibrary
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import (
    Answer,
    EntryKind,
    FactorInfluence,
    Grade,
    Kind,
    Level,
    Origin,
    Outcome,
    PatternInfluence,
    Practice,
    PreventedBy,
    Term,
    Trigger,
    Whereabouts,
)

TITLE = "The mirror"
# How many rows a table of free text has at most: roles and publications, as they are written.
ROWS = 40

_NOT_SAID = "Not said"
_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.5}}


# What counts. Illustrations are told apart and are in no table.
_COUNTED = tuple(origin for origin in Origin if origin is not Origin.ILLUSTRATIVE)
# Tables of closed lists: the aspect, the caption, the list, what is asked, and what those are
# called that have none of it, unless every record says so.
_OF_WORDS: tuple[tuple[Aspect, str, Iterable[Term], str, str], ...] = (
    (Aspect.KIND, "Kinds of record", Kind, "records", ""),
    (Aspect.ORIGIN, "Where records come from", _COUNTED, "records", ""),
    (Aspect.TRIGGER, "What prompted case reviews", Trigger, "case reviews", _NOT_SAID),
    (Aspect.OUTCOME, "How near misses ended", Outcome, "near misses", _NOT_SAID),
    (Aspect.PRACTICE, "How practice is judged", Practice, "episodes", ""),
    (
        Aspect.INFLUENCE,
        "What factors are said to have done",
        FactorInfluence,
        "namings of a factor",
        "",
    ),
    (
        Aspect.IN_UNITS,
        "Episodes, near misses and debriefs by what factors did in them",
        FactorInfluence,
        "episodes, near misses and debriefs",
        "Names no factor",
    ),
    (
        Aspect.PATTERN_INFLUENCE,
        "What patterns are said to have done",
        PatternInfluence,
        "namings of a pattern",
        "",
    ),
    (
        Aspect.ADVICE_LEVEL,
        "Where recommendations are to work",
        Level,
        "recommendations",
        "",
    ),
    (Aspect.GRADE, "Grades of harm", Grade, "near misses", "No grade given"),
    (Aspect.NOTICED, "Who noticed, inside or outside", Whereabouts, "near misses", _NOT_SAID),
    (Aspect.PREVENTED_BY, "What prevented harm", PreventedBy, "near misses", _NOT_SAID),
    (
        Aspect.FAMILY_INVOLVED,
        "Whether the family took part in the review",
        Answer,
        "case reviews",
        _NOT_SAID,
    ),
    (
        Aspect.FAMILY_TOLD,
        "Whether the family was told of the near miss",
        Answer,
        "near misses",
        _NOT_SAID,
    ),
    (
        Aspect.FAMILY_HEARD,
        "Whether the family was heard about the near miss",
        Answer,
        "near misses",
        _NOT_SAID,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what was said, how many of how many say so, and the list of them, if any.

    `of` is nought only where there is none that could say so.
    """

    label: str
    number: int
    of: int
    link: Link | None = None

    @property
    def share(self) -> int:
        """Return how long the bar of the row is, in hundredths of the whole."""
        return round(100 * self.number / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one aspect. What its rows are counted out of is `asked`, and called `things`.

    `beyond` is how many other values there are for which it has no room.
    """

    id: str
    caption: str
    head: str
    things: str
    asked: int
    rows: tuple[Row, ...]
    beyond: int = 0

    @property
    def has_bars(self) -> bool:
        """Return whether its numbers are drawn as well; grades of harm are given no weight."""
        return self.id != Aspect.GRADE.value


def balance_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield the page, unless this audience does not get it.

    Where the packages that count are missing, it says how to get them and has no figure.
    """
    if paths.BALANCE in left_out(library.audience):
        return
    try:
        yield _page(library, hold_mirror(library), "")
    except NoEngine as missing:
        yield _page(library, None, str(missing))


def _page(library: PublishedLibrary, mirror: Mirror | None, unable: str) -> Page:
    return Page(
        path=paths.BALANCE,
        title=TITLE,
        description=(
            "Which way this library leans: what its records tell, what they leave out, and whose "
            "voices are missing."
        ),
        markdown=render(
            "balance.md.j2",
            paths.BALANCE,
            title=TITLE,
            unable=unable,
            mirror=mirror,
            leanings=_leanings(mirror, library.typology) if mirror else (),
            tables=_tables(mirror, library.typology) if mirror else {},
            said=_said(library),
        ),
        extra=_BEHIND_RECORDS,
    )


def _leanings(mirror: Mirror, typology: Typology) -> list[tuple[Leaning, Link]]:
    return [
        (each, Link(each.title, paths.BALANCE, each.anchor)) for each in leanings(mirror, typology)
    ]


def _tables(mirror: Mirror, typology: Typology) -> dict[str, Table]:
    """Return the tables by the ids for which the template asks."""
    levels = [(d.entry.id, d.entry.title) for d in typology.of_kind(EntryKind.LEVEL)]
    tables = [_of_words(mirror, *each) for each in _OF_WORDS]
    tables += [
        _of_text(mirror, Aspect.SOURCE, "Publications that are retold", "records", "None"),
        _of_text(
            mirror, Aspect.NOTICED_BY, "Who noticed, by role as written", "near misses", _NOT_SAID
        ),
        _of_values(
            mirror,
            Aspect.FACTOR_LEVEL,
            "Where the factors arise that are named",
            levels,
            "namings of a factor",
            "Under no level",
        ),
        _of_values(
            mirror,
            Aspect.SAID,
            "Whether children or families are heard in debriefs",
            [(GIVEN, "Has what they said")],
            "debriefs",
            "Has nothing of it",
        ),
        _of_values(
            mirror,
            Aspect.MISSING,
            "Whether reviews say whose view they lack",
            [(GIVEN, "Names at least one")],
            "case reviews",
            "Names none",
        ),
    ]
    return {table.id: table for table in (_work(mirror), *tables, _unwritten(mirror, typology))}


def _of_words(
    mirror: Mirror, aspect: Aspect, caption: str, words: Iterable[Term], things: str, unsaid: str
) -> Table:
    """Return the table of a closed list, in the order of the list."""
    answers = mirror.of(aspect)
    rows = []
    for word in words:
        number = answers.number(word.value)
        label = word.plural if isinstance(word, Kind) else _sentence(word.label)
        link = _list_of(aspect, word) if number else None
        rows.append(Row(label, number, answers.asked, link))
    return _table(aspect, caption, things, answers, rows, unsaid)


def _of_values(
    mirror: Mirror,
    aspect: Aspect,
    caption: str,
    values: Sequence[tuple[str, str]],
    things: str,
    unsaid: str,
) -> Table:
    """Return the table of values with names of their own, in the order in which they are given."""
    answers = mirror.of(aspect)
    rows = [Row(name, answers.number(value), answers.asked) for value, name in values]
    return _table(aspect, caption, things, answers, rows, unsaid)


def _of_text(mirror: Mirror, aspect: Aspect, caption: str, things: str, unsaid: str) -> Table:
    """Return the table of values as they are written, in the order of the alphabet."""
    answers = mirror.of(aspect)
    written = sorted(answers.told, key=lambda value: (value.casefold(), value))
    rows = [Row(value, answers.number(value), answers.asked) for value in written[:ROWS]]
    beyond = max(0, len(written) - ROWS)
    return _table(aspect, caption, things, answers, rows, unsaid, beyond)


def _table(
    aspect: Aspect,
    caption: str,
    things: str,
    answers: Answers,
    rows: Iterable[Row],
    unsaid: str,
    beyond: int = 0,
) -> Table:
    """Return a table; its last row are those that do not say, if a record may leave it open."""
    last = [Row(unsaid, answers.unsaid, answers.asked)] if unsaid else []
    rows = (*rows, *last)
    return Table(aspect.value, caption, aspect.label, things, answers.asked, rows, beyond)


def _work(mirror: Mirror) -> Table:
    """Return the table of what kind of work records are about."""
    answers = kinds_of_work(mirror)
    rows = [
        Row(_sentence(side.name), answers.number(*side.values), answers.asked)
        for side in WORK.sides
    ]
    return Table(
        id="work",
        caption="What records are about",
        head="Work",
        things=WORK.things,
        asked=answers.asked,
        rows=(*rows, Row("A review that does not say", answers.unsaid, answers.asked)),
    )


def _unwritten(mirror: Mirror, typology: Typology) -> Table:
    """Return the table of what has no evidence: by kind of entry, and factors by level."""
    looked_at = mirror.gaps.looked_at
    unwritten = {definition.entry.id for definition in mirror.gaps.unwritten}
    groups = [
        (kind.plural, [d.entry.id for d in looked_at if d.entry.kind is kind])
        for kind in (EntryKind.PATTERN, EntryKind.ISSUE, EntryKind.FACTOR)
    ]
    groups += [
        (level.entry.title, [d.entry.id for d in looked_at if level in _above(d, typology)])
        for level in typology.of_kind(EntryKind.LEVEL)
    ]
    return Table(
        id="unwritten",
        caption="Entries of the vocabulary without evidence",
        head="Entries",
        things="patterns, issues and factors",
        asked=len(looked_at),
        rows=tuple(
            Row(name, sum(entry_id in unwritten for entry_id in ids), len(ids))
            for name, ids in groups
        ),
    )


def _above(definition: Definition, typology: Typology) -> tuple[Definition, ...]:
    return tuple(typology.lineage(definition.entry.id))


def _sentence(label: str) -> str:
    """Return a label as it begins a line: some belong into the middle of a sentence."""
    return label[:1].upper() + label[1:]


def _list_of(aspect: Aspect, word: Term) -> Link | None:
    """Return the link to the list of what has this value, where the site has one."""
    if aspect is Aspect.KIND:
        return links.to_index(Kind(word))
    facet = {
        Aspect.ORIGIN: facets.ORIGIN,
        Aspect.PRACTICE: facets.PRACTICE,
        Aspect.PREVENTED_BY: facets.PREVENTED_BY,
    }.get(aspect)
    return Link(word.label, paths.of_value(facet, word.value)) if facet else None


def _said(library: PublishedLibrary) -> dict[str, Link | None]:
    """Return links to the sources that say of themselves how they lean, where they are listed."""
    listed = any(section.index.path == paths.SOURCES for section in library.guide.sections)
    said: dict[str, Link | None] = {}
    for key in ("bostock2005", "fish2008", "millsnd"):
        reference = library.bibliography.get(key) if listed else None
        anchor = paths.source_anchor(key)
        said[key] = Link(reference.short, paths.SOURCES, anchor) if reference else None
    return said
