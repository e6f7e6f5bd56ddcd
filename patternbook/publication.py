"""The one door: a Library and an audience -> the part of it that this audience may see.

Public is only what is final, marked public and signed off. Everything downstream (evidence,
pages, counts, search, exports, macros) starts from a PublishedLibrary and holds no path back
to what was kept. In doubt the door is shut: an unknown stage or audience never gets this far,
and a part of a record may be narrower than the record but never wider.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from patternbook.library import Library
from patternbook.model import AnyRecord, CaseReview, Episode, Finding, Participant, Recommendation
from patternbook.narrative import Narrative, Passage, Section
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Stage

P = TypeVar("P", Episode, Finding, Recommendation, Participant, Section, Passage)


@dataclass(frozen=True, slots=True)
class Published:
    """A record, or as much of it as the audience may see. `file` is relative to the root."""

    record: AnyRecord
    narrative: Narrative
    file: str


@dataclass(frozen=True, slots=True)
class PublishedLibrary:
    """What one audience may see. Only `publish` makes one."""

    audience: Audience
    records: tuple[Published, ...]
    typology: Typology

    def __repr__(self) -> str:
        """Stay short: builders print their configuration, and this hangs on it."""
        return f"<PublishedLibrary for {self.audience}>"


def publish(library: Library, audience: Audience | str) -> PublishedLibrary:
    """Return what this audience may see of the library.

    Raises ValueError if there is no such audience.
    """
    audience = Audience(audience)
    shown = [filed for filed in library.filed if _may_see(filed.record, audience)]
    ids = frozenset(filed.record.id for filed in shown)
    return PublishedLibrary(
        audience=audience,
        records=tuple(
            Published(
                record=_visible_part(filed.record, audience, ids),
                narrative=_visible_narrative(filed.narrative, audience),
                file=filed.source.path,
            )
            for filed in shown
        ),
        typology=library.typology,
    )


def _may_see(record: AnyRecord, audience: Audience) -> bool:
    """Drafts belong to their participants, so neither audience sees one."""
    if record.stage is not Stage.FINAL:
        return False
    if audience is Audience.BOARD:
        return True
    return record.audience is Audience.PUBLIC and record.sign_off is not None


def _visible(parts: Iterable[P], audience: Audience) -> tuple[P, ...]:
    """Return the parts that are not marked for the board alone."""
    return tuple(
        part
        for part in parts
        if audience is Audience.BOARD or part.audience in {None, Audience.PUBLIC}
    )


def _visible_part(record: AnyRecord, audience: Audience, ids: frozenset[str]) -> AnyRecord:
    """Return the record without withheld parts and without mention of them or of other records."""
    related = tuple(cited for cited in record.related if cited in ids)
    if not isinstance(record, CaseReview):
        return record.model_copy(update={"related": related})
    episodes = _visible(record.episodes, audience)
    episode_ids = {episode.id for episode in episodes}
    findings = tuple(
        finding.model_copy(
            update={"episodes": tuple(e for e in finding.episodes if e in episode_ids)}
        )
        for finding in _visible(record.findings, audience)
    )
    finding_ids = {finding.id for finding in findings}
    recommendations = tuple(
        each.model_copy(update={"findings": tuple(f for f in each.findings if f in finding_ids)})
        for each in _visible(record.recommendations, audience)
    )
    return record.model_copy(
        update={
            "related": related,
            "participants": _visible(record.participants, audience),
            "episodes": episodes,
            "findings": findings,
            "recommendations": recommendations,
        }
    )


def _visible_narrative(narrative: Narrative, audience: Audience) -> Narrative:
    """Return the sections and passages for this audience; one left empty by that goes too."""
    return tuple(
        replace(section, passages=passages)
        for section in _visible(narrative, audience)
        if (passages := _visible(section.passages, audience)) or not section.passages
    )
