"""SCIE Report 6 in figures: what it prints, and what this library holds of the same cases.

Twenty near misses here are retold from that report, which also counts near misses. Its figures
stand in `report_six.yml`, as printed. What can be counted again is counted here from the records,
each time anew: over the cases that are retold and count, and over nothing else. A figure of the
report never becomes one of ours, and what it counts and does not tell stays uncounted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, StrictInt

from patternbook.evidence import counts
from patternbook.model import NearMiss
from patternbook.publication import PublishedLibrary
from patternbook.typology import Typology
from patternbook.vocabulary import EntryKind, Outcome, Whereabouts

# Whom section 3.4 calls the forefront of the service, by the rows of table 4.
_FOREFRONT = (
    "Student social workers",
    "Front-line practitioners",
    "Team leaders",
    "Team managers",
)
_SOCIAL_WORKERS = ("Front-line practitioners",)
_SENIOR = ("Quality assurance managers", "Senior managers")


class _Ours(BaseModel):
    """A part of our own data file: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Position(_Ours):
    """A row of table 4, as printed, and the words by which our records name such a teller."""

    position: str
    respondents: StrictInt
    asked: StrictInt
    examples: StrictInt
    told_by: tuple[str, ...]


class Figure(_Ours):
    """A figure in the text, as printed, how the same is counted here, and why it may differ."""

    what: str
    printed: tuple[str, ...]
    where: str
    counted: str
    why: str

    def is_same(self, number: int) -> bool:
        """Return whether the very number is printed. Words such as “most” are never the same."""
        return str(number) in self.printed


class Section(_Ours):
    """How many cases a section prints under a heading of their own."""

    section: str
    printed: StrictInt


class LeftOut(_Ours):
    """What is printed and cannot be counted again, and why."""

    what: str
    printed: tuple[str, ...]
    where: str
    why: str


class Report(_Ours):
    """What the report prints. `source` is its key among the sources of the guide."""

    source: str
    reference: str
    table: str
    positions: tuple[Position, ...]
    group: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    sections_why: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Here:
    """What is counted over the cases that are retold here: a number, and out of how many."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The report and the library side by side.

    `positions`, `figures` and `sections` go with what is counted here of each. `others` is how
    many cases have a teller whom table 4 does not have, or none that is named, and
    `other_sections` how many stand in a section that is not listed. `noticed` says of all cases
    who saw them; None stands for those that do not say.
    """

    report: Report
    cases: int
    positions: tuple[tuple[Position, int], ...]
    group: int
    others: int
    figures: tuple[tuple[Figure, Here], ...]
    sections: tuple[tuple[Section, int], ...]
    other_sections: int
    noticed: tuple[tuple[Whereabouts | None, int], ...]

    @property
    def individual(self) -> int:
        """Return how many cases were told in an interview of one person."""
        return sum(number for _, number in self.positions)


@lru_cache(maxsize=1)
def read_report() -> Report:
    """Return what the report prints."""
    text = files("patternbook").joinpath("report_six.yml").read_text(encoding="utf-8")
    return Report.model_validate(yaml.safe_load(text))


def compare(library: PublishedLibrary) -> Comparison:
    """Return the report's figures beside those of the cases that this library retells."""
    report = read_report()
    cases = [
        published.record
        for published in library.records
        if isinstance(published.record, NearMiss)
        and counts(published)
        and published.record.citation is not None
        and report.reference in published.record.citation.reference
    ]
    tellers = [_teller(case) for case in cases]
    positions = {each.position: _among(tellers, each.told_by) for each in report.positions}
    group = _among(tellers, report.group)
    individual = sum(positions.values())
    sections = [_section(case) for case in cases]
    counted = _counted(cases, positions, group, library.typology)
    return Comparison(
        report=report,
        cases=len(cases),
        positions=tuple((each, positions[each.position]) for each in report.positions),
        group=group,
        others=len(cases) - individual - group,
        figures=tuple((each, counted[each.counted]()) for each in report.figures),
        sections=tuple((each, sections.count(each.section)) for each in report.sections),
        other_sections=sum(
            each not in {known.section for known in report.sections} for each in sections
        ),
        noticed=tuple(
            (where, sum(_noticed(case) is where for case in cases))
            for where in (*Whereabouts, None)
        ),
    )


def _counted(
    cases: list[NearMiss], positions: Mapping[str, int], group: int, typology: Typology
) -> Mapping[str, Callable[[], Here]]:
    """Return how each figure is counted here, by the name that the data file uses for it."""
    individual = sum(positions.values())

    def told_by(rows: Iterable[str]) -> Here:
        return Here(sum(positions[row] for row in rows), individual)

    def prevented() -> Here:
        return Here(sum(case.outcome is Outcome.PREVENTED for case in cases), len(cases))

    def front_line() -> Here:
        levels = [_levels(case, typology) for case in cases]
        first = next((d.entry.id for d in typology.of_kind(EntryKind.LEVEL)), None)
        return Here(
            sum(of_case == {first} for of_case in levels), sum(bool(each) for each in levels)
        )

    return {
        "practitioners": lambda: Here(individual + group, len(cases)),
        "individual": lambda: Here(individual, len(cases)),
        "group": lambda: Here(group, len(cases)),
        "forefront": lambda: told_by(_FOREFRONT),
        "social_workers": lambda: told_by(_SOCIAL_WORKERS),
        "senior": lambda: told_by(_SENIOR),
        "harm_prevented": prevented,
        "front_line": front_line,
    }


def _levels(case: NearMiss, typology: Typology) -> set[str]:
    """Return the levels at which the influences arise that a case names."""
    return {
        definition.entry.id
        for link in case.factors
        for definition in typology.lineage(typology.get(link.factor).entry.id, link.scope)
        if definition.entry.kind is EntryKind.LEVEL
    }


def _teller(case: NearMiss) -> str | None:
    return case.citation.told_by if case.citation else None


def _section(case: NearMiss) -> str | None:
    return case.citation.section if case.citation else None


def _noticed(case: NearMiss) -> Whereabouts | None:
    return case.identified_by.where if case.identified_by else None


def _among(tellers: Iterable[str | None], words: tuple[str, ...]) -> int:
    return sum(teller in words for teller in tellers)
