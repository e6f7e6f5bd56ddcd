"""Published records -> their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from patternbook import pictures
from patternbook.evidence import PartKind, counts, in_order
from patternbook.model import (
    CaseReview,
    Debrief,
    Episode,
    FactorLink,
    Finding,
    NearMiss,
    Recommendation,
)
from patternbook.pages import links, paths
from patternbook.pages.citing import Cited, cite_record
from patternbook.pages.markup import attribute
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.site import Site
from patternbook.pages.starting import may_keep, to_keep
from patternbook.pages.subjects import has_packs
from patternbook.publication import Published, PublishedLibrary
from patternbook.recommendations import Register
from patternbook.typology import Definition, Typology
from patternbook.vocabulary import FactorInfluence, Kind, RecommendationKind

# A search is for evidence first, then for what was invented and for what lists it.
_BEFORE_ALL: dict[str, object] = {"search": {"boost": 3}}

_PICTURE = "picture"  # begins the ids within the picture of a whole record

TEMPLATES = {
    Kind.CASE_REVIEW: "case-review.md.j2",
    Kind.NEAR_MISS: "near-miss.md.j2",
    Kind.DEBRIEF: "debrief.md.j2",
}


@dataclass(frozen=True, slots=True)
class RecurringFactor:
    """A factor in one review, with the episodes in which it was at work and what it did there."""

    definition: Definition
    uses: tuple[tuple[Episode, FactorInfluence], ...]

    @property
    def repeats(self) -> bool:
        """Return whether it was at work in more than one episode."""
        return len({episode.id for episode, _ in self.uses}) > 1


def record_pages(library: PublishedLibrary, site: Site) -> Iterator[Page]:
    """Yield one page for each record that the audience may see."""
    by_id = {published.record.id: published for published in library.records}
    related = _related(library)
    groups = Register(library).groups_by_member
    for published in library.records:
        record = published.record
        path = paths.of_record(published)
        cited = cite_record(published, library, site)
        values: dict[str, object] = {
            "published": published,
            "record": record,
            "counts": counts,
            "entry_link": lambda entry_id: links.to_entry(library.typology.get(entry_id)),
            "may_keep": may_keep(library.audience),
            "related": [by_id[other] for other in related[record.id]],
            "cited": cited,
        }
        if isinstance(record, CaseReview):
            values |= _case_review_values(record, library.typology, counts(published))
            values["groups"] = {
                each.id: [links.to_group(group) for group in groups.get((record.id, each.id), ())]
                for each in record.recommendations
            }
            values["packs"] = {
                finding.id: links.to_pack(paths.pack_of_finding(record.id, finding.id))
                for finding in record.findings
                if has_packs(library)
            }
        else:
            if isinstance(record, NearMiss):
                values["picture"] = pictures.of_near_miss(record, library.typology, _PICTURE)
            values |= {
                "pack": links.to_pack(paths.pack_of_record(record.id))
                if isinstance(record, NearMiss) and has_packs(library)
                else None,
                "factors": _by_influence(record.factors, FactorInfluence),
                "unsaid": _unsaid(record),
            }
        yield Page(
            path=path,
            title=attribute(_title_in_lists(published)),
            description=attribute(record.summary),
            markdown=render(TEMPLATES[record.kind], path, **values),
            file=published.file,
            extra={
                **(_BEFORE_ALL if counts(published) else {}),
                **to_keep(_kind_in_lists(published), library.audience),
                **_to_cite(cited),
            },
        )


def withdrawn_pages(library: PublishedLibrary) -> Iterator[Page]:
    """Yield a page that says so at the address of each record that was withdrawn."""
    for tombstone in library.tombstones:
        path = paths.of_tombstone(tombstone)
        yield Page(
            path=path,
            title="Withdrawn",
            description="This record was withdrawn.",
            markdown=render(
                "withdrawn.md.j2", path, kind=tombstone.kind, year=tombstone.withdrawn.year
            ),
            extra={"noindex": True, "search": {"exclude": True}},
        )


def _to_cite(cited: Cited | None) -> dict[str, object]:
    """Return what a theme puts into the head of a page that may be cited."""
    return {"citation": cited.metadata()} if cited else {}


def _by_influence(
    factors: Iterable[FactorLink], influences: Iterable[FactorInfluence]
) -> list[tuple[FactorInfluence, list[FactorLink]]]:
    """Return the factors that helped, then those that hindered, without empty groups."""
    grouped = [(each, [link for link in factors if link.influence is each]) for each in influences]
    return [(influence, group) for influence, group in grouped if group]


def _unsaid(record: NearMiss | Debrief) -> list[str]:
    """Return what a near miss leaves open, for one sentence at its end."""
    if not isinstance(record, NearMiss):
        return []
    learned = record.learned and (record.learned.by or record.learned.changed)
    turned = "what kept harm away" if record.outcome else "what changed its course"
    answers = {
        "what might have followed": record.could_have,
        turned: record.prevented_by,
        "who saw it": record.identified_by,
        "what made it make sense": record.factors,
        "what was learned": learned,
        "what the family was told": record.family,
    }
    return [question for question, answer in answers.items() if not answer]


def _case_review_values(
    record: CaseReview, typology: Typology, is_counted: bool
) -> dict[str, object]:
    factors = _recurring_factors(record, typology)
    return {
        "factors": factors,
        "episodes_of_factor": {
            f.definition.entry.id: len({e.id for e, _ in f.uses}) for f in factors
        },
        "current_id": lambda entry_id: typology.get(entry_id).entry.id,
        "selected": [finding for finding in record.findings if finding.selected],
        "not_selected": [finding for finding in record.findings if not finding.selected],
        "episode_kind": PartKind.EPISODE if is_counted else f"{PartKind.EPISODE} (illustration)",
        "episode_titles": {episode.id: episode.title for episode in record.episodes},
        "recommendations": _by_kind(record),
        "finding_numbers": {finding.id: n for n, finding in enumerate(_numbered(record), 1)},
        "pictures": _pictures(record, typology),
    }


def _pictures(record: CaseReview, typology: Typology) -> dict[str, Markup]:
    """Return the picture of each episode and finding that has one, by its anchor."""
    drawn: dict[str, Markup] = {}
    for episode in record.episodes:
        anchor = paths.episode_anchor(episode.id)
        picture = pictures.of_episode(episode, typology, anchor)
        drawn[anchor] = pictures.folded(picture, episode.title) if picture else picture
    for number, finding in enumerate(_numbered(record), 1):
        anchor = paths.finding_anchor(finding.id)
        picture = pictures.of_finding(finding, record.episodes, typology, anchor)
        drawn[anchor] = pictures.folded(picture, f"Finding {number}") if picture else picture
    return drawn


def _numbered(record: CaseReview) -> list[Finding]:
    """Return the findings in the order in which the page numbers them: selected ones first."""
    return sorted(record.findings, key=lambda finding: not finding.selected)


def _by_kind(record: CaseReview) -> Mapping[RecommendationKind, list[Recommendation]]:
    grouped = {
        kind: [r for r in record.recommendations if r.kind is kind] for kind in RecommendationKind
    }
    return {kind: group for kind, group in grouped.items() if group}


def _recurring_factors(record: CaseReview, typology: Typology) -> list[RecurringFactor]:
    """Return the review's factors, those at work in most episodes first."""
    uses: dict[str, list[tuple[Episode, FactorLink]]] = defaultdict(list)
    for episode in record.episodes:
        for link in episode.factors:
            uses[typology.get(link.factor).entry.id].append((episode, link))
    factors = [
        RecurringFactor(
            typology.get(factor), tuple((episode, link.influence) for episode, link in used)
        )
        for factor, used in uses.items()
    ]
    return sorted(
        factors, key=lambda f: (-len({e.id for e, _ in f.uses}), f.definition.entry.title)
    )


def _related(library: PublishedLibrary) -> dict[str, list[str]]:
    """Return for each record those that it names or that name it, newest first."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for published in library.records:
        for other in published.record.related:
            pairs[published.record.id].add(other)
            pairs[other].add(published.record.id)
    order = [published.record.id for published in in_order(library.records)]
    place = {record_id: n for n, record_id in enumerate(order)}
    return {record_id: sorted(pairs[record_id], key=place.__getitem__) for record_id in order}


def _kind_in_lists(published: Published) -> str:
    """Return the kind for a list where no mark stands beside it."""
    kind = published.record.kind.label
    return kind if counts(published) else f"{kind} (illustration)"


def _title_in_lists(published: Published) -> str:
    """Return the title for tabs, bookmarks and search results, where no mark stands beside it."""
    title = published.record.title
    return title if counts(published) else f"{title} (illustration)"
