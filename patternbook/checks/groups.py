"""Rules about recommendations that somebody takes to be the same: what a group names is there.

A page of a group belongs to the shared library, and so to the public, or to a board's own copy.
Whoever reads it must be able to read every recommendation in it: its reason speaks of all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from patternbook.checks.identity import mend_of_name
from patternbook.checks.places import is_marked_for, may_be_read
from patternbook.grouping import GroupPage
from patternbook.library import Filed, Library
from patternbook.model import CaseReview, GroupMember
from patternbook.problems import Problem, nearest, quoted
from patternbook.source import FieldPath

_FIELD = "recommendations"  # of a review
_ANOTHER = "Take it out of the group, or name another."


def groups_have_ids_of_their_own(library: Library) -> Iterator[Problem]:
    """A group's id is its file's name, and no other group has it."""
    first: dict[str, GroupPage] = {}
    for page in library.groups:
        stem = PurePosixPath(page.source.path).stem
        if page.group.id != stem:
            message = "The id is not the name of the file."
            yield _problem(page, ("id",), "id-is-not-the-file-name", message, mend_of_name(stem))
        other = first.setdefault(page.group.id, page)
        if other is not page:
            message = f"Another group has this id already: {other.source.path}."
            mend = "Give one of the two another id and file name."
            yield _problem(page, ("id",), "duplicate-id", message, mend)


def members_are_there(library: Library) -> Iterator[Problem]:
    """A recommendation that a group names is there, and whoever reads the page may read it.

    The shared pages come with the shared records. A library that has none of those that they name
    is another one with the same pages, and its groups are then empty.
    """
    known = _Known.of(library)
    shared = {
        member.record for page in library.groups if page.is_shared for member in page.group.members
    }
    is_another = shared.isdisjoint(known.records.keys() | known.withdrawn | library.unread)
    for page in library.groups:
        if page.is_shared and is_another:
            continue
        for n, member in enumerate(page.group.members):
            if member.record not in library.unread:
                yield from _amiss(page, n, member, known)


def no_recommendation_is_in_two_groups(library: Library) -> Iterator[Problem]:
    """A recommendation is the same as those of one group.

    A board may say of its own copy what the shared library does not, or not yet.
    """
    first: dict[tuple[bool, GroupMember], GroupPage] = {}
    for page in library.groups:
        for n, member in enumerate(page.group.members):
            other = first.setdefault((page.is_shared, member), page)
            if other is not page:
                yield _problem(
                    page,
                    ("members", n),
                    "grouped-twice",
                    f"This recommendation is in another group already: {other.source.path}.",
                    "If both groups are about the same, make one of them. If not, let the "
                    "recommendation stand in the group that it fits best.",
                )


@dataclass(frozen=True, slots=True)
class _Known:
    """The records by their ids, and the ids of what was withdrawn."""

    records: dict[str, list[Filed]]
    withdrawn: frozenset[str]

    @classmethod
    def of(cls, library: Library) -> _Known:
        by_id: dict[str, list[Filed]] = defaultdict(list)
        for filed in library.filed:
            by_id[filed.record.id].append(filed)
        withdrawn = frozenset(removed.tombstone.id for removed in library.removed)
        return cls(dict(by_id), withdrawn - by_id.keys())


def _amiss(page: GroupPage, n: int, member: GroupMember, known: _Known) -> Iterator[Problem]:
    """Yield what is wrong with a recommendation that a group names, if anything is."""
    where: FieldPath = ("members", n, "record")
    found = known.records.get(member.record, [])
    if not found:
        if member.record in known.withdrawn:
            message, mend = "This record was withdrawn.", _ANOTHER
        else:
            titles = {each: filed[0].record.title for each, filed in known.records.items()}
            message = f"There is no record called {quoted(member.record)}."
            mend = nearest(member.record, titles) or _ANOTHER
        yield _broken(page, where, message, mend)
        return
    read = [filed for filed in found if may_be_read(filed, by_everybody=page.is_shared)]
    if not read:
        message = "This group names a record that readers of the page may not see, or not yet."
        mend = f"{_ANOTHER} What a board groups for itself stands among its own pages."
        yield _broken(page, where, message, mend)
        return
    reviews = [filed.record for filed in read if isinstance(filed.record, CaseReview)]
    if not reviews:
        kind = read[0].record.kind.label.lower()
        yield _broken(page, where, f"This record is a {kind}, and recommends nothing.", _ANOTHER)
        return
    open_to_all = {
        each.id: ""
        for review in reviews
        if not (page.is_shared and _keeps_its_recommendations(review))
        for each in review.recommendations
        if is_marked_for(each.audience, everybody=page.is_shared)
    }
    if member.recommendation not in open_to_all:
        message = (
            f"This review has no recommendation called {quoted(member.recommendation)} that "
            "readers of the page may see."
        )
        mend = nearest(member.recommendation, open_to_all) or _ANOTHER
        yield _broken(page, ("members", n, "recommendation"), message, mend)


def _keeps_its_recommendations(review: CaseReview) -> bool:
    return review.internal is not None and _FIELD in review.internal.fields


def _broken(page: GroupPage, where: FieldPath, message: str, mend: str) -> Problem:
    return _problem(page, where, "broken-group", message, mend)


def _problem(page: GroupPage, where: FieldPath, code: str, message: str, mend: str) -> Problem:
    return Problem(page.source.path, *page.source.place_of(where), code, message, mend)
