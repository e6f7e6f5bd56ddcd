"""What helped elsewhere: counted evidence from other records, for those who face the same.

Three sources are asked in this order, each with its newest records first: where the same pattern
was constructive, where the same factors helped, and what kept harm away in other near misses in
which the same pattern or factor worked against people. Chance is no help that one could learn
from. Each record is named once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from patternbook.evidence import EvidenceIndex, counts, in_order
from patternbook.model import NearMiss, Prevention
from patternbook.pages import links
from patternbook.pages.markup import Link
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition
from patternbook.vocabulary import FactorInfluence, PatternInfluence, PreventedBy

NUMBER = 3

_GOOD = frozenset({FactorInfluence.HELPED, PatternInfluence.CONSTRUCTIVE})


@dataclass(frozen=True, slots=True)
class Help:
    """Something that helped in another record: where it is told, how, and what it was.

    `under` is the page of the pattern or factor that helped, or None where something kept harm
    away; `prevented_by` then says what.
    """

    told: Link
    how: str
    published: Published
    under: Link | None = None
    prevented_by: PreventedBy | None = None


class Helps:
    """All that helped in a published library, ready to be asked for one subject after another."""

    def __init__(self, library: PublishedLibrary, index: EvidenceIndex) -> None:
        """Gather it once."""
        self._index = index
        self._of_entry: dict[str, list[Help]] = {}
        self._kept_harm_away: dict[str, list[Help]] = defaultdict(list)
        for published in in_order(library.records):
            record = published.record
            if isinstance(record, NearMiss) and counts(published):
                self._add_near_miss(published, record, library)

    def elsewhere(
        self, patterns: Sequence[Definition], factors: Sequence[Definition], own: str
    ) -> tuple[Help, ...]:
        """Return up to three things that helped, none of them in the record with the id `own`."""
        everything = chain(
            chain.from_iterable(map(self._where_it_helped, patterns)),
            _in_turn(map(self._where_it_helped, factors)),
            _in_turn(self._kept_harm_away.get(d.entry.id, []) for d in (*patterns, *factors)),
        )
        found: list[Help] = []
        used = {own}
        for each in everything:
            if each.published.record.id not in used:
                used.add(each.published.record.id)
                found.append(each)
            if len(found) == NUMBER:
                break
        return tuple(found)

    def _where_it_helped(self, definition: Definition) -> list[Help]:
        """Return where this pattern was constructive, or where this factor helped."""
        entry_id = definition.entry.id
        if entry_id not in self._of_entry:
            self._of_entry[entry_id] = [
                Help(
                    told=links.to_evidence(each),
                    how=each.how,
                    published=each.published,
                    under=links.to_entry(definition),
                )
                for each in self._index.of(entry_id)
                if each.counted and each.influence in _GOOD
            ]
        return self._of_entry[entry_id]

    def _add_near_miss(
        self, published: Published, record: NearMiss, library: PublishedLibrary
    ) -> None:
        first = next((p for p in record.prevented_by if p.by is not PreventedBy.CHANCE), None)
        if first is None:
            return
        against = [f.factor for f in record.factors if f.influence not in _GOOD]
        against += [p.pattern for p in record.patterns if p.influence not in _GOOD]
        for entry_id in {library.typology.get(each).entry.id for each in against}:
            self._kept_harm_away[entry_id].append(_kept_away(published, first))


def _kept_away(published: Published, prevention: Prevention) -> Help:
    return Help(
        told=links.to_record(published),
        how=prevention.how,
        published=published,
        prevented_by=prevention.by,
    )


def _in_turn(rows: Iterable[Sequence[Help]]) -> Iterator[Help]:
    """Yield the first of each row, then the second of each, and so on."""
    for column in zip_longest(*rows):
        yield from (each for each in column if each is not None)
