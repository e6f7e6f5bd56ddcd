"""Pieces of pages for hand-written pages: counts, recent records, the evidence of one entry.

Each snippet takes the published library and the path of the page that it will stand on, and
then the author's own arguments; it returns Markdown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patternbook.evidence import EvidenceIndex, counts, in_order
from patternbook.pages import paths
from patternbook.pages.listing import counts_of, influences, listing
from patternbook.pages.markup import Link
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary
from patternbook.vocabulary import EntryKind, Kind

Snippet = Callable[..., str]


def list_evidence(library: PublishedLibrary, page: str, entry_id: str) -> str:
    """Return the evidence for one pattern, issue, type or factor, as its own page lists it.

    Raises ValueError if there is no such entry.
    """
    if entry_id not in library.typology:
        raise ValueError(f"list_evidence: there is no entry called “{entry_id}”.")
    definition = library.typology.get(entry_id)
    return render(
        "snippet-evidence.md.j2",
        page,
        listing=listing(definition, EvidenceIndex(library), library.typology),
        own_id=definition.entry.id,
        entry_link=lambda other: _link_to(library, other),
    )


def list_recent(library: PublishedLibrary, page: str, number: int = 5) -> str:
    """Return the newest records that count, as a list of links with their summaries."""
    records = [p for p in in_order(library.records) if counts(p)][:number]
    return render(
        "snippet-recent.md.j2",
        page,
        records=[(Link(p.record.title, paths.of_record(p)), p.record) for p in records],
    )


def show_counts(library: PublishedLibrary, page: str) -> str:
    """Return one sentence that counts the records of each kind, each count a link to them."""
    numbers = {
        kind: sum(counts(p) and p.record.kind is kind for p in library.records) for kind in Kind
    }
    words = {
        Kind.CASE_REVIEW: ("case review", "case reviews"),
        Kind.NEAR_MISS: ("near miss", "near misses"),
        Kind.DEBRIEF: ("debrief", "debriefs"),
    }
    links = [
        Link(f"{number} {words[kind][number != 1]}", paths.index_of(kind))
        for kind, number in numbers.items()
    ]
    illustrations = sum(not counts(p) for p in library.records)
    return render("snippet-counts.md.j2", page, links=links, illustrations=illustrations)


def show_matrix(library: PublishedLibrary, page: str) -> str:
    """Return a table of the six patterns, or of the types of factor, with their counts."""
    index = EvidenceIndex(library)
    tables = [
        [
            (Link(d.entry.title, d.path), counts_of(d, index), influences(d))
            for d in library.typology.of_kind(kind)
        ]
        for kind in (EntryKind.PATTERN, EntryKind.FACTOR_TYPE)
    ]
    return render("snippet-matrix.md.j2", page, tables=[table for table in tables if table])


SNIPPETS: dict[str, Snippet] = {
    "list_evidence": list_evidence,
    "list_recent": list_recent,
    "show_counts": show_counts,
    "show_matrix": show_matrix,
}


def bind(
    snippet: Snippet, library: Callable[[], PublishedLibrary], page: Callable[[], str]
) -> Callable[..., str]:
    """Return the snippet as a function of the author's arguments alone."""

    def bound(*arguments: Any, **named: Any) -> str:
        return snippet(library(), page(), *arguments, **named)

    bound.__name__ = getattr(snippet, "__name__", "snippet")
    bound.__doc__ = snippet.__doc__
    return bound


def _link_to(library: PublishedLibrary, entry_id: str) -> Link:
    definition = library.typology.get(entry_id)
    return Link(definition.entry.title, definition.path)
