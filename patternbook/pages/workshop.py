"""A plan for a workshop on near misses, with cases that a rule chooses from the library.

It has the shape of a workshop that Lisa Bostock and Sue Bairstow gave for SCIE after Report 6: no
harm, so no learning; and from an active failure to the factors that contributed to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patternbook.evidence import counts, in_order
from patternbook.model import FactorLink, NearMiss
from patternbook.pages import links, paths
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.shortening import shortened
from patternbook.pages.subjects import has_packs
from patternbook.publication import Published, PublishedLibrary
from patternbook.vocabulary import FactorInfluence, Outcome, PreventedBy

# With fewer factors told there is nothing to find behind what somebody did.
ENOUGH_FACTORS = 3
# How long an account may be that a group reads within the time it has.
ACCOUNT = 260

_BY_DESIGN_OR_OTHERS = frozenset(
    {PreventedBy.DESIGNED_SAFEGUARD, PreventedBy.ANOTHER_AGENCY, PreventedBy.FAMILY_OR_CHILD}
)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the workshop: what it is there for, and a near miss, if there is one."""

    purpose: str
    published: Published | None

    @property
    def record(self) -> NearMiss | None:
        """Return the near miss."""
        record = self.published.record if self.published is not None else None
        return record if isinstance(record, NearMiss) else None

    @property
    def account(self) -> str:
        """Return what happened, as long as a group has time for."""
        return shortened(self.record.what_happened, ACCOUNT) if self.record is not None else ""

    @property
    def factors(self) -> list[tuple[FactorInfluence, list[FactorLink]]]:
        """Return its factors, those that hindered first."""
        told = self.record.factors if self.record is not None else ()
        kinds = (FactorInfluence.HINDERED, FactorInfluence.HELPED)
        grouped = [(kind, [link for link in told if link.influence is kind]) for kind in kinds]
        return [(kind, some) for kind, some in grouped if some]

    @property
    def pack(self) -> Link | None:
        """Return the link to its team pack."""
        if self.record is None:
            return None
        return Link("its team pack", paths.pack_of_record(self.record.id))


def workshop_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield the plan of the workshop."""
    cases = choose_cases(library.records if has_packs(library) else ())
    typology = library.typology
    yield Page(
        path=paths.WORKSHOP,
        title="A workshop on near misses",
        description=(
            "An hour and a half for a team, with cases from the library: from what somebody did to "
            "what made it likely."
        ),
        markdown=render(
            "workshop.md.j2",
            paths.WORKSHOP,
            cases=[case for case in cases if case.published is not None],
            lacking=[case.purpose for case in cases if case.published is None],
            enough=ENOUGH_FACTORS,
            entry_link=lambda entry_id: links.to_entry(typology.get(entry_id)),
        ),
        extra={"search": {"boost": 0.5}},
    )


def choose_cases(records: Sequence[Published]) -> tuple[Case, ...]:
    """Return the three cases of the workshop, each with a near miss if there is one that fits.

    A near miss can be chosen if it counts and names enough factors. For each case the newest that
    fits is taken, by title within a year, and one in another setting before one in the same.
    """
    open_to_all = [p for p in in_order(records) if counts(p) and _tells_enough(p)]
    cases: list[Case] = []
    chosen: list[Published] = []
    for purpose, fits in _PURPOSES:
        fitting = [p for p in open_to_all if p not in chosen and fits(p.record)]
        settings = {p.record.setting[0] for p in chosen}
        elsewhere = [p for p in fitting if p.record.setting[0] not in settings]
        found = next(iter([*elsewhere, *fitting]), None)
        chosen += [found] if found is not None else []
        cases.append(Case(purpose, found))
    return tuple(cases)


def _tells_enough(published: Published) -> bool:
    record = published.record
    return isinstance(record, NearMiss) and len(record.factors) >= ENOUGH_FACTORS


def _was_held_by_vigilance(record: object) -> bool:
    """Return whether somebody's vigilance kept harm away, and nothing else that is told."""
    return isinstance(record, NearMiss) and {p.by for p in record.prevented_by} - {
        PreventedBy.CHANCE
    } == {PreventedBy.INDIVIDUAL_VIGILANCE}


def _was_held_by_design_or_others(record: object) -> bool:
    """Return whether a safeguard, another agency or the family kept harm away."""
    return isinstance(record, NearMiss) and any(
        p.by in _BY_DESIGN_OR_OTHERS for p in record.prevented_by
    )


def _taught_nobody(record: object) -> bool:
    """Return whether it happened without serious harm, and no learning from it is told."""
    return (
        isinstance(record, NearMiss)
        and record.outcome is Outcome.OCCURRED_WITHOUT_SERIOUS_HARM
        and not (record.learned and (record.learned.by or record.learned.changed))
    )


_PURPOSES = (
    ("one person's vigilance held", _was_held_by_vigilance),
    ("a safeguard, another agency or the family held", _was_held_by_design_or_others),
    ("no serious harm came of it, and no learning is told", _taught_nobody),
)
