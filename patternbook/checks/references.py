"""Rules about links: what a record mentions must exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from patternbook.checks.places import (
    Reference,
    factor_links,
    parts_marked,
    pattern_references,
    problem_at,
)
from patternbook.library import Filed, Library
from patternbook.model import CaseReview, NearMiss
from patternbook.problems import Problem, Severity, is_repeatable, nearest
from patternbook.source import FieldPath
from patternbook.typology import is_pattern_kind
from patternbook.vocabulary import Audience, EntryKind, EntryStatus, Scope


def factors_exist(library: Library) -> Iterator[Problem]:
    """Every factor that a record links to is one of the vocabulary, at the level of a factor."""
    entries = [d.entry for d in library.typology.definitions]
    factors = {entry.id: entry.title for entry in entries if entry.kind is EntryKind.FACTOR}
    for filed in library.filed:
        for linked in factor_links(filed):
            reference = Reference(linked.link.factor, (*linked.path, "factor"))
            yield from _in_vocabulary(library, filed, reference, factors, "contributory factor")


def patterns_exist(library: Library) -> Iterator[Problem]:
    """Every pattern or recurrent issue that a record links to is one of the vocabulary."""
    entries = [d.entry for d in library.typology.definitions]
    patterns = {entry.id: entry.title for entry in entries if is_pattern_kind(entry.kind)}
    for filed in library.filed:
        for reference in pattern_references(filed):
            yield from _in_vocabulary(
                library, filed, reference, patterns, "pattern or recurrent issue"
            )


def episodes_exist(library: Library) -> Iterator[Problem]:
    """An episode that a finding cites stands in the same review."""
    for filed, record in _case_reviews(library):
        known = {episode.id: episode.title for episode in record.episodes}
        for n, finding in enumerate(record.findings):
            for m, cited in enumerate(finding.episodes):
                if cited not in known:
                    yield _unknown(
                        filed, Reference(cited, ("findings", n, "episodes", m)), known, "episode"
                    )


def findings_exist(library: Library) -> Iterator[Problem]:
    """A finding that a recommendation answers stands in the same review."""
    for filed, record in _case_reviews(library):
        known = dict.fromkeys((finding.id for finding in record.findings), "")
        for n, recommendation in enumerate(record.recommendations):
            for m, cited in enumerate(recommendation.findings):
                if cited not in known:
                    path = ("recommendations", n, "findings", m)
                    yield _unknown(filed, Reference(cited, path), known, "finding")


def related_records_exist(library: Library) -> Iterator[Problem]:
    """A related record exists, and is not the record itself."""
    known = {filed.record.id: filed.record.title for filed in library.filed}
    withdrawn = {removed.tombstone.id for removed in library.removed} - known.keys()
    for filed in library.filed:
        for n, cited in enumerate(filed.record.related):
            if cited == filed.record.id:
                yield problem_at(
                    filed,
                    ("related", n),
                    "related-to-itself",
                    "A record cannot be related to itself.",
                    "Remove this entry.",
                )
            elif cited in withdrawn:
                yield problem_at(
                    filed,
                    ("related", n),
                    "withdrawn-record",
                    "This record was withdrawn, so nothing leads there any more.",
                    "Remove this entry.",
                    Severity.ADVICE,
                )
            elif cited not in known and cited not in library.unread:
                others = {each: known[each] for each in known if each != filed.record.id}
                yield _unknown(filed, Reference(cited, ("related", n)), others, "record")


def nothing_public_leads_inside(library: Library, public: bool = False) -> Iterator[Problem]:
    """What is for the public refers to nothing that is not; with `public`, every record is.

    The door would leave such a reference out. But its author means it to be read, and a record
    whose argument rests on what is hidden cannot be followed.
    """
    by_id: dict[str, list[Filed]] = defaultdict(list)
    for filed in library.filed:
        by_id[filed.record.id].append(filed)
    for filed in library.filed:
        if not public and not _may_be_public(filed):
            continue
        for n, cited in enumerate(filed.record.related):
            if cited in by_id and not any(_may_be_public(each) for each in by_id[cited]):
                yield _leads_inside(filed, ("related", n), "a record")
        yield from _inside_the_vocabulary(library, filed)
        if isinstance(filed.record, CaseReview):
            yield from _inside_the_review(filed, filed.record)


def _may_be_public(filed: Filed) -> bool:
    return filed.audience is Audience.PUBLIC and filed.record.published is None


def _inside_the_vocabulary(library: Library, filed: Filed) -> Iterator[Problem]:
    references = [Reference(link.factor, (*path, "factor")) for link, path in factor_links(filed)]
    hidden = set(parts_marked(filed.record))
    for reference in [*references, *pattern_references(filed)]:
        if reference.id not in library.typology:
            continue
        entry_audience = library.typology.get(reference.id).audience
        is_hidden = any(reference.path[: len(each)] == each for each in hidden)
        if entry_audience is not Audience.PUBLIC and not is_hidden:
            yield _leads_inside(filed, reference.path, "an entry of the vocabulary")


def _inside_the_review(filed: Filed, record: CaseReview) -> Iterator[Problem]:
    """Yield a problem where a public part of a review cites one that is not."""
    pairs: tuple[tuple[str, str], ...] = (("findings", "episodes"), ("recommendations", "findings"))
    for citing, cited in pairs:
        inside = {part.id for part in getattr(record, cited) if _is_inside(part.audience)}
        for n, part in enumerate(getattr(record, citing)):
            if _is_inside(part.audience):
                continue
            for m, part_id in enumerate(getattr(part, cited)):
                if part_id in inside:
                    yield _leads_inside(filed, (citing, n, cited, m), f"one of the {cited}")


def _is_inside(audience: Audience | None) -> bool:
    return audience not in {None, Audience.PUBLIC}


def _leads_inside(filed: Filed, path: FieldPath, what: str) -> Problem:
    return problem_at(
        filed,
        path,
        "leads-inside",
        f"This is for the public, and refers to {what} that is not.",
        "Remove the reference, refer to what the shared library has, or put “audience: board” "
        "under what refers to it.",
    )


def scope_fits_the_factor(library: Library) -> Iterator[Problem]:
    """Only a factor that inter-agency work inherits may say that it worked between agencies."""
    if library.unread_entries:
        return  # the page that says what is inherited may be among those with faults
    for filed in library.filed:
        for link, path in factor_links(filed):
            if link.scope is not Scope.INTER_AGENCY or link.factor not in library.typology:
                continue
            if not library.typology.may_cross_agencies(link.factor):
                yield problem_at(
                    filed,
                    (*path, "scope"),
                    "scope-does-not-fit",
                    f"“{link.factor}” is no own-team factor, so it has no scope.",
                    "Remove the field “scope”.",
                )


def _case_reviews(library: Library) -> Iterator[tuple[Filed, CaseReview]]:
    for filed in library.filed:
        if isinstance(filed.record, CaseReview):
            yield filed, filed.record


def _in_vocabulary(
    library: Library, filed: Filed, reference: Reference, known: Mapping[str, str], what: str
) -> Iterator[Problem]:
    """Yield the problem with a link to the vocabulary, if there is one.

    `known` holds the titles of the entries that may stand here, by their ids.
    """
    if reference.id in library.typology:
        definition = library.typology.get(reference.id)
        current = definition.entry.id
        if current not in known:
            yield problem_at(
                filed,
                reference.path,
                "wrong-kind-of-entry",
                f"“{reference.id}” is no {what} but a {definition.entry.kind.label.lower()}.",
                _where_it_belongs(definition.entry.kind, filed)
                or nearest(reference.id, known)
                or f"Choose a {what}.",
            )
        elif current != reference.id:
            yield problem_at(
                filed,
                reference.path,
                "former-id",
                f"“{reference.id}” is now called “{current}”.",
                "The record works as it is; write the new id when you next change it.",
                Severity.ADVICE,
            )
        elif definition.entry.status is EntryStatus.RETIRED:
            yield problem_at(
                filed,
                reference.path,
                "retired-entry",
                f"“{reference.id}” is retired.",
                f"New records use “{definition.entry.replaced_by}”; an old one may stay as it is.",
                Severity.ADVICE,
            )
    elif reference.id not in library.unread_entries:
        yield _unknown(filed, reference, known, what)


def _where_it_belongs(kind: EntryKind, filed: Filed) -> str:
    """Return where in this record an entry of this kind is named instead."""
    if kind is EntryKind.FACTOR:
        return "It belongs under “factors”."
    if not is_pattern_kind(kind):
        return ""
    if isinstance(filed.record, NearMiss):
        return "It belongs under “patterns”."
    if isinstance(filed.record, CaseReview):
        return "It belongs under “findings”."
    return "A debrief names no patterns. Choose a contributory factor."


def _unknown(filed: Filed, reference: Reference, known: Mapping[str, str], what: str) -> Problem:
    called = f" called “{reference.id}”" if is_repeatable(reference.id) else " with this id"
    return problem_at(
        filed,
        reference.path,
        f"unknown-{what.split()[0]}" if what != "contributory factor" else "unknown-factor",
        f"There is no {what}{called}.",
        nearest(reference.id, known) or f"Use the id of a {what} that exists.",
    )
