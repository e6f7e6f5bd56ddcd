"""A published library -> what nobody has written about in it.

A gap is not a finding. It says that no record here shows something, and nothing about how often
that happens. Only what counts fills a gap: an illustration was invented, and shows nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from patternbook.evidence import counts, evidence_of, in_order
from patternbook.model import AnyRecord, CaseReview
from patternbook.publication import PublishedLibrary
from patternbook.typology import Definition, Typology, is_pattern_kind
from patternbook.vocabulary import (
    Agency,
    Answer,
    EntryKind,
    EntryStatus,
    FactorInfluence,
    Influence,
    PatternInfluence,
    Scope,
    Setting,
    Trigger,
)

W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OneSided:
    """An entry with evidence of one influence only. `never` is the other one."""

    definition: Definition
    seen: Influence
    never: Influence


@dataclass(frozen=True, slots=True)
class Unmet:
    """A setting with records, and the patterns that no record of it shows."""

    setting: Setting
    patterns: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class MissingView:
    """A role whose view reviews say they do not have, and how many of them say so."""

    role: str
    reviews: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Everything that no record which counts has shown.

    `records` and `reviews` are how many records, and how many case reviews among them, count.
    `looked_at` are the patterns, issues and factors that could have evidence, in the order of the
    tree; `unwritten` are those of them that have none, and `one_sided` have one influence only.
    What is retired is not among them, nor is “other”, which stands for all that has no name.
    `without_family` is in how many reviews the family had no part, or the review does not say.
    """

    records: int
    reviews: int
    looked_at: tuple[Definition, ...]
    unwritten: tuple[Definition, ...]
    one_sided: tuple[OneSided, ...]
    settings: tuple[Setting, ...]
    agencies: tuple[Agency, ...]
    triggers: tuple[Trigger, ...]
    unmet: tuple[Unmet, ...]
    missing: tuple[MissingView, ...]
    without_family: int


def find_gaps(library: PublishedLibrary) -> Gaps:
    """Return what no record of the library shows, in one walk through its records.

    Those views that most reviews miss come first, then by name; everything else stands in the
    order of the vocabulary.
    """
    typology = library.typology
    shown: dict[str, set[Influence]] = defaultdict(set)
    patterns_of: dict[Setting, set[str]] = defaultdict(set)
    lineages: dict[tuple[str, Scope | None], tuple[str, ...]] = {}
    records = [published for published in in_order(library.records) if counts(published)]
    for published in records:
        for evidence in evidence_of(published, library):
            key = (evidence.entry_id, evidence.scope)
            if key not in lineages:
                lineages[key] = tuple(d.entry.id for d in typology.lineage(*key))
            for entry_id in lineages[key]:
                shown[entry_id].add(evidence.influence)
                for setting in published.record.setting:
                    patterns_of[setting].add(entry_id)
    told = [published.record for published in records]
    reviews = [record for record in told if isinstance(record, CaseReview)]
    settings = {setting for record in told for setting in record.setting}
    looked_at = tuple(definition for definition in typology if _can_be_a_gap(definition))
    return Gaps(
        records=len(told),
        reviews=len(reviews),
        looked_at=looked_at,
        unwritten=tuple(d for d in looked_at if not shown.get(d.entry.id)),
        one_sided=tuple(_one_sided(looked_at, shown)),
        settings=_left(Setting, settings),
        agencies=_left(Agency, _agencies(told) | {Agency.OTHER}),
        triggers=_left(Trigger, {r.trigger for r in reviews if r.trigger is not None}),
        unmet=tuple(_unmet(typology, settings, patterns_of)),
        missing=_missing(reviews),
        without_family=sum(not _had_a_part(review) for review in reviews),
    )


def _can_be_a_gap(definition: Definition) -> bool:
    entry = definition.entry
    if entry.status is EntryStatus.RETIRED:
        return False
    if entry.kind is EntryKind.FACTOR:
        return entry.parent is not None
    return is_pattern_kind(entry.kind)


def _one_sided(
    definitions: Iterable[Definition], shown: dict[str, set[Influence]]
) -> Iterable[OneSided]:
    for definition in definitions:
        seen = shown.get(definition.entry.id, set())
        if len(seen) == 1:
            (only,) = seen
            kinds: tuple[Influence, ...] = (
                tuple(PatternInfluence)
                if is_pattern_kind(definition.entry.kind)
                else tuple(FactorInfluence)
            )
            (never,) = (each for each in kinds if each is not only)
            yield OneSided(definition, only, never)


def _agencies(records: Iterable[AnyRecord]) -> set[Agency]:
    return {agency for record in records for agency in record.agencies}


def _left(words: type[W], used: set[W]) -> tuple[W, ...]:
    """Return the words of a list that no record uses, in their order."""
    return tuple(word for word in words if word not in used)


def _unmet(
    typology: Typology, settings: set[Setting], patterns_of: dict[Setting, set[str]]
) -> Iterable[Unmet]:
    """Yield the settings that some record is about, with the patterns not met there.

    A pattern that is met nowhere is a gap of its own and not named again in each setting.
    """
    met = set().union(*patterns_of.values())
    patterns = [
        d for d in typology.of_kind(EntryKind.PATTERN) if d.entry.id in met and _can_be_a_gap(d)
    ]
    for setting in Setting:
        if setting in settings:
            unmet = tuple(d for d in patterns if d.entry.id not in patterns_of[setting])
            if unmet:
                yield Unmet(setting, unmet)


def _missing(reviews: Iterable[CaseReview]) -> tuple[MissingView, ...]:
    """Return the roles that reviews name as missing; capitals and spaces make no difference."""
    written: dict[str, str] = {}
    missed_by: dict[str, set[str]] = defaultdict(set)
    for review in reviews:
        for each in review.missing:
            role = " ".join(each.role.split())
            written.setdefault(role.casefold(), role)
            missed_by[role.casefold()].add(review.id)
    views = [MissingView(written[role], len(ids)) for role, ids in missed_by.items()]
    return tuple(sorted(views, key=lambda view: (-view.reviews, view.role.casefold())))


def _had_a_part(review: CaseReview) -> bool:
    return review.family is not None and review.family.involved in {Answer.YES, Answer.PARTLY}
