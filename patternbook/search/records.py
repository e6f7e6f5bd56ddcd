"""A published library -> one record of each thing that a search can find."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from patternbook.evidence import counts, in_order
from patternbook.grouping import is_group_file
from patternbook.model import (
    CaseReview,
    Debrief,
    Entry,
    Episode,
    FactorLink,
    Finding,
    Issue,
    NearMiss,
    Recommendation,
)
from patternbook.narrative import Narrative
from patternbook.pages import forms, paths
from patternbook.publication import Published, PublishedLibrary
from patternbook.responses import is_open
from patternbook.search import facets
from patternbook.search.concepts import Concepts
from patternbook.search.plain import one_line, plain, text_of
from patternbook.search.record import FoundKind, SearchRecord
from patternbook.typology import Typology
from patternbook.vocabulary import EntryKind, EntryStatus, Kind

# A title of a result is one line; a finding or a recommendation has only its sentences.
_LONGEST_TITLE = 140

Filters = dict[str, tuple[str, ...]]

# Generated pages that hold little but links to what is found anyway.
_WAYS_IN = frozenset(
    {
        *(paths.BALANCE, paths.BROWSE, paths.NAVIGATOR, paths.PACKS, paths.WORKSHOP),
        *(paths.BEFORE_YOU_START, paths.READING_LIST, paths.WRITE, paths.FOLLOW_UP),
        paths.DATA,
        *(paths.of_form(form.name) for form in forms.PAGES),
    }
)


def make_records(library: PublishedLibrary, concepts: Concepts) -> Iterator[SearchRecord]:
    """Yield a record of each thing in the library that can be found, with its marks.

    What counts comes first, the newest before all; then what was invented; then the vocabulary.
    Where nothing is asked for but a filter, results keep this order.
    """
    ordered = in_order(library.records)
    for published in sorted(ordered, key=lambda each: not counts(each)):
        yield from _of_record(published, library.typology, concepts)
    for definition in library.typology:
        entry = definition.entry
        record = SearchRecord(
            path=definition.path,
            kind=FoundKind.ENTRY,
            title=one_line(entry.title),
            text=_joined([*_entry_texts(entry), plain(definition.body)]),
            meta={"about": entry.kind.label},
        )
        ids = () if entry.status is EntryStatus.RETIRED else (entry.id,)
        yield _marked(record, concepts, ids)


def stands_for_itself(path: str) -> bool:
    """Return whether a generated page is found as a page: nothing else leads to what it says."""
    return (
        path == paths.GLOSSARY
        or path.startswith(f"{paths.RULES.rpartition('/')[0]}/")
        or is_group_file(tuple(path.split("/")))
    )


def is_a_way_in(path: str) -> bool:
    """Return whether a generated page is found by its title and by what it says it is for."""
    return path in _WAYS_IN or posixpath.dirname(path) == posixpath.dirname(paths.COLLATIONS)


def page_record(path: str, title: str, html: str, concepts: Concepts) -> SearchRecord:
    """Return the record of a page that stands for itself, made of its rendered text."""
    record = SearchRecord(path=path, kind=FoundKind.PAGE, title=one_line(title), text=text_of(html))
    return _marked(record, concepts)


def _marked(
    record: SearchRecord,
    concepts: Concepts,
    entry_ids: Iterable[str] = (),
    kind: Kind | None = None,
) -> SearchRecord:
    """Return the record with its marks; a part of a case review is one of “case review”, too."""
    said = [record.title, record.text, kind.label if kind else ""]
    return record.marked(concepts.marks(" . ".join(said), entry_ids))


def _of_record(
    published: Published, typology: Typology, concepts: Concepts
) -> Iterator[SearchRecord]:
    record = published.record
    if isinstance(record, CaseReview):
        yield _case_review(record, published, concepts)
        for episode in record.episodes:
            yield _episode(episode, record, published, typology, concepts)
        for finding in record.findings:
            yield _finding(finding, published, typology, concepts)
        for recommendation in record.recommendations:
            yield _recommendation(recommendation, record, published, typology, concepts)
        return
    texts = _near_miss_texts(record) if isinstance(record, NearMiss) else _debrief_texts(record)
    patterns = [link.pattern for link in record.patterns] if isinstance(record, NearMiss) else []
    made = SearchRecord(
        path=paths.of_record(published),
        kind=FoundKind.NEAR_MISS if record.kind is Kind.NEAR_MISS else FoundKind.DEBRIEF,
        title=one_line(record.title),
        text=_joined([record.summary, *texts, *_account(published.narrative)]),
        filters={
            **_filters_of_record(published),
            **_of_factors(record.factors, typology),
            facets.PATTERN: facets.rolled_up(patterns, typology),
            facets.PREVENTED_BY: _prevented_by(record),
        },
        counted=counts(published),
    )
    entries = [*(link.factor for link in record.factors), *patterns]
    yield _marked(made, concepts, _current(entries, typology), record.kind)


def _case_review(record: CaseReview, published: Published, concepts: Concepts) -> SearchRecord:
    made = SearchRecord(
        path=paths.of_record(published),
        kind=FoundKind.CASE_REVIEW,
        title=one_line(record.title),
        text=_joined([record.summary, *record.questions, *_account(published.narrative)]),
        filters=_filters_of_record(published),
        counted=counts(published),
    )
    return _marked(made, concepts, (), record.kind)


def _episode(
    episode: Episode,
    record: CaseReview,
    published: Published,
    typology: Typology,
    concepts: Concepts,
) -> SearchRecord:
    patterns = [each.pattern for each in record.findings if episode.id in each.episodes]
    made = SearchRecord(
        path=paths.of_record(published),
        anchor=paths.episode_anchor(episode.id),
        kind=FoundKind.EPISODE,
        title=one_line(episode.title),
        text=_joined(
            [
                episode.description,
                episode.significance,
                *episode.breakdown,
                episode.judgement,
                *(link.how for link in episode.factors),
            ]
        ),
        meta={"about": one_line(record.title)},
        filters={
            **_filters_of_record(published),
            **_of_factors(episode.factors, typology),
            facets.PATTERN: facets.rolled_up(patterns, typology),
            facets.PRACTICE: (episode.practice.value,),
        },
        counted=counts(published),
    )
    entries = _current((link.factor for link in episode.factors), typology)
    return _marked(made, concepts, entries, record.kind)


def _finding(
    finding: Finding, published: Published, typology: Typology, concepts: Concepts
) -> SearchRecord:
    made = SearchRecord(
        path=paths.of_record(published),
        anchor=paths.finding_anchor(finding.id),
        kind=FoundKind.FINDING,
        title=_short(finding.statement),
        has_name=False,
        text=_joined(
            [
                finding.statement,
                finding.in_this_case,
                finding.why_underlying,
                finding.relevance_now,
                *finding.questions_for_board,
                finding.dissent,
            ]
        ),
        meta={
            "about": one_line(published.record.title),
            "influence": finding.influence.value,
        },
        filters={
            **_filters_of_record(published),
            facets.PATTERN: facets.rolled_up([finding.pattern], typology),
        },
        counted=counts(published),
    )
    entries = _current([finding.pattern], typology)
    return _marked(made, concepts, entries, published.record.kind)


def _recommendation(
    recommendation: Recommendation,
    record: CaseReview,
    published: Published,
    typology: Typology,
    concepts: Concepts,
) -> SearchRecord:
    patterns = [each.pattern for each in record.findings if each.id in recommendation.findings]
    responses = [response.note for response in recommendation.responses]
    made = SearchRecord(
        path=paths.of_record(published),
        anchor=paths.recommendation_anchor(recommendation.id),
        kind=FoundKind.RECOMMENDATION,
        title=_short(recommendation.text),
        has_name=False,
        text=_joined([recommendation.text, recommendation.owner, *responses]),
        meta={"about": one_line(record.title)},
        filters={
            **_filters_of_record(published),
            facets.PATTERN: facets.rolled_up(patterns, typology),
            facets.STATUS: (facets.OPEN if is_open(recommendation) else facets.SETTLED,),
        },
        counted=counts(published),
    )
    return _marked(made, concepts, (), record.kind)


# --- What can be filtered by --------------------------------------------------------------------


def _filters_of_record(published: Published) -> Filters:
    record = published.record
    return {
        facets.AGENCY: tuple(each.value for each in record.agencies),
        facets.SETTING: tuple(each.value for each in record.setting),
        facets.ORIGIN: (record.origin.value,),
        facets.YEAR: () if record.completed is None else (str(record.completed),),
    }


def _of_factors(factors: Iterable[FactorLink], typology: Typology) -> Filters:
    """Return the factors with all that they stand under: their types and their levels."""
    above = [d.entry for f in factors for d in typology.lineage(f.factor, f.scope)]
    is_level = {entry.id: entry.kind is EntryKind.LEVEL for entry in above}
    return {
        facets.FACTOR: tuple(sorted(each for each in is_level if not is_level[each])),
        facets.LEVEL: tuple(sorted(each for each in is_level if is_level[each])),
    }


def _prevented_by(record: NearMiss | Debrief) -> tuple[str, ...]:
    prevented_by = record.prevented_by if isinstance(record, NearMiss) else ()
    return tuple(dict.fromkeys(each.by.value for each in prevented_by))


def _current(entry_ids: Iterable[str], typology: Typology) -> list[str]:
    return [typology.get(each).entry.id for each in entry_ids]


# --- What is said -------------------------------------------------------------------------------


def _near_miss_texts(record: NearMiss) -> list[str | None]:
    learned, harm, family = record.learned, record.harm, record.family
    return [
        record.what_happened,
        record.could_have,
        *(each.how for each in record.prevented_by),
        *(link.how for link in record.factors),
        *(link.how for link in record.patterns),
        *((learned.by, learned.changed) if learned else ()),
        *((harm.staff_view, harm.family_view) if harm else ()),
        family.how if family else None,
        record.identified_by.role if record.identified_by else None,
    ]


def _debrief_texts(record: Debrief) -> list[str | None]:
    return [
        record.what_we_were_doing,
        *(said for each in record.went_well for said in (each.what, each.made_possible)),
        *(said for each in record.was_hard for said in (each.what, each.why)),
        *(link.how for link in record.factors),
        record.tell_others,
        record.for_managers,
        record.children_and_families_said,
    ]


def _entry_texts(entry: Entry) -> list[str | None]:
    return [
        entry.definition,
        entry.when_it_helps,
        entry.when_it_hinders,
        *(each.difference for each in entry.neighbours),
        *entry.team_questions,
        *entry.conversation_questions,
        *(point.text for point in (entry.points if isinstance(entry, Issue) else ())),
    ]


def _account(narrative: Narrative) -> Iterator[str]:
    for section in narrative:
        yield section.title
        for passage in section.passages:
            yield plain(passage.markdown)


def _joined(texts: Iterable[str | None]) -> str:
    """Return texts as one line, each ending as a sentence does, so that none runs into the next."""
    lines = (one_line(text) for text in texts if text)
    return " ".join(line if line[-1:] in ".?!:”’" else f"{line}." for line in lines if line)


def _short(text: str) -> str:
    """Return a text, or as much of it as a title may hold, cut between two words."""
    line = one_line(text)
    if len(line) <= _LONGEST_TITLE:
        return line
    return f"{line[:_LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(',;:–-')} …"
