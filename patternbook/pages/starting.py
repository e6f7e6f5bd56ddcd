"""A published library -> the two pages that a reader uses to prepare, and takes away.

“Before you start a review” says what is known, what is still open, and what nobody has written
about. “Your reading list” is filled by a script, from what the visitor's own browser keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patternbook.evidence import (
    Evidence,
    EvidenceIndex,
    PartKind,
    counts,
)
from patternbook.gaps import Gaps, OneSided, find_gaps
from patternbook.model import CaseReview, SpreadClaim
from patternbook.pages import links, paths
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.publication import PublishedLibrary
from patternbook.recommendations import Register, Registered
from patternbook.responses import latest_response
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import (
    Audience,
    EntryKind,
    FactorInfluence,
    Influence,
    PatternInfluence,
    RecommendationKind,
)

# How many findings are named for each pattern, recommendations for each kind, and missing views:
# the page is read before a meeting. It links to where the rest stands.
FINDINGS = 5
RECOMMENDATIONS = 8
VIEWS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and how far its reviewers say that it reaches."""

    evidence: Evidence
    spread: SpreadClaim | None


@dataclass(frozen=True, slots=True)
class FindingsOnPattern:
    """What was found on one pattern and its issues; `number` is of findings that count."""

    pattern: Definition
    number: int
    other: int
    shown: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class OpenOfKind:
    """The open recommendations of one kind; `number` is of those that count."""

    kind: RecommendationKind
    number: int
    shown: tuple[Registered, ...]


@dataclass(frozen=True, slots=True)
class Unwritten:
    """What has no evidence among what stands under an entry, and whether that is all of it."""

    above: Link
    whole: bool
    links: tuple[Link, ...]


def left_out(audience: Audience) -> frozenset[str]:
    """Return the paths of pages that this audience does not get, so that no menu names them.

    The participants of one review have that review alone, with nothing to compare it with: there
    is no mirror of one. A reading list keeps titles in the browser: those of drafts, and of what
    only a board may read, must not stay behind on a computer that people share.
    """
    if audience is Audience.PUBLIC:
        return frozenset()
    if audience is Audience.BOARD:
        return frozenset({paths.READING_LIST})
    return frozenset({paths.READING_LIST, paths.BEFORE_YOU_START, paths.BALANCE, paths.DATA})


def may_keep(audience: Audience) -> bool:
    """Return whether the browser of this audience may keep what it reads, or what it writes."""
    return paths.READING_LIST not in left_out(audience)


def to_keep(kind: str, audience: Audience) -> dict[str, object]:
    """Return what a page's front matter says if the page may be kept: the kind of page it is."""
    return {"keep": kind} if may_keep(audience) else {}


def starting_pages(library: PublishedLibrary, index: EvidenceIndex) -> Iterator[Page]:
    """Yield those of the two pages that the audience gets."""
    without = left_out(library.audience)
    if paths.BEFORE_YOU_START not in without:
        yield _before_you_start(library, index)
    if paths.READING_LIST not in without:
        yield Page(
            path=paths.READING_LIST,
            title="Your reading list",
            description="Pages that you have kept for later, in your own browser.",
            markdown=render("reading-list.md.j2", paths.READING_LIST),
            extra={"script": "reading-list-page"},
        )


def _before_you_start(library: PublishedLibrary, index: EvidenceIndex) -> Page:
    gaps = find_gaps(library)
    return Page(
        path=paths.BEFORE_YOU_START,
        title="Before you start a review",
        description=(
            "What has been found already, which recommendations are still open, and what nobody "
            "has written about."
        ),
        markdown=render(
            "before-you-start.md.j2",
            paths.BEFORE_YOU_START,
            findings=_findings(library.typology, index),
            most_findings=FINDINGS,
            open=_open(library),
            most_recommendations=RECOMMENDATIONS,
            gaps=gaps,
            unwritten_patterns=_unwritten_patterns(gaps, library.typology),
            unwritten_factors=_unwritten_factors(gaps, library.typology),
            one_sided=_one_sided(gaps),
            unmet=[(each.setting, _to_entries(each.patterns)) for each in gaps.unmet],
            missing=gaps.missing[:VIEWS],
            missing_left=max(0, len(gaps.missing) - VIEWS),
            entry_link=lambda entry_id: links.to_entry(library.typology.get(entry_id)),
            counts=counts,
            latest_response=latest_response,
        ),
        extra={"script": "before-you-start"},
    )


