"""What a library can be browsed by: who, where, when, how it went, and where a record comes from.

A facet that belongs to a record holds records; how practice was judged belongs to an episode,
and what stood in the way of harm to a near miss. Patterns, factors and levels are facets too,
and have pages of their own: see `patternbook.evidence`. Illustrations stand apart, uncounted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from patternbook.evidence import counts, in_order
from patternbook.model import CaseReview, Episode, NearMiss
from patternbook.publication import Published, PublishedLibrary
from patternbook.vocabulary import Agency, Kind, Origin, Practice, PreventedBy, Setting, Term

KIND = "kind"
AGENCY = "agency"
SETTING = "setting"
PRACTICE = "practice"
PREVENTED_BY = "prevented-by"
YEAR = "year"
ORIGIN = "origin"

# The value of a record that gives no year.
NO_YEAR = "not-said"


@dataclass(frozen=True, slots=True)
class Item:
    """A record, or one episode of it."""

    published: Published
    episode: Episode | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: what counts under it, by kind of record, and what was invented."""

    id: str
    label: str
    meaning: str
    counted: tuple[Item, ...]
    illustrations: tuple[Item, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all is here, not even an illustration."""
        return not (self.counted or self.illustrations)


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to browse, with all its values, those that nothing has included.

    `one` and `several` are what its items are called.
    """

    id: str
    title: str
    one: str
    several: str
    values: tuple[Value, ...]


def facets(library: PublishedLibrary) -> list[Facet]:
    """Return every facet; in each value case reviews come before near misses, then debriefs.

    Within a kind the newest come first.
    """
    order = list(Kind)
    items = [Item(published) for published in in_order(library.records)]
    items.sort(key=lambda item: order.index(item.published.record.kind))
    episodes = [
        Item(item.published, episode)
        for item in items
        if isinstance(item.published.record, CaseReview)
        for episode in item.published.record.episodes
    ]
    near_misses = [item for item in items if item.published.record.kind is Kind.NEAR_MISS]
    records = ("record", "records")
    return [
        _closed(KIND, "Kind of record", records, Kind, items, lambda i: [i.published.record.kind]),
        _closed(PRACTICE, "Practice", ("episode", "episodes"), Practice, episodes, _practice),
        _closed(
            PREVENTED_BY,
            "What stood between a near miss and serious harm",
            ("near miss", "near misses"),
            PreventedBy,
            near_misses,
            _prevented_by,
        ),
        _closed(SETTING, "Setting", records, Setting, items, lambda i: i.published.record.setting),
        _closed(AGENCY, "Agency", records, Agency, items, lambda i: i.published.record.agencies),
        _years(items),
        _closed(ORIGIN, "Origin", records, Origin, items, lambda i: [i.published.record.origin]),
    ]


def year_of(published: Published) -> str:
    """Return the value under which a record stands in the facet of years."""
    year = published.record.completed
    return NO_YEAR if year is None else str(year)


def _closed(
    facet: str,
    title: str,
    names: tuple[str, str],
    terms: type[Term],
    items: Sequence[Item],
    values_of: Callable[[Item], Iterable[Term]],
) -> Facet:
    """Return a facet whose values are a closed list of the vocabulary, in its order."""
    under: dict[Term, list[Item]] = defaultdict(list)
    for item in items:
        for term in dict.fromkeys(values_of(item)):
            under[term].append(item)
    values = tuple(_value(term.value, term.label, term.meaning, under[term]) for term in terms)
    return Facet(facet, title, *names, values)


def _years(items: Sequence[Item]) -> Facet:
    """Return the facet of years, newest first; those that give no year stand last."""
    under: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        under[year_of(item.published)].append(item)
    undated = under.pop(NO_YEAR, [])
    values = [_value(year, year, "", under[year]) for year in sorted(under, reverse=True)]
    if undated:
        values.append(_value(NO_YEAR, "No year given", "", undated))
    return Facet(YEAR, "Year", "record", "records", tuple(values))


def _value(value: str, label: str, meaning: str, items: Sequence[Item]) -> Value:
    return Value(
        value,
        label,
        meaning,
        tuple(item for item in items if counts(item.published)),
        tuple(item for item in items if not counts(item.published)),
    )


def _practice(item: Item) -> list[Practice]:
    return [item.episode.practice] if item.episode else []


def _prevented_by(item: Item) -> list[PreventedBy]:
    record = item.published.record
    return [each.by for each in record.prevented_by] if isinstance(record, NearMiss) else []
