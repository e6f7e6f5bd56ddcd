"""A published library -> every recommendation in it, with what became of it.

A record says what was recommended, and its responses what became of that over the years. The
register holds all of them side by side, so that they can be listed by what they have in common.
Illustrations are in it, and never counted: whoever lists keeps them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from patternbook.evidence import counts, in_order
from patternbook.model import CaseReview, Finding, Recommendation, Response
from patternbook.publication import Published, PublishedGroup, PublishedLibrary
from patternbook.responses import first_done, in_order_of_years, is_open, latest_response
from patternbook.typology import Typology


@dataclass(frozen=True, slots=True, eq=False)
class Registered:
    """A recommendation, the review that makes it, and the findings on which it rests.

    `entries` are the patterns and issues that those findings are about, by their present ids in
    the order of the tree.
    """

    published: Published
    recommendation: Recommendation
    findings: tuple[Finding, ...]
    entries: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from all others: the ids of its record and its own."""
        return self.published.record.id, self.recommendation.id

    @property
    def is_counted(self) -> bool:
        """Return whether it counts: what was invented to teach the method never does."""
        return counts(self.published)

    @property
    def year(self) -> int | None:
        """Return the year in which its review was completed, if the record says that."""
        return self.published.record.completed

    @property
    def owner(self) -> str:
        """Return for whom it is, as one line; nothing where the record does not say."""
        return " ".join((self.recommendation.owner or "").split())

    @property
    def responses(self) -> tuple[Response, ...]:
        """Return what became of it, the oldest response first."""
        return in_order_of_years(self.recommendation)

    @property
    def latest(self) -> Response | None:
        """Return the newest response, or None if none is recorded."""
        return latest_response(self.recommendation)

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has something to do."""
        return is_open(self.recommendation)

    @property
    def done(self) -> int | None:
        """Return the first year in which somebody said that it was done, or None."""
        return first_done(self.recommendation)


@dataclass(frozen=True, slots=True)
class Group:
    """Recommendations that somebody takes to be the same in substance, the oldest first."""

    published: PublishedGroup
    members: tuple[Registered, ...]

    @property
    def id(self) -> str:
        """Return the id of the group."""
        return self.published.group.id

    @property
    def title(self) -> str:
        """Return the title of the group."""
        return self.published.group.title

    @property
    def counted(self) -> tuple[Registered, ...]:
        """Return those of its members that count."""
        return tuple(each for each in self.members if each.is_counted)


class Register:
    """Every recommendation of a published library: the newest first, those that count before all.

    `counted` are those that count, `illustrations` the others, and `groups` those that somebody
    takes to be the same, by the titles of the groups. `groups_by_member` leads from the ids of a
    record and of a recommendation in it to its groups.
    """

    def __init__(self, library: PublishedLibrary) -> None:
        """Take in a library once."""
        made = tuple(
            _registered(published, published.record, recommendation, library.typology)
            for published in in_order(library.records)
            if isinstance(published.record, CaseReview)
            for recommendation in published.record.recommendations
        )
        self.counted: Sequence[Registered] = [each for each in made if each.is_counted]
        self.illustrations: Sequence[Registered] = [each for each in made if not each.is_counted]
        by_key = {each.key: each for each in made}
        self.groups: Sequence[Group] = sorted(
            (group for each in library.groups if (group := _group(each, by_key)) is not None),
            key=lambda group: (group.title.casefold(), group.id),
        )
        by_member: dict[tuple[str, str], list[Group]] = defaultdict(list)
        for group in self.groups:
            for member in group.members:
                by_member[member.key].append(group)
        # There is one, or a board's own besides.
        self.groups_by_member: Mapping[tuple[str, str], Sequence[Group]] = dict(by_member)
        self._on = _by_entry([*self.counted, *self.illustrations], library.typology)

    @property
    def all(self) -> Sequence[Registered]:
        """Return all of them: those that count, then the illustrations."""
        return [*self.counted, *self.illustrations]

    def on(self, entry_id: str) -> Sequence[Registered]:
        """Return what was recommended on a pattern or an issue within it, in the same order."""
        return self._on.get(entry_id, [])


def _registered(
    published: Published, review: CaseReview, recommendation: Recommendation, typology: Typology
) -> Registered:
    findings = tuple(each for each in review.findings if each.id in recommendation.findings)
    entries = {typology.get(finding.pattern).entry.id for finding in findings}
    return Registered(
        published, recommendation, findings, tuple(sorted(entries, key=typology.place))
    )


def _by_entry(made: Iterable[Registered], typology: Typology) -> dict[str, list[Registered]]:
    on: dict[str, list[Registered]] = defaultdict(list)
    for each in made:
        named = {d.entry.id for entry in each.entries for d in typology.lineage(entry)}
        for entry in named:
            on[entry].append(each)
    return on


def _group(published: PublishedGroup, by_key: Mapping[tuple[str, str], Registered]) -> Group | None:
    """Return a group with what it is about, the oldest first; None if fewer than two are here."""
    found = [by_key.get((each.record, each.recommendation)) for each in published.group.members]
    members = [each for each in found if each is not None]
    if len(members) < 2:
        return None
    # What says no year stands last: nobody can tell when it was.
    members.sort(key=lambda each: (each.year is None, each.year or 0))
    return Group(published, tuple(members))
