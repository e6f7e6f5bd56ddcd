"""A published library -> pages to browse it by, for those who have no search or want none.

One page shows every facet with its values. Patterns, factors, levels and kinds of record have
pages and indexes already, so it leads there; every other value that has something gets a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from patternbook import facets
from patternbook.evidence import EvidenceIndex, counts
from patternbook.facets import Facet, Item, Value
from patternbook.pages import links, paths
from patternbook.pages.listing import Count, counts_of, influences
from patternbook.pages.markup import Link, attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary
from patternbook.typology import Definition
from patternbook.vocabulary import EntryKind, Kind

PER_PAGE = 100
TITLE = "Browse"

_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.5}}
# What a list says stands in the records; a search is for those.
_NOT_SEARCHED: dict[str, object] = {"search": {"exclude": True}}

# The entries of the vocabulary by which one can browse: their heading and where all of them are.
_ENTRIES = {
    EntryKind.PATTERN: ("Pattern", Link("All patterns and their issues", paths.PATTERNS)),
    EntryKind.FACTOR_TYPE: ("Contributory factor", Link("Every single factor", paths.FACTORS)),
    EntryKind.LEVEL: ("Level", Link("The levels as a map", paths.FACTORS)),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, with how much it leads to."""

    link: Link
    number: int
    illustrations: int


def browse_pages(library: PublishedLibrary, index: EvidenceIndex) -> Iterator[Page]:
    """Yield the page of all facets, and a list for every value that something stands under."""
    found = facets.facets(library)
    yield _all_facets(library, index, found)
    for facet in found:
        if facet.id != facets.KIND:
            for value in facet.values:
                if not value.is_empty:
                    yield from _value_pages(facet, value)


def _all_facets(library: PublishedLibrary, index: EvidenceIndex, found: Sequence[Facet]) -> Page:
    entries = []
    for kind, (title, more) in _ENTRIES.items():
        definitions = library.typology.of_kind(kind)
        rows = [(links.to_entry(d), _counts(d, index)) for d in definitions]
        if definitions:
            entries.append((kind, title, more, influences(definitions[0]), rows))
    headings = [(title, kind.value) for kind, title, *_ in entries]
    headings += [(facet.title, facet.id) for facet in found]
    return Page(
        path=paths.BROWSE,
        title=TITLE,
        description="Everything in the library, by pattern, factor, setting, agency and more.",
        markdown=render(
            "browse.md.j2",
            paths.BROWSE,
            title=TITLE,
            headings=[Link(title, paths.BROWSE, anchor) for title, anchor in headings],
            entries=entries,
            facets=[
                (facet, _choices(facet), [v.label for v in facet.values if v.is_empty])
                for facet in found
            ],
        ),
        extra=_BEHIND_RECORDS,
    )


def _counts(definition: Definition, index: EvidenceIndex) -> list[Count]:
    """Return the counts of an entry; a level shows no list to lead to, only where the lists are."""
    numbers = counts_of(definition, index)
    if definition.entry.kind is not EntryKind.LEVEL:
        return numbers
    return [
        replace(each, link=Link(each.link.text, definition.path, "evidence")) for each in numbers
    ]


def _choices(facet: Facet) -> list[Choice]:
    return [
        Choice(
            Link(value.label, paths.of_value(facet.id, value.id)),
            len(value.counted),
            len(value.illustrations),
        )
        for value in facet.values
        if not value.is_empty
    ]


def _value_pages(facet: Facet, value: Value) -> Iterator[Page]:
    """Yield a value's list as one page, or as several that lead to one another."""
    items = _by_kind([*value.counted, *value.illustrations])
    last = -(-len(items) // PER_PAGE)
    title = f"{facet.title}: {value.label}"
    for number in range(1, last + 1):
        path = paths.of_value(facet.id, value.id, number)
        shown = items[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield Page(
            path=path,
            title=attribute(title if number == 1 else f"{title}, page {number}"),
            description=attribute(f"Every record here under “{title}”."),
            markdown=render(
                "browse-value.md.j2",
                path,
                title=title,
                meaning=value.meaning,
                crumbs=[Link(TITLE, paths.BROWSE), Link(facet.title, paths.BROWSE, facet.id)],
                number=len(value.counted),
                illustrations=len(value.illustrations),
                noun=facet.one if len(value.counted) == 1 else facet.several,
                groups=[(kind, list(each)) for kind, each in groupby(shown, key=_kind)],
                counts=counts,
                number_of_page=number,
                pages=[
                    Link(str(n), paths.of_value(facet.id, value.id, n)) for n in range(1, last + 1)
                ],
            ),
            extra=_NOT_SEARCHED,
        )


def _by_kind(items: Sequence[Item]) -> list[Item]:
    """Return the items kind by kind, and within each kind in the order in which they came."""
    return sorted(items, key=lambda item: list(Kind).index(_kind(item)))


def _kind(item: Item) -> Kind:
    return item.published.record.kind
