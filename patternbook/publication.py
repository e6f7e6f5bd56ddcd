"""The one door: a Library and a reader -> the part of it that this reader may see.

Public is only what is final, marked public and signed off, on a shelf for the public. The board
sees whatever is final. The participants of one review see that review, whatever its stage, and
no other. Everything downstream (evidence, pages, counts, search, exports, macros) starts from a
PublishedLibrary and holds no path back to what was kept. In doubt the door is shut: an unknown
stage or audience never gets this far, and a part of a record may be narrower than the record but
never wider.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from patternbook.bibliography import Bibliography
from patternbook.collations import CollationPage
from patternbook.folders import Folders
from patternbook.glossary import Glossary
from patternbook.grouping import GroupPage
from patternbook.guide import Guide
from patternbook.library import Filed, Library, Removed
from patternbook.model import AnyRecord, CaseReview, RecommendationGroup, Tombstone
from patternbook.narrative import Narrative, Passage, PassageKind, Section
from patternbook.settings import Board, LocalTerm, Settings
from patternbook.stages import is_signed_off
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Stage


class _HasAudience(Protocol):
    @property
    def audience(self) -> Audience | None: ...


P = TypeVar("P", bound=_HasAudience)
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is made: an audience, and the one review whose participants they are.

    Raises ValueError if there is no such audience, or if participants come without their review
    or anybody else with one.
    """

    audience: Audience
    record_id: str = ""

    def __str__(self) -> str:
        """Return who it is, as what was made for them is marked: “board”, “participants ID”."""
        return f"{self.audience} {self.record_id}".strip()

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        object.__setattr__(self, "audience", Audience(self.audience))
        if (self.audience is Audience.PARTICIPANTS) != bool(self.record_id):
            raise ValueError("Participants are those of one review, and nobody else is.")


@dataclass(frozen=True, slots=True)
class Published:
    """A record, or as much of it as the reader may see. `file` is relative to the root.

    `shelf` is what the copy calls the shelf that it stands on, and empty for a reader who is not
    to know of that shelf. It is never the name of a folder.
    """

    record: AnyRecord
    narrative: Narrative
    file: str
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class PublishedGroup:
    """A group of recommendations, or as much of it as the reader may see; at least two of them.

    `file` is relative to the root.
    """

    group: RecommendationGroup
    file: str


@dataclass(frozen=True, slots=True)
class PublishedLibrary:
    """What one reader may see. Only `publish` makes one.

    `tombstones` are what is left of records that were withdrawn. `board` is whose copy this is,
    and `local_terms` are its own words: the public meets neither. `guide`, `glossary` and
    `bibliography` belong to the shared pages, which everybody may read; `citations` are the pages
    of the guide that cite a source, by its key. `groups` are recommendations that somebody takes to
    be the same in substance, with those alone that are here. `collations` are the pages that ask
    for one.
    """

    audience: Audience
    records: tuple[Published, ...]
    typology: Typology
    tombstones: tuple[Tombstone, ...] = ()
    board: Board | None = None
    local_terms: tuple[LocalTerm, ...] = ()
    guide: Guide = field(default_factory=Guide)
    glossary: Glossary = field(default_factory=Glossary)
    bibliography: Bibliography = field(default_factory=Bibliography)
    citations: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    groups: tuple[PublishedGroup, ...] = ()
    collations: tuple[CollationPage, ...] = ()

    def __repr__(self) -> str:
        """Stay short: builders print their configuration, and this hangs on it."""
        return f"<PublishedLibrary for {self.audience}>"


def publish(
    library: Library, reader: Reader | Audience | str, settings: Settings | None = None
) -> PublishedLibrary:
    """Return what this reader may see of the library, and of what a copy says of itself.

    Raises ValueError if there is no such audience.
    """
    if not isinstance(reader, Reader):
        reader = Reader(Audience(reader))
    shown = _without_older_editions(
        [filed for filed in library.filed if _reason_to_hold_back(filed, reader) is None]
    )
    ids = frozenset(filed.record.id for filed in shown)
    records = tuple(_published(filed, reader.audience, ids) for filed in shown)
    inside = settings if settings is not None and reader.audience is not Audience.PUBLIC else None
    return PublishedLibrary(
        audience=reader.audience,
        records=records,
        typology=_visible_typology(library.typology, reader.audience),
        tombstones=tuple(
            removed.tombstone
            for removed in library.removed
            if _may_know_of(removed, reader) and removed.tombstone.id not in ids
        ),
        board=inside.board if inside is not None else None,
        local_terms=inside.terms if inside is not None else (),
        guide=library.guide,
        glossary=library.glossary,
        bibliography=library.bibliography,
        citations=_citations(library),
        groups=tuple(_visible_groups(library.groups, records, reader.audience)),
        collations=_visible_collations(library, reader.audience),
    )


