"""A published library -> the rows of every table, in the order of their columns.

Rows stand in the order of the records' ids, and within a record in the order of the record, so
that the same library makes the same rows. What the door held back never gets here. A factor or a
pattern is told by its present id, whichever id a record uses. An illustration has its rows like
any other record, and `counted` says that it is none to be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from patternbook.evidence import counts
from patternbook.model import AnyRecord, CaseReview, Debrief, FactorLink, NearMiss, Tombstone
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Typology
from patternbook.vocabulary import EntryKind, Scope

Value = str | int | bool | None
Row = tuple[Value, ...]
Tables = dict[str, list[Row]]


def make_tables(library: PublishedLibrary) -> Tables:
    """Return the rows of each table by its name, in the order of `patternbook.tables.columns`."""
    records = sorted(library.records, key=lambda published: published.record.id)
    return {
        **{name: list(_rows_of(rows, records, library.typology)) for name, rows in _ROWS.items()},
        "withdrawn": list(_withdrawn(library.tombstones)),
        "entries": list(_entries(library.typology)),
        "former_ids": sorted(library.typology.former_ids.items()),
        "entry_ancestors": list(_entry_ancestors(library.typology)),
    }


def _withdrawn(tombstones: Iterable[Tombstone]) -> Iterator[Row]:
    """Yield what was withdrawn, once each: a board may have buried both editions of a record."""
    first: dict[str, Tombstone] = {}
    for each in sorted(tombstones, key=lambda one: (one.id, one.withdrawn.year)):
        first.setdefault(each.id, each)
    for each in first.values():
        yield each.id, each.kind.value, each.withdrawn.year


def _rows_of(rows: _RowsOfOne, records: Iterable[Published], typology: Typology) -> Iterator[Row]:
    for published in records:
        yield from rows(published, typology)


# --- Every record -------------------------------------------------------------------------------


def _records(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    review = record if isinstance(record, CaseReview) else None
    near_miss = record if isinstance(record, NearMiss) else None
    debrief = record if isinstance(record, Debrief) else None
    identified = near_miss.identified_by if near_miss else None
    told = near_miss.family if near_miss else None
    yield (
        record.id,
        record.kind.value,
        record.title,
        record.summary,
        record.origin.value,
        counts(published),
        published.shelf,
        record.completed,
        record.added,
        record.citation.reference if record.citation else None,
        review.trigger.value if review and review.trigger else None,
        review.team.independent if review and review.team else None,
        review.family.involved.value if review and review.family else None,
        near_miss.outcome.value if near_miss and near_miss.outcome else None,
        identified.role if identified else None,
        identified.where.value if identified else None,
        told.told.value if told else None,
        told.heard.value if told else None,
        debrief.children_and_families_said is not None if debrief else None,
    )


def _settings(published: Published, typology: Typology) -> Iterator[Row]:
    for setting in published.record.setting:
        yield published.record.id, setting.value


def _agencies(published: Published, typology: Typology) -> Iterator[Row]:
    for agency in published.record.agencies:
        yield published.record.id, agency.value


def _factor_links(published: Published, typology: Typology) -> Iterator[Row]:
    for number, (episode, link) in enumerate(_links_to_factors(published.record), start=1):
        yield (
            published.record.id,
            episode,
            number,
            typology.get(link.factor).entry.id,
            link.influence.value,
            link.scope.value if link.scope else None,
            link.how,
        )


def _links_to_factors(record: AnyRecord) -> Iterator[tuple[str, FactorLink]]:
    """Yield each link with the id of its episode, which is empty where it has none."""
    if isinstance(record, CaseReview):
        for episode in record.episodes:
            for link in episode.factors:
                yield episode.id, link
        return
    for link in record.factors:
        yield "", link


def _related(published: Published, typology: Typology) -> Iterator[Row]:
    for related in published.record.related:
        yield published.record.id, related


def _texts(published: Published, typology: Typology) -> Iterator[Row]:
    for number, (field, part, text) in enumerate(_other_texts(published), start=1):
        yield published.record.id, number, field, part, text


def _other_texts(published: Published) -> Iterator[tuple[str, str, str]]:
    """Yield each text that stands in no other table: its field, its part, and what it says."""
    record = published.record
    if record.citation is not None:
        yield from _said(
            ("citation.section", record.citation.section),
            ("citation.told_by", record.citation.told_by),
        )
    if isinstance(record, CaseReview):
        yield from _of_review(record)
    else:
        yield from _of_near_miss(record) if isinstance(record, NearMiss) else _of_debrief(record)
    for section in published.narrative:
        for passage in section.passages:
            yield "narrative", section.title, passage.markdown


def _of_review(record: CaseReview) -> Iterator[tuple[str, str, str]]:
    for question in record.questions:
        yield "questions", "", question
    for profession in record.team.professions if record.team else ():
        yield "team.professions", "", profession
    if record.family is not None:
        yield from _said(
            ("family.how", record.family.how), ("family.why_not", record.family.why_not)
        )
    for episode in record.episodes:
        for breakdown in episode.breakdown:
            yield "episodes.breakdown", episode.id, breakdown
    for finding in record.findings:
        for question in finding.questions_for_board:
            yield "findings.questions_for_board", finding.id, question


def _of_near_miss(record: NearMiss) -> Iterator[tuple[str, str, str]]:
    yield from _said(("what_happened", record.what_happened), ("could_have", record.could_have))
    if record.learned is not None:
        yield from _said(
            ("learned.by", record.learned.by), ("learned.changed", record.learned.changed)
        )
    if record.harm is not None:
        yield from _said(
            ("harm.staff_view", record.harm.staff_view),
            ("harm.family_view", record.harm.family_view),
        )
    if record.family is not None:
        yield from _said(("family.how", record.family.how))


def _of_debrief(record: Debrief) -> Iterator[tuple[str, str, str]]:
    yield from _said(
        ("what_we_were_doing", record.what_we_were_doing),
        ("tell_others", record.tell_others),
        ("for_managers", record.for_managers),
        ("children_and_families_said", record.children_and_families_said),
    )


def _said(*fields: tuple[str, str | None]) -> Iterator[tuple[str, str, str]]:
    """Yield those of some fields of a record that are not left open."""
    for field, text in fields:
        if text is not None:
            yield field, "", text


# --- Case reviews -------------------------------------------------------------------------------


def _participants(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for number, each in enumerate(record.participants, start=1):
            agency = each.agency.value if each.agency else None
            yield record.id, number, each.role, agency, each.by.value


def _missing(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for number, each in enumerate(record.missing, start=1):
            yield record.id, number, each.role, each.why


def _episodes(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for number, episode in enumerate(record.episodes, start=1):
            yield (
                record.id,
                episode.id,
                number,
                episode.title,
                episode.span,
                episode.practice.value,
                episode.description,
                episode.significance,
                episode.judgement,
            )


def _findings(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for number, finding in enumerate(record.findings, start=1):
            yield (
                record.id,
                finding.id,
                number,
                typology.get(finding.pattern).entry.id,
                finding.influence.value,
                finding.selected,
                finding.not_selected_because,
                finding.statement,
                finding.in_this_case,
                finding.why_underlying,
                finding.spread.claim.value if finding.spread else None,
                finding.spread.note if finding.spread else None,
                finding.relevance_now,
                finding.dissent,
            )


def _finding_episodes(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for finding in record.findings:
            for episode_id in finding.episodes:
                yield record.id, finding.id, episode_id


def _recommendations(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for number, each in enumerate(record.recommendations, start=1):
            yield (
                record.id,
                each.id,
                number,
                each.kind.value,
                each.level.value,
                each.text,
                each.owner,
            )


def _recommendation_findings(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for each in record.recommendations:
            for finding_id in each.findings:
                yield record.id, each.id, finding_id


def _responses(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, CaseReview):
        for each in record.recommendations:
            for number, response in enumerate(each.responses, start=1):
                yield (
                    record.id,
                    each.id,
                    number,
                    response.year,
                    response.status.value,
                    response.effect.value if response.effect else None,
                    response.note,
                )


# --- Near misses and debriefs -------------------------------------------------------------------


def _pattern_links(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, NearMiss):
        for number, link in enumerate(record.patterns, start=1):
            entry_id = typology.get(link.pattern).entry.id
            yield record.id, number, entry_id, link.influence.value, link.how


def _prevented_by(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, NearMiss):
        for number, each in enumerate(record.prevented_by, start=1):
            yield record.id, number, each.by.value, each.how


def _harm_grades(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, NearMiss) and record.harm is not None:
        # A grade that a record names twice holds once.
        for grade in dict.fromkeys(record.harm.grades):
            yield record.id, grade.value


def _went_well(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, Debrief):
        for number, each in enumerate(record.went_well, start=1):
            yield record.id, number, each.what, each.made_possible


def _was_hard(published: Published, typology: Typology) -> Iterator[Row]:
    record = published.record
    if isinstance(record, Debrief):
        for number, each in enumerate(record.was_hard, start=1):
            yield record.id, number, each.what, each.why


# --- The vocabulary -----------------------------------------------------------------------------


def _entries(typology: Typology) -> Iterator[Row]:
    for place, definition in zip(count(1), typology, strict=False):
        entry = definition.entry
        yield (
            entry.id,
            place,
            entry.kind.value,
            entry.title,
            entry.status.value,
            entry.definition,
            _present(entry.parent, typology),
            _present(entry.replaced_by, typology),
        )


def _present(entry_id: str | None, typology: Typology) -> str | None:
    """Return the present id of an entry, or None if this reader has no such entry."""
    if entry_id is None or entry_id not in typology:
        return None
    return typology.get(entry_id).entry.id


def _entry_ancestors(typology: Typology) -> Iterator[Row]:
    """Yield each entry with what it stands under, for every scope that a link to it may have.

    Where a factor stands depends on the scope of the link for own-team factors alone; the others
    stand under the same whatever it is, and are told for each scope all the same, so that a link
    and what it leads to are joined by entry and scope in every case.
    """
    for definition in typology:
        entry = definition.entry
        scopes = (None, *Scope) if entry.kind is EntryKind.FACTOR else (None,)
        for scope in scopes:
            for ancestor in typology.lineage(entry.id, scope):
                yield entry.id, scope.value if scope else "", ancestor.entry.id


_RowsOfOne = Callable[[Published, Typology], Iterator[Row]]
_ROWS: dict[str, _RowsOfOne] = {
    "records": _records,
    "settings": _settings,
    "agencies": _agencies,
    "participants": _participants,
    "missing": _missing,
    "episodes": _episodes,
    "factor_links": _factor_links,
    "findings": _findings,
    "finding_episodes": _finding_episodes,
    "pattern_links": _pattern_links,
    "recommendations": _recommendations,
    "recommendation_findings": _recommendation_findings,
    "responses": _responses,
    "prevented_by": _prevented_by,
    "harm_grades": _harm_grades,
    "went_well": _went_well,
    "was_hard": _was_hard,
    "texts": _texts,
    "related": _related,
}
