"""A published library -> what there is a team pack about, each with all that its pack may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook.evidence import Evidence, EvidenceIndex, PartKind, in_order
from patternbook.model import CaseReview, FactorLink, Finding, NearMiss, Prevention
from patternbook.pages import links, paths, questions
from patternbook.pages.citing import Cited, cite_entry, cite_record
from patternbook.pages.elsewhere import Help, Helps
from patternbook.pages.markup import Link
from patternbook.pages.questions import Question
from patternbook.pages.site import Site
from patternbook.publication import Published, PublishedLibrary
from patternbook.typology import Definition, Typology, is_pattern_kind
from patternbook.vocabulary import Audience, EntryKind, FactorInfluence


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a story: what it is called, if it has a name, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a pack is about, as its own page tells it.

    `heading` stands over the pack, `name` in lists and `title` on the browser's tab; `whole`
    leads to the page that tells it in full, and `cited` says how that is cited, if it may be. An
    entry has a `definition`, and an `example` if there is one; a near miss or a finding is what is
    `published`, or a part of it.
    """

    path: str
    heading: str
    name: str
    title: str
    whole: Link
    lead: str
    told: tuple[Told, ...]
    factors: tuple[FactorLink, ...]
    questions: tuple[Question, ...]
    helps: tuple[Help, ...]
    cited: Cited | None
    definition: Definition | None = None
    example: Evidence | None = None
    published: Published | None = None
    finding: Finding | None = None
    kept: tuple[Prevention, ...] = ()

    def is_of_kind(self, kind: EntryKind) -> bool:
        """Return whether this is an entry of that kind."""
        return self.definition is not None and self.definition.entry.kind is kind

    def stands_under(self, other: Subject) -> bool:
        """Return whether this is an issue within the pattern that the other is about."""
        return (
            self.definition is not None
            and other.definition is not None
            and self.definition.entry.parent == other.definition.entry.id
        )


def has_packs(library: PublishedLibrary) -> bool:
    """Return whether there are packs for these readers.

    A pack leaves the screen that marks it. So those who read the draft of their own review get
    none: a draft is theirs in confidence (Guide 13, section 3).
    """
    return library.audience is not Audience.PARTICIPANTS


def subjects_of(library: PublishedLibrary, index: EvidenceIndex, site: Site) -> Iterator[Subject]:
    """Yield what there is a pack about: each pattern and issue, then records, newest first."""
    if not has_packs(library):
        return
    helps = Helps(library, index)
    for definition in library.typology:
        if is_pattern_kind(definition.entry.kind):
            cited = cite_entry(definition, library, site)
            yield _of_entry(definition, library.typology, index, helps, cited)
    for published in in_order(library.records):
        record = published.record
        cited = cite_record(published, library, site)
        if isinstance(record, NearMiss):
            yield _of_near_miss(published, record, library.typology, helps, cited)
        elif isinstance(record, CaseReview):
            for finding in record.findings:
                yield _of_finding(published, record, finding, library.typology, helps, cited)


def _of_entry(
    definition: Definition,
    typology: Typology,
    index: EvidenceIndex,
    helps: Helps,
    cited: Cited | None,
) -> Subject:
    entry = definition.entry
    evidence = index.of(entry.id)
    # The newest that counts, whichever way it leans; an illustration only where nothing counts.
    example = next((e for e in evidence if e.counted), next(iter(evidence), None))
    told: tuple[Told, ...] = ()
    factors: tuple[FactorLink, ...] = ()
    if example is not None:
        told = (Told("", _story_of(example)), Told(f"{example.influence.label} there", example.how))
        factors = _factors_of(example)
    return Subject(
        path=paths.pack_of_entry(entry.id),
        heading=entry.title,
        name=entry.title,
        title=f"Team pack: {entry.title}",
        whole=links.to_entry(definition),
        lead=entry.definition,
        told=told,
        definition=definition,
        example=example,
        factors=factors,
        questions=questions.of_entry(definition, typology),
        helps=helps.elsewhere(
            [definition],
            _entries(factors, typology),
            example.published.record.id if example is not None else "",
        ),
        cited=cited,
    )


def _of_near_miss(
    published: Published, record: NearMiss, typology: Typology, helps: Helps, cited: Cited | None
) -> Subject:
    factors = _entries(record.factors, typology)
    patterns = [typology.get(link.pattern) for link in record.patterns]
    return Subject(
        path=paths.pack_of_record(record.id),
        heading=record.title,
        name=record.title,
        title=f"Team pack: {record.title}",
        whole=links.to_record(published),
        lead=record.summary,
        told=(Told("", record.what_happened),),
        published=published,
        factors=record.factors,
        kept=record.prevented_by,
        questions=questions.of_near_miss([*factors, *patterns], typology),
        helps=helps.elsewhere(patterns, factors, record.id),
        cited=cited,
    )


def _of_finding(
    published: Published,
    record: CaseReview,
    finding: Finding,
    typology: Typology,
    helps: Helps,
    cited: Cited | None,
) -> Subject:
    pattern = typology.get(finding.pattern)
    at_work = _factors_in(record, finding.episodes)
    factors = _entries(at_work, typology)
    told = [
        Told("In this case", finding.in_this_case or ""),
        Told("Why it is more than a quirk of this case", finding.why_underlying or ""),
    ]
    return Subject(
        path=paths.pack_of_finding(record.id, finding.id),
        heading=f"A finding: {pattern.entry.title}",
        name=f"{pattern.entry.title}, in “{record.title}”",
        title=f"Team pack: {pattern.entry.title}, a finding of “{record.title}”",
        whole=Link(record.title, paths.of_record(published), paths.finding_anchor(finding.id)),
        lead=finding.statement,
        told=tuple(each for each in told if each.text),
        published=published,
        finding=finding,
        factors=at_work,
        questions=questions.of_finding(finding, pattern, factors, typology),
        helps=helps.elsewhere([pattern], factors, record.id),
        cited=cited,
    )


def _story_of(evidence: Evidence) -> str:
    """Return what a piece of evidence is about: a finding's statement, or a record's summary."""
    if evidence.part is PartKind.FINDING:
        return evidence.title
    return evidence.published.record.summary


def _factors_of(evidence: Evidence) -> tuple[FactorLink, ...]:
    """Return the factors at work where a pattern was seen."""
    record = evidence.published.record
    if isinstance(record, CaseReview):
        return _factors_in(record, [episode.id for episode in evidence.episodes])
    return record.factors


def _factors_in(record: CaseReview, episode_ids: Sequence[str]) -> tuple[FactorLink, ...]:
    """Return the factors in some episodes, each influence of each as it is told first."""
    told: dict[tuple[str, FactorInfluence], FactorLink] = {}
    for episode in record.episodes:
        if episode.id in episode_ids:
            for link in episode.factors:
                told.setdefault((link.factor, link.influence), link)
    return tuple(told.values())


def _entries(factors: Iterable[FactorLink], typology: Typology) -> list[Definition]:
    """Return the entries of factors, each once."""
    found = {d.entry.id: d for d in (typology.get(link.factor) for link in factors)}
    return list(found.values())
