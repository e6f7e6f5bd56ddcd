"""What one person named in a record, by what is coded and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from patternbook.library import Filed
from patternbook.model import AnyRecord, CaseReview, FactorLink, NearMiss
from patternbook.problems import Place
from patternbook.source import FieldPath
from patternbook.typology import Typology
from patternbook.vocabulary import Scope, Term


class Aspect(StrEnum):
    """What people code, by the name of its field."""

    FACTORS = "factors"
    PATTERNS = "patterns"
    PREVENTED_BY = "prevented_by"
    PRACTICE = "practice"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Spot:
    """What was coded: an episode, or with an empty id the whole record; and where in each file."""

    id: str
    places: tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class Code:
    """One link that one person made.

    `says` holds its influence, and its scope where that is between agencies. `part` is the finding
    that it stands in, if it stands in one.
    """

    what: str
    says: tuple[Term, ...]
    how: str
    place: Place
    part: str = ""


class Coding:
    """One person's coding of a record: what they named, and where in their file that stands."""

    def __init__(self, filed: Filed, typology: Typology) -> None:
        """Take the record, and the vocabulary by which former ids are known."""
        record = filed.record
        self.record: AnyRecord = record
        self._source = filed.source
        self._typology = typology
        self._episodes = record.episodes if isinstance(record, CaseReview) else ()
        self._findings = record.findings if isinstance(record, CaseReview) else ()
        self._numbers = {episode.id: n for n, episode in enumerate(self._episodes)}

    def episodes(self) -> dict[str, Place]:
        """Return the place of each episode by its id, in the order of the file."""
        return {name: self.place("episodes", n, "id") for name, n in self._numbers.items()}

    def codes(self, aspect: Aspect, spot: str) -> list[Code]:
        """Return what this person named in a spot, in the order of the file."""
        if aspect is Aspect.FACTORS:
            return self._factors(spot)
        return self._patterns() if aspect is Aspect.PATTERNS else self._preventions()

    def practice(self, episode: str) -> tuple[Term, Place]:
        """Return how practice in an episode is judged, and where that stands."""
        n = self._numbers[episode]
        return self._episodes[n].practice, self.place("episodes", n, "practice")

    def outcome(self) -> tuple[Term | None, Place]:
        """Return how a near miss ended, if that is told, and where that stands."""
        outcome = self.record.outcome if isinstance(self.record, NearMiss) else None
        return outcome, self.place("outcome")

    def place(self, *path: str | int) -> Place:
        """Return where a value stands, or what is nearest to it that does."""
        return self._source.place_of(path)

    def place_for(self, aspect: Aspect, spot: str, part: str) -> Place:
        """Return where something would stand that is not there, in this finding if it is."""
        if aspect is Aspect.FACTORS and spot:
            return self._source.place_of(("episodes", self._numbers[spot], "factors"), of_key=True)
        for n, finding in enumerate(self._findings):
            if finding.id == part:
                return self.place("findings", n, "pattern")
        field = "findings" if isinstance(self.record, CaseReview) else aspect.value
        return self._source.place_of((field,), of_key=True)

    def _factors(self, spot: str) -> list[Code]:
        links: tuple[FactorLink, ...]
        path: FieldPath
        if isinstance(self.record, CaseReview):
            n = self._numbers[spot]
            links, path = self._episodes[n].factors, ("episodes", n, "factors")
        else:
            links, path = self.record.factors, ("factors",)
        return [
            Code(
                what=self._current(link.factor),
                # A link that says “own-team” says no more than one without a scope.
                says=(link.influence, *([link.scope] if link.scope is Scope.INTER_AGENCY else [])),
                how=link.how,
                place=self.place(*path, m, "factor"),
            )
            for m, link in enumerate(links)
        ]

    def _patterns(self) -> list[Code]:
        links = self.record.patterns if isinstance(self.record, NearMiss) else ()
        return [
            Code(
                what=self._current(finding.pattern),
                says=(finding.influence,),
                how=finding.in_this_case or finding.statement,
                place=self.place("findings", n, "pattern"),
                part=finding.id,
            )
            for n, finding in enumerate(self._findings)
        ] + [
            Code(
                what=self._current(link.pattern),
                says=(link.influence,),
                how=link.how,
                place=self.place("patterns", n, "pattern"),
            )
            for n, link in enumerate(links)
        ]

    def _preventions(self) -> list[Code]:
        told = self.record.prevented_by if isinstance(self.record, NearMiss) else ()
        return [
            Code(each.by.value, (), each.how, self.place("prevented_by", n, "by"))
            for n, each in enumerate(told)
        ]

    def _current(self, entry_id: str) -> str:
        return self._typology.get(entry_id).entry.id
