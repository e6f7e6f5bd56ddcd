"""What an entry's page lists: its evidence by influence, its counts, and what lies beyond them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patternbook.evidence import Evidence, EvidenceIndex, count_records
from patternbook.pages import paths
from patternbook.pages.markup import Link
from patternbook.typology import Definition, Typology, is_pattern_kind
from patternbook.vocabulary import FactorInfluence, Influence, PatternInfluence

# How many pieces of evidence of one influence stand on an entry's own page, and on each of
# the pages that go on from there. Beyond such numbers nobody reads a page to its end.
SHOWN = 50
CONTINUED = 100


@dataclass(frozen=True, slots=True)
class Count:
    """How many pieces of evidence there are, with a link to where they are listed."""

    influence: Influence
    number: int
    link: Link


@dataclass(frozen=True, slots=True)
class Group:
    """The counted evidence of one influence: what is shown, and links to the rest."""

    influence: Influence
    anchor: str
    number: int
    shown: tuple[Evidence, ...]
    beyond: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """All the evidence of one entry, ready to print. Illustrations stand apart, uncounted."""

    number: int
    records: int
    groups: tuple[Group, ...]
    illustrations: tuple[tuple[Influence, tuple[Evidence, ...]], ...]


@dataclass(frozen=True, slots=True)
class Continuation:
    """One further page of an entry's evidence; `number` counts from 1."""

    path: str
    influence: Influence
    number: int
    last: int
    total: int
    shown: tuple[Evidence, ...]


def influences(definition: Definition) -> Sequence[Influence]:
    """Return the influences that evidence for this entry can have."""
    if is_pattern_kind(definition.entry.kind):
        return tuple(PatternInfluence)
    return tuple(FactorInfluence)


def listing(definition: Definition, index: EvidenceIndex, typology: Typology) -> Listing:
    """Return what the entry's page lists, evidence of what stands under it included."""
    everything = index.of(definition.entry.id)
    counted = [each for each in everything if each.counted]
    return Listing(
        number=len(counted),
        records=count_records(counted),
        groups=tuple(
            _group(
                definition,
                influence,
                [e for e in counted if e.influence is influence],
                index,
                typology,
            )
            for influence in influences(definition)
        ),
        illustrations=tuple(
            (influence, shown)
            for influence in influences(definition)
            if (shown := _illustrations(everything, influence))
        ),
    )


def counts_of(definition: Definition, index: EvidenceIndex) -> list[Count]:
    """Return how much evidence of each influence an entry has, with links to it."""
    return [
        _count(
            definition,
            influence,
            [e for e in index.of(definition.entry.id) if e.influence is influence],
        )
        for influence in influences(definition)
    ]


def counts_among(
    definition: Definition, evidence: Sequence[Evidence], kinds: Sequence[Influence]
) -> list[Count]:
    """Return the counts of only this evidence, linked to the entry's page."""
    return [
        _count(definition, kind, [e for e in evidence if e.influence is kind]) for kind in kinds
    ]


def continuations(definition: Definition, index: EvidenceIndex) -> Iterator[Continuation]:
    """Yield the further pages of evidence that names this very entry, if its page is full."""
    for influence in influences(definition):
        if len(_counted(index.of(definition.entry.id), influence)) <= SHOWN:
            continue
        direct = _counted(index.direct(definition.entry.id), influence)
        last = -(-len(direct) // CONTINUED)
        for number in range(1, last + 1):
            yield Continuation(
                path=paths.continued(definition.path, influence, number),
                influence=influence,
                number=number,
                last=last,
                total=len(direct),
                shown=tuple(direct[(number - 1) * CONTINUED : number * CONTINUED]),
            )


def _group(
    definition: Definition,
    influence: Influence,
    evidence: list[Evidence],
    index: EvidenceIndex,
    typology: Typology,
) -> Group:
    beyond: list[Count] = []
    if len(evidence) > SHOWN:
        direct = _counted(index.direct(definition.entry.id), influence)
        if direct:
            link = Link(definition.entry.title, paths.continued(definition.path, influence, 1))
            beyond.append(Count(influence, len(direct), link))
        under = [*typology.children(definition.entry.id), *typology.inherited(definition.entry.id)]
        for child in under:
            number = len(_counted(index.of(child.entry.id), influence))
            link = Link(child.entry.title, child.path, paths.influence_anchor(influence))
            beyond.append(Count(influence, number, link))
    return Group(
        influence=influence,
        anchor=paths.influence_anchor(influence),
        number=len(evidence),
        shown=tuple(evidence[:SHOWN]),
        beyond=tuple(count for count in beyond if count.number),
    )


def _illustrations(evidence: Sequence[Evidence], influence: Influence) -> tuple[Evidence, ...]:
    invented = (e for e in evidence if not e.counted and e.influence is influence)
    return tuple(invented)[:SHOWN]


def _counted(evidence: Sequence[Evidence], influence: Influence) -> list[Evidence]:
    return [each for each in evidence if each.counted and each.influence is influence]


def _count(definition: Definition, influence: Influence, evidence: Sequence[Evidence]) -> Count:
    number = sum(each.counted for each in evidence)
    return Count(
        influence, number, Link(f"{number:,}", definition.path, paths.influence_anchor(influence))
    )
