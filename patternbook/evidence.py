"""The reverse index: pattern or factor -> the episodes and findings about it.

Records hold forward links only; nobody files evidence by hand, so nobody can forget to.
Illustrative records are listed and never counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from patternbook.model import (
    CaseReview,
    Episode,
    Finding,
    NearMiss,
)
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition, is_pattern_kind
from patternbook.vocabulary import Influence, Origin, Scope


class PartKind(StrEnum):
    """Which part of a record bears the evidence."""

    EPISODE = "Key practice episode"
    FINDING = "Finding"
    NEAR_MISS = "Near miss"
    DEBRIEF = "Debrief"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a link from a part of a record to an entry of the vocabulary.

    `how` is the sentence that says how; `part_id` is empty where the part is the record itself.
    A finding brings the episodes that it cites, and whether its reviewers selected it.
    """

    entry_id: str
    influence: Influence
    how: str
    published: Published
    part: PartKind
    title: str
    part_id: str = ""
    scope: Scope | None = None
    episodes: tuple[Episode, ...] = ()
    selected: bool = True

    @property
    def counted(self) -> bool:
        """Return whether this counts: what was invented to teach the method never does."""
        return counts(self.published)

    @property
    def units(self) -> list[Unit]:
        """Return what this happened in; a finding happened in the episodes that it cites."""
        if self.part is PartKind.FINDING:
            return [Unit(self.published, episode.id, episode.title) for episode in self.episodes]
        return [Unit(self.published, self.part_id, self.title)]


@dataclass(frozen=True, slots=True)
class Unit:
    """What several factors and patterns can be found in together.

    It is an episode, or a whole near miss or debrief, whose `episode_id` is empty.
    """

    published: Published
    episode_id: str
    title: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells this unit from all others."""
        return self.published.record.id, self.episode_id


@dataclass(frozen=True, slots=True)
class Companion:
    """An entry that was found together with another, and the units in which it was."""

    definition: Definition
    units: tuple[Unit, ...]


def counts(published: Published) -> bool:
    """Return whether a record counts as evidence."""
    return published.record.origin is not Origin.ILLUSTRATIVE


def count_records(evidence: Iterable[Evidence]) -> int:
    """Return how many records the evidence comes from."""
    return len({each.published.record.id for each in evidence})


class EvidenceIndex:
    """Everything that a published library says about each entry of its vocabulary."""

    def __init__(self, library: PublishedLibrary) -> None:
        """Index the library once; newest records come first in every list."""
        self._typology = library.typology
        self._direct: dict[str, list[Evidence]] = defaultdict(list)
        self._rolled: dict[str, list[Evidence]] = defaultdict(list)
        self._entries_of_unit: dict[tuple[str, str], set[str]] = defaultdict(set)
        for published in in_order(library.records):
            for evidence in evidence_of(published, library):
                self._add(evidence)

    def direct(self, entry_id: str) -> list[Evidence]:
        """Return the evidence that names this very entry."""
        return self._direct.get(entry_id, [])

    def of(self, entry_id: str) -> list[Evidence]:
        """Return the evidence for this entry and for everything that stands under it."""
        return self._rolled.get(entry_id, [])

    def together_with(self, entry_id: str) -> list[Companion]:
        """Return the factors, patterns and issues found in the same episode, near miss or debrief.

        What stands above or below the entry itself is left out: it is there by definition.
        Only what counts is compared. The most frequent come first, then by title.
        """
        kin = self._lineage_ids(entry_id) | {
            d.entry.id
            for d in self._typology.definitions
            if entry_id in self._lineage_ids(d.entry.id)
        }
        shared: dict[str, dict[tuple[str, str], Unit]] = defaultdict(dict)
        for evidence in self.of(entry_id):
            if not evidence.counted:
                continue
            for unit in evidence.units:
                key = unit.key
                for other in self._entries_of_unit[key] - kin:
                    shared[other].setdefault(key, unit)
        companions = [
            Companion(self._typology.get(other), tuple(units.values()))
            for other, units in shared.items()
        ]
        return sorted(companions, key=lambda c: (-len(c.units), c.definition.entry.title))

    def _lineage_ids(self, entry_id: str) -> set[str]:
        return {d.entry.id for d in self._typology.lineage(entry_id)}

    def _add(self, evidence: Evidence) -> None:
        self._direct[evidence.entry_id].append(evidence)
        for definition in self._typology.lineage(evidence.entry_id, evidence.scope):
            self._rolled[definition.entry.id].append(evidence)
        for unit in evidence.units:
            self._entries_of_unit[unit.key] |= self._found_with(evidence)

    def _found_with(self, evidence: Evidence) -> set[str]:
        """Return what was found where this is: an issue is found, and so is its pattern."""
        definition = self._typology.get(evidence.entry_id)
        if is_pattern_kind(definition.entry.kind):
            return self._lineage_ids(evidence.entry_id)
        return {evidence.entry_id}


def in_order(records: Iterable[Published]) -> list[Published]:
    """Return records with the newest first, and by title within a year."""
    return sorted(records, key=lambda p: (-(p.record.completed or 0), p.record.title, p.record.id))


def evidence_of(published: Published, library: PublishedLibrary) -> Iterator[Evidence]:
    """Yield every piece of evidence in one record, in the order of the record."""
    record = published.record
    if isinstance(record, CaseReview):
        for episode in record.episodes:
            for link in episode.factors:
                yield Evidence(
                    entry_id=library.typology.get(link.factor).entry.id,
                    influence=link.influence,
                    how=link.how,
                    published=published,
                    part=PartKind.EPISODE,
                    title=episode.title,
                    part_id=episode.id,
                    scope=link.scope,
                )
        for finding in record.findings:
            yield _evidence_of_finding(finding, record, published, library)
        return
    part = PartKind.NEAR_MISS if isinstance(record, NearMiss) else PartKind.DEBRIEF
    for link in record.factors:
        yield Evidence(
            entry_id=library.typology.get(link.factor).entry.id,
            influence=link.influence,
            how=link.how,
            published=published,
            part=part,
            title=record.title,
            scope=link.scope,
        )
    for pattern in record.patterns if isinstance(record, NearMiss) else ():
        yield Evidence(
            entry_id=library.typology.get(pattern.pattern).entry.id,
            influence=pattern.influence,
            how=pattern.how,
            published=published,
            part=part,
            title=record.title,
        )


def _evidence_of_finding(
    finding: Finding, record: CaseReview, published: Published, library: PublishedLibrary
) -> Evidence:
    return Evidence(
        entry_id=library.typology.get(finding.pattern).entry.id,
        influence=finding.influence,
        how=finding.in_this_case or finding.statement,
        published=published,
        part=PartKind.FINDING,
        title=finding.statement,
        part_id=finding.id,
        episodes=tuple(e for e in record.episodes if e.id in finding.episodes),
        selected=finding.selected,
    )
