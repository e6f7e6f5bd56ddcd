"""What kind of evidence stands behind an entry: how many records, of which kinds and origins.

It describes what was written down, so that a reader can judge how much a count can bear. It
says nothing of how common anything is, and ranks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from patternbook.evidence import Evidence, PartKind
from patternbook.model import NearMiss
from patternbook.vocabulary import Influence, Kind, Origin, Setting, Whereabouts


@dataclass(frozen=True, slots=True)
class Basis:
    """The evidence of one entry, described. Only what counts is in it.

    `units` says in how many different episodes, near misses and debriefs it happened, by the
    kind of their records, and `findings` how many findings tell of it. `noticed` says of the
    near misses who saw them; None stands for those that do not say. `years` are the first and
    the last that its records give.
    """

    pieces: int
    records: int
    kinds: tuple[tuple[Kind, int], ...]
    origins: tuple[tuple[Origin, int], ...]
    units: tuple[tuple[Kind, int], ...]
    findings: int
    leaning: tuple[tuple[Influence, int], ...]
    settings: tuple[tuple[Setting, int], ...]
    years: tuple[int, int] | None
    undated: int
    noticed: tuple[tuple[Whereabouts | None, int], ...]

    @property
    def number_of_units(self) -> int:
        """Return in how many different episodes, near misses and debriefs it happened."""
        return sum(number for _, number in self.units)

    @property
    def retold(self) -> bool:
        """Return whether any of it retells what was published, and so carries its lean."""
        return Origin.LITERATURE in dict(self.origins)


def basis_of(evidence: Iterable[Evidence], influences: Sequence[Influence]) -> Basis:
    """Return what kind of evidence this is; its influences are told even if nothing had them."""
    counted = [each for each in evidence if each.counted]
    records = {each.published.record.id: each.published.record for each in counted}
    kinds = Counter(record.kind for record in records.values())
    origins = Counter(record.origin for record in records.values())
    settings = Counter(setting for record in records.values() for setting in record.setting)
    leaning = Counter(each.influence for each in counted)
    years = [record.completed for record in records.values() if record.completed is not None]
    noticed = Counter(
        record.identified_by.where if record.identified_by else None
        for record in records.values()
        if isinstance(record, NearMiss)
    )
    keys = {unit.key for each in counted for unit in each.units}
    units = Counter(records[record_id].kind for record_id, _ in keys)
    findings = {
        (each.published.record.id, each.part_id)
        for each in counted
        if each.part is PartKind.FINDING
    }
    return Basis(
        pieces=len(counted),
        records=len(records),
        kinds=tuple((kind, kinds[kind]) for kind in Kind),
        origins=tuple((origin, origins[origin]) for origin in Origin if origins[origin]),
        units=tuple((kind, units[kind]) for kind in Kind if units[kind]),
        findings=len(findings),
        leaning=tuple((influence, leaning[influence]) for influence in influences),
        settings=tuple((setting, settings[setting]) for setting in Setting if settings[setting]),
        years=(min(years), max(years)) if years else None,
        undated=len(records) - len(years),
        noticed=tuple((where, noticed[where]) for where in (*Whereabouts, None) if noticed[where]),
    )
