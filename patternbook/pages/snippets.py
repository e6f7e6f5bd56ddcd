"""Pieces of pages for hand-written pages: counts, recent records, the evidence of one entry.

Examples that a page shows are in `examples`, what belongs to the guide alone in `guide`.

Each snippet takes the published library and the path of the page that it will stand on, and
then the author's own arguments; it returns Markdown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patternbook.evidence import EvidenceIndex, counts, in_order
from patternbook.news import by_arrival
from patternbook.pages import links, paths
from patternbook.pages.examples import (
    show_debrief,
    show_episode,
    show_factor,
    show_finding,
    show_near_miss,
    show_pattern,
    show_perspective,
    show_recommendation,
)
from patternbook.pages.guide import ask_feature, cite, list_guide, list_pages, list_sources
from patternbook.pages.listing import counts_of, influences, listing
from patternbook.pages.markup import Link
from patternbook.pages.rendering import render
from patternbook.pages.report_six import compare_report
from patternbook.publication import Published, PublishedLibrary
from patternbook.vocabulary import Audience, EntryKind, Kind

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
        entry_link=lambda other: links.to_entry(library.typology.get(other)),
    )


def list_recent(library: PublishedLibrary, page: str, number: int = 5) -> str:
    """Return the records that count and came last, as a list of links with their summaries."""
    records = [p for p in by_arrival(library.records) if counts(p)][:number]
    return render(
        "snippet-recent.md.j2",
        page,
        records=[(links.to_record(p), p.record) for p in records],
    )


def link_record(library: PublishedLibrary, page: str, record_id: str) -> str:
    """Return a record's title as a link to it.

    Records come and go, and a copy of the site may have others: one that this reading does not
    hold is no fault of the page, and nothing is told of it.
    """
    for published in library.records:
        if published.record.id == record_id:
            return links.to_record(published).markdown_from(page)
    return "A record that is not in this library"


def for_whom(library: PublishedLibrary, page: str) -> str:
    """Return the audience of this reading, so that a page can leave out what is not for it."""
    del page
    return library.audience.value


def show_reading(library: PublishedLibrary, page: str, number: int = 3) -> str:
    """Return what these readers came for: their draft, or the newest of the board's own records.

    For the public it is nothing.
    """
    if library.audience is Audience.PUBLIC:
        return ""
    own = [p for p in in_order(library.records) if _is_kept(p)]
    draft = None
    if library.audience is Audience.PARTICIPANTS:
        draft = next(iter(library.records), None)
    return render(
        "snippet-reading.md.j2",
        page,
        draft=links.to_record(draft) if draft else None,
        record=draft.record if draft else None,
        own=[links.to_record(p) for p in own[:number]],
    )


def _is_kept(published: Published) -> bool:
    record = published.record
    return record.audience is not Audience.PUBLIC or record.published is not None


def show_counts(library: PublishedLibrary, page: str) -> str:
    """Return one sentence that counts the records of each kind, each count a link to them."""
    shown = []
    for kind in Kind:
        number = sum(counts(p) and p.record.kind is kind for p in library.records)
        noun = kind.label if number == 1 else kind.plural
        shown.append(Link(f"{number} {noun.lower()}", paths.index_of(kind)))
    illustrations = sum(not counts(p) for p in library.records)
    return render("snippet-counts.md.j2", page, links=shown, illustrations=illustrations)


def show_matrix(library: PublishedLibrary, page: str) -> str:
    """Return a table of the six patterns, and one of the types of factor, with their counts."""
    index = EvidenceIndex(library)
    tables = []
    for kind in (EntryKind.PATTERN, EntryKind.FACTOR_TYPE):
        definitions = library.typology.of_kind(kind)
        rows = [(links.to_entry(d), counts_of(d, index)) for d in definitions]
        if definitions:
            tables.append((kind, influences(definitions[0]), rows))
    return render("snippet-matrix.md.j2", page, tables=tables)


SNIPPETS: dict[str, Snippet] = {
    "ask_feature": ask_feature,
    "cite": cite,
    "compare_report": compare_report,
    "for_whom": for_whom,
    "link_record": link_record,
    "list_evidence": list_evidence,
    "list_guide": list_guide,
    "list_pages": list_pages,
    "list_recent": list_recent,
    "list_sources": list_sources,
    "show_counts": show_counts,
    "show_debrief": show_debrief,
    "show_episode": show_episode,
    "show_factor": show_factor,
    "show_finding": show_finding,
    "show_matrix": show_matrix,
    "show_near_miss": show_near_miss,
    "show_pattern": show_pattern,
    "show_perspective": show_perspective,
    "show_reading": show_reading,
    "show_recommendation": show_recommendation,
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