def _visible_collations(library: Library, audience: Audience) -> tuple[CollationPage, ...]:
    """Return the pages that ask for a collation and are shown to this audience.

    A board's page takes the place of a shared one with the same path, as its other pages do.
    """
    shown = {page.path: page for page in library.collations if _is_for(page.audience, audience)}
    return tuple(shown[path] for path in sorted(shown))


def _citations(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the shared pages on which each source is cited, in order and each once."""
    pages: dict[str, dict[str, None]] = {}
    for call in library.calls:
        if call.is_shared and call.macro == "cite":
            pages.setdefault(str(call.said["key"]), {})[call.page] = None
    return {key: tuple(found) for key, found in pages.items()}


def _visible_groups(
    pages: Iterable[GroupPage], records: Iterable[Published], audience: Audience
) -> Iterator[PublishedGroup]:
    """Yield the groups with those of their recommendations that are among what is shown.

    Where fewer than two are left there is no group any more, and nothing is told of it. What a
    board has grouped on a page of its own stays there.
    """
    here = {
        (each.record.id, recommendation.id)
        for each in records
        if isinstance(each.record, CaseReview)
        for recommendation in each.record.recommendations
    }
    for page in pages:
        if not page.is_shared and audience is not Audience.BOARD:
            continue
        members = tuple(m for m in page.group.members if (m.record, m.recommendation) in here)
        if len(members) > 1:
            shown = page.group.model_copy(update={"members": members})
            yield PublishedGroup(shown, page.source.path)


def pages_for(folders: Folders, audience: Audience) -> tuple[Path, ...]:
    """Return the folders of hand-written pages that this audience may see.

    What a board has written for its own copy stays there.
    """
    return folders.of_pages if audience is Audience.BOARD else (folders.docs,)


def is_public(published: Published) -> bool:
    """Return whether the public may see a record as well, and not only whoever sees it here.

    The fuller edition of one that has a public version is no public record itself.
    """
    record = published.record
    return (
        record.stage is Stage.FINAL
        and record.audience is Audience.PUBLIC
        and record.published is None
        and is_signed_off(record.origin, record.sign_off)
    )


def holds_nothing_back(filed: Filed) -> bool:
    """Return whether the public may see this record, and the whole of it."""
    reader = Reader(Audience.PUBLIC)
    if _reason_to_hold_back(filed, reader) is not None or filed.record.published is not None:
        return False
    record = _visible_part(filed.record, reader.audience, frozenset(filed.record.related))
    return (record, _visible_narrative(filed.narrative, reader.audience)) == (
        filed.record,
        filed.narrative,
    )


def _published(filed: Filed, audience: Audience, ids: frozenset[str]) -> Published:
    record = _visible_part(filed.record, audience, ids)
    record = record.model_copy(update={"audience": filed.audience})
    narrative = _visible_narrative(filed.narrative, audience)
    if audience is not Audience.BOARD:
        record = _without_unused_names(record, narrative)
    shelf = filed.shelf if _is_for(filed.widest, audience) else ""
    return Published(record, narrative, filed.source.path, shelf)


def _without_older_editions(shown: list[Filed]) -> list[Filed]:
    """Return the records without the public version of one that is here itself, and fuller."""
    fuller = {filed.record.id for filed in shown if filed.record.published is not None}
    return [
        filed
        for filed in shown
        if filed.record.published is not None or filed.record.id not in fuller
    ]


class Reason(StrEnum):
    """Why a record is held back, to go on from “it is”."""

    NOT_FINAL = "not final"
    FOR_PARTICIPANTS = "for its participants"
    FOR_THE_BOARD = "for the board"
    NOT_SIGNED_OFF = "not signed off"
    ANOTHER_REVIEW = "another review"


def held_back(library: Library, audience: Audience) -> Counter[str]:
    """Return how many records this audience may not see, for each reason; and never which.

    Raises ValueError if the audience is that of one review's participants.
    """
    reader = Reader(audience)
    reasons = [_reason_to_hold_back(filed, reader) for filed in library.filed]
    return Counter(reason for reason in reasons if reason is not None)


def _reason_to_hold_back(filed: Filed, reader: Reader) -> Reason | None:
    """Return why this reader may not see a record, or None. Drafts are for participants alone."""
    record = filed.record
    if reader.audience is Audience.PARTICIPANTS:
        return None if record.id == reader.record_id else Reason.ANOTHER_REVIEW
    if record.stage is not Stage.FINAL:
        return Reason.NOT_FINAL
    if filed.audience is Audience.PARTICIPANTS:
        return Reason.FOR_PARTICIPANTS
    if reader.audience is Audience.BOARD:
        return None
    if filed.audience is not Audience.PUBLIC or record.published is not None:
        return Reason.FOR_THE_BOARD
    return None if is_signed_off(record.origin, record.sign_off) else Reason.NOT_SIGNED_OFF


def _may_know_of(removed: Removed, reader: Reader) -> bool:
    """Return whether this reader may know that a record was withdrawn."""
    if reader.audience is Audience.PARTICIPANTS:
        return removed.tombstone.id == reader.record_id
    return _is_for(removed.audience, reader.audience)


def _is_for(marked: Audience | None, audience: Audience) -> bool:
    """Return whether what bears this mark is for this audience; no mark means: as its record."""
    return marked is None or marked in {Audience.PUBLIC, audience}


def _visible(parts: Iterable[P], audience: Audience) -> tuple[P, ...]:
    """Return the parts that are not marked for others."""
    return tuple(part for part in parts if _is_for(part.audience, audience))


def _visible_typology(typology: Typology, audience: Audience) -> Typology:
    """Return the vocabulary without what a board has added, if this is for the public.

    Nothing that remains refers to what was left out.
    """
    if audience is not Audience.PUBLIC:
        return typology
    shown = _visible(typology.definitions, audience)
    if len(shown) == len(typology.definitions):
        return typology
    hidden = {d.entry.id for d in typology.definitions} - {d.entry.id for d in shown}
    return Typology(
        tuple(
            replace(
                definition,
                entry=definition.entry.model_copy(
                    update={
                        "neighbours": tuple(
                            each for each in definition.entry.neighbours if each.id not in hidden
                        )
                    }
                ),
            )
            for definition in shown
        )
    )


def _without_marked(part: M, audience: Audience) -> M:
    """Return a part of a record without whatever within it is marked for others.

    Every list of parts is gone through, at any depth, so that a new kind of part cannot be
    forgotten here.
    """
    update: dict[str, Any] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            update[name] = _without_marked(value, audience)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            update[name] = tuple(
                _without_marked(each, audience)
                for each in value
                if _is_for(getattr(each, "audience", None), audience)
            )
    return part.model_copy(update=update)


def _visible_part(record: AnyRecord, audience: Audience, ids: frozenset[str]) -> AnyRecord:
    """Return the record without withheld parts and without mention of them or of other records."""
    record = _without_marked(record, audience)
    update: dict[str, Any] = {"related": tuple(cited for cited in record.related if cited in ids)}
    if audience is not Audience.BOARD:
        # Whether a public version exists is for the board to know, too.
        update |= {"internal": None, "published": None}
        if record.internal is not None:
            fields = type(record).model_fields
            update |= {
                name: fields[name].get_default(call_default_factory=True)
                for name in record.internal.fields
            }
    record = record.model_copy(update=update)
    if not isinstance(record, CaseReview):
        return record
    episode_ids = {episode.id for episode in record.episodes}
    findings = tuple(
        finding.model_copy(
            update={"episodes": tuple(e for e in finding.episodes if e in episode_ids)}
        )
        for finding in record.findings
    )
    finding_ids = {finding.id for finding in findings}
    recommendations = tuple(
        each.model_copy(update={"findings": tuple(f for f in each.findings if f in finding_ids)})
        for each in record.recommendations
    )
    return record.model_copy(update={"findings": findings, "recommendations": recommendations})


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
