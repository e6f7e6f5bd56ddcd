"""A record that must go -> its tombstone on every shelf, all of them or none.

What is left is the id, so that no other record takes it, and who withdrew it and when. What the
record said is gone from the file; what lies elsewhere is for people to remove.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from patternbook.fixes import Fix, LeftAlone, apply
from patternbook.folders import Folders
from patternbook.library import RECORD_FOLDERS, Filed, Library
from patternbook.model import Confirmation, Tombstone
from patternbook.problems import Place
from patternbook.publication import publish
from patternbook.vocabulary import Audience
from patternbook.writing import text_of

_SAYS_AUDIENCE = re.compile(r"^audience:[ \t]*[\"']?([a-z]+)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


class CannotWithdraw(Exception):
    """Raised where no tombstone can be made, with the reason in a sentence."""


def tombstones(
    filed: Iterable[Filed],
    unread: Iterable[str],
    library: Library,
    folders: Folders,
    by: Confirmation,
) -> list[Fix]:
    """Return the changes that make a tombstone of each of these records; nothing is written.

    `unread` are the paths of files that cannot be read as records. Raises CannotWithdraw if it
    cannot be told what such a file was; OSError if a file cannot be read.
    """
    public = {each.file for each in publish(library, Audience.PUBLIC).records}
    found = [
        (
            each.source.path,
            Tombstone(
                id=each.record.id,
                kind=each.record.kind,
                audience=_may_know(each, is_public=each.source.path in public),
                withdrawn=by,
            ),
        )
        for each in filed
    ]
    found += [(path, _of_unread(path, library.unread_texts[path], folders, by)) for path in unread]
    return [_fix(path, tombstone, folders) for path, tombstone in found]


def withdraw(fixes: Sequence[Fix]) -> None:
    """Write all tombstones, or none. Raises LeftAlone, with the reason, if one cannot be."""
    written: list[Fix] = []
    try:
        for fix in fixes:
            apply(fix)
            written.append(fix)
    except BaseException as error:
        for fix in reversed(written):
            apply(replace(fix, before=fix.after, after=fix.before))
        if isinstance(error, LeftAlone):
            raise LeftAlone(f"{fixes[len(written)].path}: {error}") from None
        raise


def references_to(record_id: str, library: Library) -> list[tuple[str, Place]]:
    """Return where other records and groups refer to this one: their files, and the places."""
    in_records = (
        (filed.source.path, filed.source.place_of(("related", n)))
        for filed in library.filed
        if filed.record.id != record_id
        for n, cited in enumerate(filed.record.related)
        if cited == record_id
    )
    in_groups = (
        (page.source.path, page.source.place_of(("members", n, "record")))
        for page in library.groups
        for n, member in enumerate(page.group.members)
        if member.record == record_id
    )
    return sorted([*in_records, *in_groups])


def _fix(path: str, tombstone: Tombstone, folders: Folders) -> Fix:
    file = folders.root / path
    done = ("remove what it says, and keep its id",)
    return Fix(path, file, file.read_bytes(), text_of(tombstone).encode(), done)


def _may_know(filed: Filed, *, is_public: bool) -> Audience:
    """Return who may know that a record is gone: the public only if it could see the record.

    A draft that says it is for the public never was, and its id says what it was about.
    """
    if is_public:
        return Audience.PUBLIC
    return filed.audience.narrower(Audience.BOARD)


def _of_unread(path: str, text: str, folders: Folders, by: Confirmation) -> Tombstone:
    """Return the tombstone of a file that cannot be read, from its name and where it lies.

    Nobody knows whether the public could see it, so the public does not hear of it.
    """
    where = PurePosixPath(path)
    kind = next((k for k, name in RECORD_FOLDERS.items() if name == where.parent.name), None)
    shelf = folders.shelf_of(folders.root / Path(path))
    audience = shelf.audience.narrower(Audience.BOARD) if shelf is not None else Audience.BOARD
    if Audience.PARTICIPANTS in _SAYS_AUDIENCE.findall(text):
        audience = Audience.PARTICIPANTS
    if kind is None:
        raise CannotWithdraw(f"{path} lies in no folder of records.")
    try:
        return Tombstone(id=where.stem, kind=kind, audience=audience, withdrawn=by)
    except ValidationError:
        raise CannotWithdraw(
            f"{path} cannot be read, and its name is no id. Delete it by hand."
        ) from None
