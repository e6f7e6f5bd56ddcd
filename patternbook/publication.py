"""The one door: a Library and an audience -> the part of it that this audience may see.

Public is only what is final, marked public and signed off. Everything downstream (evidence,
pages, counts, search, exports, macros) starts from a PublishedLibrary and holds no path back
to what was kept. In doubt the door is shut: an unknown stage or audience never gets this far,
and a part of a record may be narrower than the record but never wider.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from patternbook.library import Filed, Library
from patternbook.model import AnyRecord, CaseReview, Episode, Finding, Participant, Recommendation
from patternbook.narrative import Narrative, Passage, PassageKind, Section
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
        records=tuple(_published(filed, audience, ids) for filed in shown),
        typology=library.typology,
    )


def _published(filed: Filed, audience: Audience, ids: frozenset[str]) -> Published:
    record = _visible_part(filed.record, audience, ids)
    narrative = _visible_narrative(filed.narrative, audience)
    if audience is not Audience.BOARD:
        record = _without_unused_names(record, narrative)
    return Published(record, narrative, filed.source.path)


class Reason(StrEnum):
    """Why a record is held back, to go on from “it is”."""

    NOT_FINAL = "not final"
    FOR_THE_BOARD = "for the board"
    NOT_SIGNED_OFF = "not signed off"


def held_back(library: Library, audience: Audience) -> Counter[str]:
    """Return how many records this audience may not see, for each reason; and never which."""
    reasons = [_reason_to_hold_back(filed.record, audience) for filed in library.filed]
    return Counter(reason for reason in reasons if reason is not None)


def _may_see(record: AnyRecord, audience: Audience) -> bool:
    return _reason_to_hold_back(record, audience) is None


def _reason_to_hold_back(record: AnyRecord, audience: Audience) -> Reason | None:
    """Drafts belong to their participants, so neither audience sees one."""
    if record.stage is not Stage.FINAL:
        return Reason.NOT_FINAL
    if audience is Audience.BOARD:
        return None
    if record.audience is not Audience.PUBLIC:
        return Reason.FOR_THE_BOARD
    return Reason.NOT_SIGNED_OFF if record.sign_off is None else None


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


def _without_unused_names(record: AnyRecord, narrative: Narrative) -> AnyRecord:
    """Return the record with only those pseudonyms and declared terms that its text still uses.

    A name that stands in a withheld part alone would betray that part.
    """
    if not record.pseudonyms and not record.declared_terms:
        return record
    said = record.model_dump_json(exclude={"pseudonyms", "declared_terms"})
    said += " ".join(f"{s.title} {' '.join(p.markdown for p in s.passages)}" for s in narrative)

    def used(name: str) -> bool:
        words = r"\s+".join(re.escape(word) for word in name.split())
        return re.search(rf"(?<!\w){words}(?!\w)", said, re.IGNORECASE) is not None

    return record.model_copy(
        update={
            "pseudonyms": {name: who for name, who in record.pseudonyms.items() if used(name)},
            "declared_terms": tuple(each for each in record.declared_terms if used(each.term)),
        }
    )


def _visible_narrative(narrative: Narrative, audience: Audience) -> Narrative:
    """Return the sections and passages for this audience; one left empty by that goes too.

    What then stands side by side is joined, so that nothing shows where a passage was taken out.
    """
    sections: list[Section] = []
    for section in _visible(narrative, audience):
        passages = _visible(section.passages, audience)
        if section.passages and not passages:
            continue
        if sections and not section.title and sections[-1].audience is section.audience:
            passages = (*sections[-1].passages, *passages)
            section = sections.pop()
        sections.append(replace(section, passages=_joined(passages)))
    return tuple(sections)


def _joined(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Return the passages with neighbouring stretches of the same account made one."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind is passage.kind is PassageKind.ACCOUNT
            and last.audience is passage.audience
        ):
            passage = replace(last, markdown=f"{last.markdown}\n\n{passage.markdown}")
            joined.pop()
        joined.append(passage)
    return tuple(joined)
