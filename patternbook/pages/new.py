"""A published library -> the pages that tell what came when: everything, and the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from patternbook.evidence import counts
from patternbook.model import Change, Tombstone
from patternbook.news import SameChange, by_arrival, changes_of, has_feeds, month_name
from patternbook.pages import links, paths
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import EntryKind

PER_PAGE = 50

# A search is for what is new, not for the list of it.
_NOT_SEARCHED: dict[str, object] = {"search": {"exclude": True}}
# Sorted behind “2026-12”: what is known to be of a year and not of which month.
_IN_THE_YEAR = "13"


@dataclass(frozen=True, slots=True)
class _News:
    """One thing that is new, and the heading under which it stands.

    It is a record, what is left of one, or a change to the vocabulary; the others are None.
    """

    heading: str
    anchor: str
    published: Published | None = None
    withdrawn: Tombstone | None = None
    same: SameChange | None = None


@dataclass(frozen=True, slots=True)
class _Story:
    """All that was done to one entry: each change with its month, and what replaced the entry."""

    definition: Definition
    history: tuple[tuple[str, Change], ...]
    replaced_by: Link | None


def new_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield the pages that tell what is new by month, and what was done to the vocabulary."""
    yield from _everything(library)
    yield _vocabulary(library.typology)


def _everything(library: PublishedLibrary) -> Iterator[Page]:
    news = _news(library)
    last = max(1, -(-len(news) // PER_PAGE))
    for number in range(1, last + 1):
        path = paths.numbered(paths.NEW, number)
        title = "What is new" if number == 1 else f"What is new, page {number}"
        yield Page(
            path=path,
            title=title,
            description="What came into the library, month by month, and how to be told of it.",
            markdown=render(
                "new.md.j2",
                path,
                title=title,
                news=news[(number - 1) * PER_PAGE : number * PER_PAGE],
                counts=counts,
                sorts=_sorts,
                has_feeds=has_feeds(library),
                number_of_page=number,
                pages=[Link(str(n), paths.numbered(paths.NEW, n)) for n in range(1, last + 1)],
            ),
            extra=_NOT_SEARCHED | _feed_of_everything(library),
        )


def _feed_of_everything(library: PublishedLibrary) -> dict[str, object]:
    return {"feed": {"path": paths.FEED, "title": "what is new"}} if has_feeds(library) else {}


def _news(library: PublishedLibrary) -> list[_News]:
    """Return all that is new, the newest first, and within a month records before the vocabulary.

    Of what was withdrawn only the year is known; it stands above the months of that year. What
    has no month comes last.
    """
    dated: list[tuple[str, _News]] = []
    for tombstone in library.tombstones:
        year = tombstone.withdrawn.year
        news = _News(f"Withdrawn in {year}", f"withdrawn-{year}", withdrawn=tombstone)
        dated.append((f"{year}-{_IN_THE_YEAR}", news))
    for published in by_arrival(library.records):
        month = published.record.added or ""
        dated.append((month, _News(*_heading(month), published=published)))
    for same in changes_of(library.typology):
        dated.append((same.month, _News(*_heading(same.month), same=same)))
    return [news for _, news in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _heading(month: str) -> tuple[str, str]:
    """Return the heading of a month and its anchor."""
    if not month:
        return "In a month that is not noted", "no-month"
    return month_name(month), paths.month_anchor(month)


def _sorts(same: SameChange) -> str:
    """Return how many entries of each kind changed: “6 patterns, 20 recurrent issues”."""
    said = []
    for kind in EntryKind:
        number = sum(each.definition.entry.kind is kind for each in same.changed)
        if number:
            said.append(f"{number} {(kind.label if number == 1 else kind.plural).lower()}")
    return ", ".join(said)


def _vocabulary(typology: Typology) -> Page:
    return Page(
        path=paths.NEW_VOCABULARY,
        title="What is new in the vocabulary",
        description="When each pattern and factor came, and what was renamed, split or retired.",
        markdown=render(
            "new-vocabulary.md.j2",
            paths.NEW_VOCABULARY,
            months=[
                (*_heading(month), list(same))
                for month, same in groupby(changes_of(typology), key=lambda each: each.month)
            ],
            of_kind=_of_kind,
            stories=[story for d in typology if _is_worth_telling(story := _story(d, typology))],
        ),
        extra=_NOT_SEARCHED,
    )


def _of_kind(same: SameChange) -> list[tuple[EntryKind, list[Link]]]:
    """Return the entries to which the same was done, by their kinds."""
    grouped: dict[EntryKind, list[Link]] = {kind: [] for kind in EntryKind}
    for each in same.changed:
        grouped[each.definition.entry.kind].append(links.to_entry(each.definition))
    return [(kind, entries) for kind, entries in grouped.items() if entries]


def _story(definition: Definition, typology: Typology) -> _Story:
    entry = definition.entry
    return _Story(
        definition,
        tuple(
            (month_name(each.month), each)
            for each in sorted(entry.history, key=lambda change: change.month)
        ),
        links.to_entry(typology.get(entry.replaced_by)) if entry.replaced_by else None,
    )


def _is_worth_telling(story: _Story) -> bool:
    """Return whether there is more to tell of an entry than when it came."""
    entry = story.definition.entry
    return len(story.history) > 1 or bool(entry.former_ids) or story.replaced_by is not None
