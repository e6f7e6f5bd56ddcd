"""What must not enter a repository that is not the board's own, and whose a repository is.

The history of a repository keeps what a later change deletes, so a record is looked at before it
gets in. In doubt it is refused: what looks like a record and cannot be read may be anything.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from patternbook.collations import asks_for_a_collation
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
from patternbook.tables.files import internal_names
from patternbook.vocabulary import Audience, Kind, Stage
from patternbook.working import is_of_a_working_folder, is_recording


class Refusal(StrEnum):
    """Why a file must not go into a repository that is not the board's own, to go on from “it”."""

    DRAFT = "is a draft"
    NOT_PUBLIC = "is a record that is not for the public, or that is not signed off"
    HOLDS_BACK = "is a record that holds something for the board alone"
    UNREADABLE = "looks like a record and cannot be read, so nobody knows for whom it is"
    ON_A_SHELF = "lies on a shelf that is not public"
    OWN_PAGE = "is one of the board's own pages"
    SETTINGS = "holds the board's own words"
    WORKING = "belongs to the working folder of a review"
    RECORDING = "is a recording, as one of a conversation might be"
    BUILT = "was made from records for others than the public, or for nobody knows whom"


_GAP = r"[^\S\n]*"
_BEFORE = rf"(?:^[^\S\n>]*(?:>{_GAP})*(?:[-?][^\S\n]+)*|[{{,]{_GAP})[\"']?"
_OF_A_RECORD = (
    "stage|audience|sign_off|origin|setting|agencies|what_happened|episodes"
    "|what_we_were_doing|prevented_by|withdrawn|internal"
)
_ANYHOW = re.IGNORECASE | re.MULTILINE
# Fields that records have and pages do not. Of one that stands alone nothing follows.
_OF_RECORDS = re.compile(rf"{_BEFORE}(?P<field>{_OF_A_RECORD})[\"']?{_GAP}:", _ANYHOW)
# The other way to write a field: a question mark before its name, the colon on the next line.
_ASKED = re.compile(
    rf"^{_GAP}\?{_GAP}[\"']?(?P<field>{_OF_A_RECORD})[\"']?{_GAP}(?:#.*)?$", _ANYHOW
)
_KINDS = "|".join(kind.replace("-", "[-_ ]?") for kind in Kind)
_KIND = re.compile(rf"{_BEFORE}kind[\"']?\s*:{_GAP}[\"']?(?:{_KINDS})\b", _ANYHOW)
_STAGE = re.compile(rf"{_BEFORE}stage[\"']?\s*:{_GAP}[\"']?(?:{'|'.join(Stage)})\b", _ANYHOW)
# Fields of the settings that hold something of a board's own.
_OF_SETTINGS = "(?:terms|repositories|board|organisational_backing)"
_OF_A_BOARD = re.compile(rf"{_BEFORE}{_OF_SETTINGS}[\"']?\s*:", _ANYHOW)
_BOARD_ASKED = re.compile(rf"^{_GAP}\?{_GAP}[\"']?{_OF_SETTINGS}[\"']?{_GAP}$", _ANYHOW)
_MOST = 1 << 20  # characters in which the fields of a record are looked for
_MOST_OTHERWISE = 1 << 18  # bytes, where nothing says how the text is stored
_LINES = 40  # in which the fields of a record begin, at the latest
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FENCE = re.compile(r"[^\S\n>]*(?:>[^\S\n]*)*(?P<marks>-{3,}|\+{3,})(?P<rest>.*)")
_NAMES_ITSELF = re.compile(r"\s*(?:#.*|ya?ml|toml|json)?\s*", re.IGNORECASE)
_KEY = re.compile(r"[\s>]*(?:[{]|(?:[-?]\s+)*[\"']?[\w-]+[\"']?\s*[:=]|\?\s)")
_TOML_KEY = re.compile(r"^(\s*[\"']?[\w-]+[\"']?\s*)=", re.MULTILINE)
_SETTINGS_FILE = re.compile(rf"{re.escape(PurePosixPath(FILE).stem)}.*\.y.*ml.*", re.IGNORECASE)
_COMMENT = re.compile(r"^[^\S\n]*#.*", re.MULTILINE)
_ITEM = re.compile(r"^([^\S\n]*)-(?=[^\S\n])", re.MULTILINE)
_CODE = ("```", "~~~")
_SKELETONS = "patternbook/cli"  # where the program's own skeletons of records lie
_PROGRAM = ".py"  # may show what a record looks like anywhere but at its very beginning
_DATA = frozenset({".yml", ".yaml", ".json"})
# What the builder, “patternbook stage” and “patternbook export” write into a folder: for whom they
# have made it.
_MARKERS = (
    *(".patternbook/audience", ".patternbook/offline", ".patternbook-stage"),
    ".patternbook-export",
)
_INTERNAL = "internal"  # stands in the name of every zip file that is not for the public


def marked_folder(path: Path) -> Path | None:
    """Return the folder of which a file says for whom it was made, or None for any other file."""
    for marker in _MARKERS:
        parts = PurePosixPath(marker).parts
        if path.parts[-len(parts) :] == parts:
            return path.parents[len(parts) - 1]
    return None


