"""A published library -> the pages that list things: records, episodes, the typology, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from patternbook.evidence import EvidenceIndex, counts, in_order
from patternbook.glossary import SHOWN, GlossaryTerm
from patternbook.model import CaseReview
from patternbook.pages import links, paths
from patternbook.pages.listing import counts_of, influences
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.starting import left_out
from patternbook.publication import PublishedLibrary
from patternbook.typology import Definition
from patternbook.vocabulary import EntryKind, Kind, Practice

PER_PAGE = 100

# A search is for what an index lists, not for the index.
_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.5}}

_RECORD_INDEXES = {
    Kind.CASE_REVIEW: "reviews-index.md.j2",
    Kind.NEAR_MISS: "near-misses-index.md.j2",
    Kind.DEBRIEF: "debriefs-index.md.j2",
}


def index_pages(library: PublishedLibrary, index: EvidenceIndex) -> Iterator[Page]:
    """Yield every page that lists a part of the library."""
    yield _patterns(library, index)
    yield _factors(library, index)
    for kind in Kind:
        yield from _records(library, kind)
    yield from _episodes(library)
    yield _glossary(library)


def _patterns(library: PublishedLibrary, index: EvidenceIndex) -> Page:
    typology = library.typology
    patterns = [
        (
            definition.entry,
            _row(definition, index),
            [_row(issue, index) for issue in typology.children(definition.entry.id)],
        )
        for definition in typology.of_kind(EntryKind.PATTERN)
    ]
    return Page(
        path=paths.PATTERNS,
        title="Patterns",
        description="The six kinds of underlying pattern and their recurrent issues, with counts.",
        markdown=render("patterns-index.md.j2", paths.PATTERNS, patterns=patterns),
        extra=_BEHIND_RECORDS,
    )


def _factors(library: PublishedLibrary, index: EvidenceIndex) -> Page:
    typology = library.typology
    levels = [
        (
            level.entry,
            _row(level, index),
            [
                (
                    kind.entry,
                    _row(kind, index),
                    [_row(factor, index) for factor in typology.children(kind.entry.id)],
                    [links.to_entry(factor) for factor in typology.inherited(kind.entry.id)],
                )
                for kind in typology.children(level.entry.id)
            ],
        )
        for level in typology.of_kind(EntryKind.LEVEL)
    ]
    loose = [
        (d.entry, _row(d, index))
        for d in typology.of_kind(EntryKind.FACTOR)
        if d.entry.parent is None
    ]
    return Page(
        path=paths.FACTORS,
        title="Contributory factors",
        description="The framework of contributory factors as a map, with counts of evidence.",
        markdown=render("factors-index.md.j2", paths.FACTORS, levels=levels, loose=loose),
        extra=_BEHIND_RECORDS,
    )


def _glossary(library: PublishedLibrary) -> Page:
    terms = [(each, _more(each, library)) for each in library.glossary.terms]
    return Page(
        path=paths.GLOSSARY,
        title="Glossary",
        description="The words that this library uses, and what it means by them.",
        markdown=render(
            "glossary.md.j2",
            paths.GLOSSARY,
            terms=[each for each in terms if not each[0].is_abbreviation],
            abbreviations=[each for each in terms if each[0].is_abbreviation],
            lists=SHOWN,
            local_terms=library.local_terms,
        ),
        file=library.glossary.file,
    )


def _more(term: GlossaryTerm, library: PublishedLibrary) -> list[Link]:
    """Return the links to what there is to read of a term: a page, and a list of them all."""
    page = library.guide.explained.get(term.id)
    return [
        *([Link(page.title, page.path)] if page else []),
        *([Link("All of them", term.more)] if term.more else []),
    ]


def _records(library: PublishedLibrary, kind: Kind) -> Iterator[Page]:
    records = [p for p in in_order(library.records) if p.record.kind is kind]
    counted = [p for p in records if counts(p)]
    yield from _paged(
        paths.index_of(kind),
        kind.plural,
        f"Every {kind.label.lower()} in the library.",
        _RECORD_INDEXES[kind],
        [*counted, *(p for p in records if not counts(p))],
        number=len(counted),
        noun=(kind.label if len(counted) == 1 else kind.plural).lower(),
        has_mirror=paths.BALANCE not in left_out(library.audience),
        counts=counts,
    )


def _episodes(library: PublishedLibrary) -> Iterator[Page]:
    told = [
        (published, episode)
        for published in in_order(library.records)
        if isinstance(published.record, CaseReview)
        for episode in published.record.episodes
    ]
    order = {
        practice: n
        for n, practice in enumerate((Practice.GOOD, Practice.MIXED, Practice.PROBLEMATIC))
    }
    told.sort(key=lambda pair: order[pair[1].practice])
    yield from _paged(
        paths.EPISODES,
        "Key practice episodes",
        "Every key practice episode in the library's case reviews.",
        "episodes-index.md.j2",
        told,
        number=sum(counts(published) for published, _ in told),
        counts=counts,
    )


def _paged(
    index_path: str,
    title: str,
    description: str,
    template: str,
    items: Sequence[Any],
    **values: Any,
) -> Iterator[Page]:
    """Yield an index as one page, or as several that lead to one another."""
    last = max(1, -(-len(items) // PER_PAGE))
    for number in range(1, last + 1):
        path = paths.numbered(index_path, number)
        yield Page(
            path=path,
            title=title if number == 1 else f"{title}, page {number}",
            description=description,
            markdown=render(
                template,
                path,
                title=title,
                number_of_page=number,
                last_page=last,
                pages=[Link(str(n), paths.numbered(index_path, n)) for n in range(1, last + 1)],
                items=items[(number - 1) * PER_PAGE : number * PER_PAGE],
                **values,
            ),
            extra=_BEHIND_RECORDS,
        )


def _row(definition: Definition, index: EvidenceIndex) -> dict[str, object]:
    """Return what a table says of an entry: its link, its counts and its status."""
    return {
        "link": links.to_entry(definition),
        "counts": counts_of(definition, index),
        "status": definition.entry.status,
        "influences": influences(definition),
    }