def _findings(typology: Typology, index: EvidenceIndex) -> list[FindingsOnPattern]:
    """Return the newest findings on each pattern, those that count before illustrations."""
    found = []
    for pattern in typology.of_kind(EntryKind.PATTERN):
        evidence = index.of(pattern.entry.id)
        findings = [each for each in evidence if each.part is PartKind.FINDING]
        findings.sort(key=lambda each: not each.counted)
        found.append(
            FindingsOnPattern(
                pattern,
                number=sum(each.counted for each in findings),
                other=sum(each.counted for each in evidence if each.part is not PartKind.FINDING),
                shown=tuple(Found(each, _spread(each)) for each in findings[:FINDINGS]),
            )
        )
    return found


def _spread(evidence: Evidence) -> SpreadClaim | None:
    review = evidence.published.record
    findings = review.findings if isinstance(review, CaseReview) else ()
    return next((each.spread for each in findings if each.id == evidence.part_id), None)


def _open(library: PublishedLibrary) -> list[OpenOfKind]:
    """Return the newest open recommendations of each kind, those that count first."""
    waiting = [each for each in Register(library).all if each.is_open]
    grouped = [
        (kind, [each for each in waiting if each.recommendation.kind is kind])
        for kind in RecommendationKind
    ]
    return [
        OpenOfKind(kind, sum(each.is_counted for each in group), tuple(group[:RECOMMENDATIONS]))
        for kind, group in grouped
        if group
    ]


def _unwritten_patterns(gaps: Gaps, typology: Typology) -> list[Unwritten]:
    missing = {definition.entry.id for definition in gaps.unwritten}
    groups = []
    for pattern in typology.of_kind(EntryKind.PATTERN):
        issues = [d for d in typology.children(pattern.entry.id) if d.entry.id in missing]
        whole = pattern.entry.id in missing
        if whole or issues:
            groups.append(Unwritten(links.to_entry(pattern), whole, _to_entries(issues)))
    return groups


def _unwritten_factors(gaps: Gaps, typology: Typology) -> list[tuple[Link, list[Unwritten]]]:
    """Return the factors without evidence, by level and type; each under its first place."""
    missing = {definition.entry.id for definition in gaps.unwritten}
    levels = []
    for level in typology.of_kind(EntryKind.LEVEL):
        types = []
        for kind in typology.children(level.entry.id):
            own = [d for d in typology.children(kind.entry.id) if d.entry.parent == kind.entry.id]
            factors = [d for d in own if d.entry.id in missing]
            if factors:
                whole = len(factors) == len(own)
                types.append(Unwritten(links.to_entry(kind), whole, _to_entries(factors)))
        if types:
            levels.append((links.to_entry(level), types))
    return levels


def _one_sided(gaps: Gaps) -> list[tuple[Influence, Influence, tuple[Link, ...]]]:
    """Return, for each influence, what was seen with it alone: it, the other one, the entries."""
    groups: list[tuple[Influence, Influence, tuple[Link, ...]]] = []
    for never in (*PatternInfluence, *FactorInfluence):
        found: list[OneSided] = [each for each in gaps.one_sided if each.never is never]
        if found:
            groups.append((found[0].seen, never, _to_entries([d.definition for d in found])))
    return groups


def _to_entries(definitions: Sequence[Definition]) -> tuple[Link, ...]:
    return tuple(links.to_entry(definition) for definition in definitions)