def markers_of(folder: Path) -> list[Path]:
    """Return where it would stand for whom a folder was made; none of them need exist."""
    return [folder / marker for marker in _MARKERS]


def is_made_for_public(marker: bytes) -> bool:
    """Return whether this is what stands in a folder that was made for the public."""
    first = marker.decode("utf-8-sig", errors="replace").strip().partition("\n")[0]
    return first.strip() == Audience.PUBLIC


def why_refused(
    path: Path, content: bytes, folders: Folders, made_for_others: Collection[Path] = ()
) -> Refusal | None:
    """Return why a file must not go into a repository that is not the board's own, or None.

    `path` is the whole path that the file has; it need not exist. `made_for_others` are folders
    with a site, a stage or data that are not for the public.
    """
    shelf = folders.shelf_of(path)
    if shelf is not None and shelf.audience is not Audience.PUBLIC:
        return Refusal.ON_A_SHELF
    if (refusal := why_in_no_repository(path, folders)) is not None:
        return refusal
    if folders.own_pages is not None and path.is_relative_to(folders.own_pages):
        return Refusal.OWN_PAGE
    if _is_made_for_others(path, content, made_for_others):
        return Refusal.BUILT
    is_skeleton = path.suffix == ".j2" and path.is_relative_to(folders.root / _SKELETONS)
    if is_skeleton and shelf is None:
        return None
    texts = list(_texts(content))
    if _SETTINGS_FILE.fullmatch(path.name) and any(_is_of_a_board(text) for text in texts):
        return Refusal.SETTINGS
    is_kept_as_record = shelf is not None and not path.name.startswith(".")
    if not is_kept_as_record and not any(_looks_like_a_record(text, path) for text in texts):
        return None
    return _why_no_public_record(path, content, shelf)


def why_in_no_repository(path: Path, folders: Folders) -> Refusal | None:
    """Return why a file must go into no repository, not even the board's own, or None.

    What has to be destroyed one day must not get to where every version is kept.
    """
    if folders.shelf_of(path) is None and is_of_a_working_folder(path, folders.root):
        return Refusal.WORKING
    return Refusal.RECORDING if is_recording(path.name) else None


def _is_made_for_others(path: Path, content: bytes, made_for_others: Collection[Path]) -> bool:
    if path.suffix.lower() == ".zip" and _INTERNAL in path.stem.lower():
        return True
    if path.name in internal_names():
        return True
    if marked_folder(path) is not None and not is_made_for_public(content):
        return True
    return any(folder in made_for_others for folder in path.parents)


def _is_of_a_board(text: str) -> bool:
    return bool(_OF_A_BOARD.search(text) or _BOARD_ASKED.search(text))


def _why_no_public_record(path: Path, content: bytes, shelf: Shelf | None) -> Refusal | None:
    is_data = shelf is None and path.suffix.lower() in _DATA
    shelf = shelf or Shelf(path.parent, "", Audience.PUBLIC)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if len(content) > MAX_BYTES or b"\x00" in content or hidden_character(text):
            return Refusal.UNREADABLE
        if is_data and not text.startswith("---"):
            text = f"---\n{text}\n---\n"  # the fields of a record, without a record's marks
        source = parse_source(text, PurePosixPath(path).as_posix())
        # A collation chooses records by fields that they have; its text may yet be another's.
        if asks_for_a_collation(source) and not _looks_like_a_record(source.body, path):
            return None
        one, _ = read_record(source, shelf)
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


def _texts(content: bytes) -> Iterator[str]:
    """Yield what can be made out of a file, in every way in which its text may be stored."""
    yield _as_seen(content.decode("utf-8-sig", errors="replace"))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4096]:
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            yield _as_seen(content[:_MOST_OTHERWISE].decode(encoding, errors="replace"))


def _as_seen(text: str) -> str:
    """Return a text with plain line ends, and without what no reader would see."""
    text = _LINE_END.sub("\n", text)
    hidden = hidden_character(text)
    return hidden.re.sub("", text) if hidden else text


def _looks_like_a_record(text: str, path: Path) -> bool:
    """Return whether a text begins with fields as records have them, well written or not."""
    text = text.lstrip()[:_MOST]
    suffix = path.suffix.lower()
    lines = 1 if suffix == _PROGRAM else _LINES
    if any(_has_fields(fields) for fields in _blocks(text, lines)):
        return True
    return suffix in _DATA and _is_data_of_a_record(text)


def _has_fields(text: str) -> bool:
    found = {
        match["field"].lower() for each in (_OF_RECORDS, _ASKED) for match in each.finditer(text)
    }
    return len(found) > 1 or bool(_KIND.search(text) or _STAGE.search(text))


