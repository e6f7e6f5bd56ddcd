"""What the system refuses when something is written, in plain words with what helps."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from patternbook.reports.report import printable

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# These come from writing alone, also where they name no file.
_ONLY_WRITING = {*_NO_ROOM, errno.EFBIG, errno.EROFS}


def about_writing(error: OSError, place: Path, option: str) -> str:
    """Return a sentence about an error, with what helps.

    `place` is the folder that was to be written to, and `option` the command's option that
    chooses another.
    """
    number = error.errno or 0
    where, named = printable(str(place)), printable(str(error.filename or ""))
    if named and not _is_writing(error, place):
        return (
            f"{named} cannot be read ({os.strerror(number)}). See that it is there and that you "
            "may read it."
        )
    if number in _NO_ROOM:
        return (
            f"There is no room left to write in {where}. Free some, or choose a place on "
            f"another disk with {option}."
        )
    if number == errno.EFBIG:
        return (
            f"A file would be larger than you may write in {where}. Ask whoever looks after "
            f"this computer to raise the limit, or choose another place with {option}."
        )
    if number == errno.EROFS:
        return f"{where} can only be read. Choose another place with {option}."
    if number in {errno.EACCES, errno.EPERM}:
        return (
            f"You may not write in {where}. Ask its owner for the right to, or choose "
            f"another place with {option}."
        )
    if number in {errno.EBUSY, errno.EXDEV}:
        return (
            f"{named or where} is in use, or a disk of its own, and cannot be exchanged in one "
            f"step. Choose another folder, or one in it, with {option}."
        )
    if number in {errno.ENOTDIR, errno.EEXIST}:
        return f"A part of {where} is a file and no folder. Choose another place with {option}."
    return f"{where} cannot be written ({os.strerror(number)}). Choose another place with {option}."


def _is_writing(error: OSError, place: Path) -> bool:
    if error.errno in _ONLY_WRITING:
        return True
    return Path(os.fsdecode(error.filename)).is_relative_to(place)
