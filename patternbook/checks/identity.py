"""Rules about names: of files, records and their parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from patternbook.checks.places import problem_at
from patternbook.library import RECORD_FOLDERS, Filed, Library, Removed
from patternbook.model import ID_PATTERN, CaseReview
from patternbook.problems import Problem
from patternbook.vocabulary import Audience, Kind

_RESERVED = re.compile(r"index|readme|page-[0-9]+")


def id_is_the_file_name(library: Library) -> Iterator[Problem]:
    """A record's id is its file's name without “.md”, so that either leads to the other."""
    named: list[tuple[Filed | Removed, str]] = [
        *((filed, filed.record.id) for filed in library.filed),
        *((removed, removed.tombstone.id) for removed in library.removed),
    ]
    for each, record_id in named:
        stem = PurePosixPath(each.source.path).stem
        if record_id != stem:
            yield problem_at(
                each,
                ("id",),
                "id-is-not-the-file-name",
                "The id is not the name of the file.",
                mend_of_name(stem),
            )


def ids_are_free(library: Library) -> Iterator[Problem]:
    """No record takes the address of a page that lists records."""
    for filed in library.filed:
        if is_reserved(filed.record.id):
            yield problem_at(
                filed,
                ("id",),
                "reserved-id",
                "A page that lists records has this name already.",
                "Choose an id that says what the record is about.",
            )


def is_reserved(an_id: str) -> bool:
    """Return whether an id is the name of a page that lists others."""
    return _RESERVED.fullmatch(an_id) is not None


def mend_of_name(stem: str) -> str:
    """Return what to do where this name of a file, without its ending, is not the id in it."""
    if re.fullmatch(ID_PATTERN, stem):
        return "Let the two be the same; the file's name ends in “.md” as well."
    return (
        "Rename the file: names of files are small letters, figures and single hyphens, here the "
        "id, and “.md”."
    )


def ids_are_unique(library: Library) -> Iterator[Problem]:
    """No two records bear the same id, since links and citations use it.

    A board's own edition and the public version that was made of it are one record. The id of
    what was withdrawn is not given to another.
    """
    by_id: dict[str, list[Filed]] = defaultdict(list)
    for filed in library.filed:
        by_id[filed.record.id].append(filed)
    for same in by_id.values():
        others = same[1:]
        if len(same) == 2 and _is_fuller_edition(*same):
            continue
        for filed in others:
            between_shelves = filed.widest is not same[0].widest
            yield problem_at(
                filed,
                ("id",),
                "duplicate-id",
                f"Another record has this id already: {same[0].source.path}."
                + (" The two are for different audiences." if between_shelves else ""),
                "If one is the public version of the other, add “published” with the year to the "
                "one that stays with the board. If not, give one of the two another id."
                if between_shelves
                else "Give one of the two another id and file name.",
            )
    withdrawn = {removed.tombstone.id: removed.source.path for removed in library.removed}
    for record_id in sorted(withdrawn.keys() & by_id.keys()):
        for filed in by_id[record_id]:
            yield problem_at(
                filed,
                ("id",),
                "duplicate-id",
                f"A record with this id was withdrawn: {withdrawn[record_id]}.",
                "Withdraw this one too, if it is the same; else give it another id and file name.",
            )


def _is_fuller_edition(one: Filed, other: Filed) -> bool:
    """Return whether one of the two is the public version of the other, and both say so."""
    return any(
        full.record.published is not None
        and full.audience is not Audience.PUBLIC
        and public.record.published is None
        and public.audience is Audience.PUBLIC
        for full, public in ((one, other), (other, one))
    )


def folder_is_the_kind(library: Library) -> Iterator[Problem]:
    """A record stands in the folder of its kind, so that people find it."""
    kept: list[tuple[Filed | Removed, Kind]] = [
        *((filed, filed.record.kind) for filed in library.filed),
        *((removed, removed.tombstone.kind) for removed in library.removed),
    ]
    for each, kind in kept:
        folder = RECORD_FOLDERS[kind]
        if folder not in PurePosixPath(each.source.path).parts[:-1]:
            yield problem_at(
                each,
                ("kind",),
                "wrong-folder",
                f"A {kind.label.lower()} belongs in the folder “{folder}”.",
                "Move the file there, or change its kind.",
            )


def parts_have_ids_of_their_own(library: Library) -> Iterator[Problem]:
    """Within a review no two episodes, findings or recommendations share an id."""
    for filed in library.filed:
        if not isinstance(filed.record, CaseReview):
            continue
        for name in ("episodes", "findings", "recommendations"):
            seen: set[str] = set()
            for n, part in enumerate(getattr(filed.record, name)):
                if part.id in seen:
                    yield problem_at(
                        filed,
                        (name, n, "id"),
                        "duplicate-part-id",
                        f"Two {name} of this review have this id.",
                        "Give one of them another id, and check what refers to it.",
                    )
                seen.add(part.id)