def _blocks(text: str, most: int) -> Iterator[str]:
    """Yield what stands between marks as around the fields of a record, in the first lines.

    In a page with front matter of its own, what stands in a block of code is an example.
    """
    lines = text.split("\n")
    is_page = _after_a_fence(lines[0]) is not None
    is_example = False
    for n, line in enumerate(lines[:most]):
        if line.lstrip().startswith(_CODE):
            is_example = is_page and not is_example
        rest = None if is_example else _after_a_fence(line)
        if rest is None:
            continue
        ends = (m for m in range(n + 1, len(lines)) if _ends(lines[m], is_page=n > 0))
        fields = [rest, *lines[n + 1 : next(ends, len(lines))]]
        # Below the front matter of a page, and below a rule across it, there are sentences.
        first = next((each for each in fields if each.strip() and each.strip()[0] != "#"), "")
        if n == 0 or _KEY.match(first):
            block = "\n".join(fields)
            yield _TOML_KEY.sub(r"\1:", block) if "+++" in line else block


def _after_a_fence(line: str) -> str | None:
    """Return what stands in a line behind marks as they stand above fields; None without any."""
    if is_dashes(line.strip()):
        return ""
    fence = _FENCE.fullmatch(line)
    if fence is None:
        return None
    return "" if _NAMES_ITSELF.fullmatch(fence["rest"]) else fence["rest"].strip()


def _ends(line: str, *, is_page: bool) -> bool:
    """Return whether fields end with this line; in a page, also where an example of code does."""
    return _after_a_fence(line) == "" or (is_page and line.lstrip(" \t>").startswith(_CODE))


def _is_data_of_a_record(text: str) -> bool:
    """Return whether a file of data holds the fields of a record at its uppermost level."""
    if text.startswith(("{", "[")):
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            return _has_fields(text)
        each = whole if isinstance(whole, list) else [whole]
        return any(
            _has_fields("\n".join(f"{name}: {_word(value)}" for name, value in one.items()))
            for one in each
            if isinstance(one, dict)
        )
    # Items of a list are set in as far as the fields below them.
    text = _ITEM.sub(r"\1 ", _COMMENT.sub("", text))
    lines = textwrap.dedent(text).split("\n")
    # What is set in belongs to a field that may be anything.
    return _has_fields("\n".join(line for line in lines if not line.startswith((" ", "\t"))))


def _word(value: object) -> str:
    """Return a value as far as a word out of a list can be meant."""
    return value if isinstance(value, str) and "\n" not in value and "," not in value else ""


# --- Whose repository it is ---------------------------------------------------------------------

_SCP = re.compile(r"^(?:(?P<user>[^@/:]+)@)?(?P<host>\[[^\]]+\]|[^/:@]{2,}):(?!/{2})(?P<path>.*)$")
_PORTS = {"ssh": 22, "https": 443, "http": 80, "git": 9418}
_SCHEMES = {*_PORTS, "git+ssh", "ssh+git", "git+https"}
_SERVICE = "git"  # the user of a service that keeps everybody's repositories in one place


def is_known(address: str, known: Iterable[str], base: Path) -> bool:
    """Return whether the address of a repository is one of those that are known.

    The forms for https and ssh of the same host and path are one address. A path from somebody's
    home is another one for each user, apart from “git”. A path on this machine is taken from the
    folder `base`.
    """
    same = _comparable(address, base)
    return any(same == _comparable(each, base) for each in known)


def _comparable(address: str, base: Path) -> tuple[str, str]:
    """Return an address as host and path, in the form in which two of them are compared."""
    address = address.strip()
    if "://" in address:
        return _of_url(address, base)
    if "::" in address:
        return address, ""  # some other way that only git knows: the same only to the letter
    scp = _SCP.match(address)
    if scp is not None:
        return _remote(scp["host"].lower().rstrip("."), scp["user"], scp["path"])
    return "", _local(address, base)


def _of_url(address: str, base: Path) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return address, ""
    scheme = parts.scheme.lower()
    # To git a question mark and a hash belong to the path.
    path = parts._replace(scheme="", netloc="").geturl()
    if scheme == "file" and not parts.netloc:
        return "", _local(unquote(path.removeprefix("//")), base)
    if scheme not in _SCHEMES:
        return address, ""  # also a file on another machine
    scheme = scheme.removeprefix("git+").removesuffix("+git")
    host = (parts.hostname or "").rstrip(".")
    if port is not None and port != _PORTS.get(scheme):
        host = f"{host}:{port}"
    path = unquote(path)
    if scheme == "ssh" and path.startswith("/~"):
        return _remote(host, parts.username, path[1:])
    return host, _path(path)


def _remote(host: str, user: str | None, path: str) -> tuple[str, str]:
    """Return host and path as ssh has them: without a first slash it leads from a user's home."""
    if path.startswith("/"):
        return host, _path(path)
    if user not in {None, "", _SERVICE}:
        host = f"{user}@{host}"
    path = path.removeprefix("~/")
    whole = posixpath.normpath(path) if path else ""
    return host, whole.removesuffix(".git").rstrip("/")


def _path(path: str) -> str:
    path = posixpath.normpath("/" + path.strip("/"))
    return path.lstrip("/").removesuffix(".git").rstrip("/")


def _local(path: str, base: Path) -> str:
    whole = os.path.realpath(base / Path(path).expanduser())
    return whole.rstrip("/\\").removesuffix(".git").rstrip("/\\")
