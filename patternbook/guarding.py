"""What must not enter a repository that is not the board's own, and whose a repository is.

The history of a repository keeps what a later change deletes, so a record is looked at before it
gets in. In doubt it is refused: what looks like a record and cannot be read may be anything.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from patternbook.folders import Folders, Shelf
from patternbook.library import Filed, Removed, read_record
from patternbook.publication import holds_nothing_back
from patternbook.settings import FILE
from patternbook.source import (
    MAX_BYTES,
    Unreadable,
    hidden_character,
    is_dashes,
    parse_source,
)
from patternbook.stages import is_signed_off
from patternbook.vocabulary import Audience, Kind, Stage


class Refusal(StrEnum):
    """Why a file must not go into a repository that is not the board's own, to go on from “it”."""

    DRAFT = "is a draft"
    NOT_PUBLIC = "is a record that is not for the public, or that is not signed off"
    HOLDS_BACK = "is a record that holds something for the board alone"
    UNREADABLE = "looks like a record and cannot be read, so nobody knows for whom it is"
    ON_A_SHELF = "lies on a shelf that is not public"
    OWN_PAGE = "is one of the board's own pages"
    SETTINGS = "holds the board's own words"


# Fields that records have and pages do not. Of one that stands alone nothing follows.
_OF_RECORDS = re.compile(
    r"^[ \t]*[\"']?(stage|audience|sign_off|origin|setting|agencies|what_happened|episodes"
    r"|what_we_were_doing|prevented_by|withdrawn|internal)[\"']?[ \t]*:",
    re.MULTILINE,
)
_KIND = re.compile(
    rf"^[ \t]*[\"']?kind[\"']?[ \t]*:[ \t]*[\"']?(?:{'|'.join(Kind)})\b", re.MULTILINE
)
_OF_A_BOARD = re.compile(r"^[\"']?(?:terms|repositories|board)[\"']?[ \t]*:", re.MULTILINE)
_MOST = 1 << 20  # characters in which the fields of a record are looked for


def why_refused(path: Path, content: bytes, folders: Folders) -> Refusal | None:
    """Return why a file must not go into a repository that is not the board's own, or None.

    `path` is the whole path that the file has; it need not exist.
    """
    shelf = folders.shelf_of(path)
    if shelf is not None and shelf.audience is not Audience.PUBLIC:
        return Refusal.ON_A_SHELF
    if folders.own_pages is not None and path.is_relative_to(folders.own_pages):
        return Refusal.OWN_PAGE
    text = _text(content)
    if path == folders.root / FILE:
        return Refusal.SETTINGS if _OF_A_BOARD.search(text) else None
    is_kept_as_record = shelf is not None and not path.name.startswith(".")
    if not is_kept_as_record and not _looks_like_a_record(text):
        return None
    return _why_no_public_record(path, content, text, shelf)


def _why_no_public_record(
    path: Path, content: bytes, text: str, shelf: Shelf | None
) -> Refusal | None:
    shelf = shelf or Shelf(path.parent, "", Audience.PUBLIC)
    try:
        content.decode()
        if len(content) > MAX_BYTES or b"\x00" in content or hidden_character(text):
            return Refusal.UNREADABLE
        one, _ = read_record(parse_source(text, PurePosixPath(path).as_posix()), shelf)
    except (UnicodeDecodeError, Unreadable):
        return Refusal.UNREADABLE
    if one is None:
        return Refusal.UNREADABLE
    if isinstance(one, Removed):
        return None if one.audience is Audience.PUBLIC else Refusal.NOT_PUBLIC
    return None if holds_nothing_back(one) else _why_held_back(one)


def _why_held_back(filed: Filed) -> Refusal:
    if filed.record.stage is not Stage.FINAL:
        return Refusal.DRAFT
    is_public = filed.audience is Audience.PUBLIC
    if is_public and is_signed_off(filed.record.origin, filed.record.sign_off):
        return Refusal.HOLDS_BACK
    return Refusal.NOT_PUBLIC


def _text(content: bytes) -> str:
    """Return what can be made out of a file, in whichever way its text is stored."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _with_plain_ends(content.decode(encoding, errors="replace"))
    return _with_plain_ends(content.decode("utf-8-sig", errors="replace"))


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looks_like_a_record(text: str) -> bool:
    """Return whether a text begins with fields as records have them, well written or not."""
    text = text[:_MOST].lstrip()
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---" and not is_dashes(first):
        return False
    lines = rest.split("\n")
    end = next((n for n, line in enumerate(lines) if line.rstrip() == "---" or is_dashes(line)), -1)
    fields = "\n".join(lines[:end]) if end >= 0 else rest
    found = {match[1] for match in _OF_RECORDS.finditer(fields)}
    return bool(_KIND.search(fields)) or len(found) > 1


# --- Whose repository it is ---------------------------------------------------------------------

_SCP = re.compile(r"^(?:[^@/:]+@)?(?P<host>\[[^\]]+\]|[^/:@]{2,}):(?!/{2})(?P<path>.*)$")
_PORTS = {"ssh": 22, "https": 443, "http": 80, "git": 9418}
_SCHEMES = {*_PORTS, "git+ssh", "ssh+git", "git+https"}


def is_known(address: str, known: Iterable[str], base: Path) -> bool:
    """Return whether the address of a repository is one of those that are known.

    The forms for https and ssh of the same host and path are one address. A path on this machine
    is taken from the folder `base`.
    """
    same = _comparable(address, base)
    return any(same == _comparable(each, base) for each in known)


def _comparable(address: str, base: Path) -> tuple[str, str]:
    """Return an address as host and path, in the form in which two of them are compared."""
    address = address.strip()
    parts = urlsplit(address) if "://" in address else None
    if parts is not None and parts.scheme.lower() in _SCHEMES:
        scheme = parts.scheme.lower().removeprefix("git+").removesuffix("+git")
        try:
            port = parts.port
        except ValueError:
            return "", address
        host = (parts.hostname or "").rstrip(".")
        if port is not None and port != _PORTS.get(scheme):
            host = f"{host}:{port}"
        return host, _path(parts.path)
    if parts is not None and parts.scheme.lower() == "file":
        return "", _local(unquote(parts.path), base)
    if parts is not None or "::" in address:
        return address, ""  # some other way that only git knows: the same only to the letter
    scp = _SCP.match(address)
    if scp is not None:
        return scp["host"].lower().rstrip("."), _path(scp["path"])
    return "", _local(address, base)


def _path(path: str) -> str:
    path = posixpath.normpath("/" + unquote(path).strip("/"))
    return path.lstrip("/").removesuffix(".git").rstrip("/")


def _local(path: str, base: Path) -> str:
    whole = os.path.realpath(base / Path(path).expanduser())
    return whole.rstrip("/\\").removesuffix(".git").rstrip("/\\")
