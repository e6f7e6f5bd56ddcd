"""An internal record -> its public version, and all that keeps it from being one.

What the public may see is decided at the one door and nowhere else: here the record is renamed,
taken to stand on a public shelf, and put through that door. What comes out is written as a file
of its own, read again, checked as any record for the public is, and searched for words of what
stayed behind. Nothing is written until a person has approved the very text.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import BaseModel

from patternbook.checks import check
from patternbook.fixes import Fix, LeftAlone, apply, difference_between
from patternbook.folders import Folders, Shelf
from patternbook.leaks import (
    RUN,
    lines_with_traces,
    texts_of_record,
    what_is_withheld,
)
from patternbook.library import RECORD_FOLDERS, RECORD_SUFFIX, Filed, Library, read_record
from patternbook.model import Internal, Part
from patternbook.problems import Problem, Severity
from patternbook.publication import (
    Published,
    PublishedLibrary,
    holds_nothing_back,
    pages_for,
    publish,
)
from patternbook.renaming import Names, renamed
from patternbook.settings import Settings
from patternbook.source import MAX_BYTES, Source, Unreadable, Value, parse_source
from patternbook.vocabulary import Audience, Origin, Stage
from patternbook.writing import CannotWrite, text_of

OUTBOX = "outbox"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_NULL_MARK = re.compile(r"^(published[ ]*:)(?:[ ]+(?:null|Null|NULL|~))?(?=[ ]*(?:#.*)?$)")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?;]\s+|\n")
_FEWEST_OF_NOTE = 3  # words that are worth a look if they stand together
_NO_YEAR = r"(?!(?:19|20)[0-9]{2}$)[0-9]{3,}"
_READABLE = 0o644
_LEAST, _MOST = 80, 120  # signs on a line that is folded
_ALL = MAX_BYTES  # no file has more lines
_FIELD_NAME = re.compile(r"^( *(?:- )?)([a-z_]+):(?= |$)")


class NotReady(Exception):
    """Raised where a record cannot have a public version yet; `reasons` say why, in sentences."""

    def __init__(self, *reasons: str) -> None:
        """Keep the reasons."""
        self.reasons = reasons
        super().__init__(" ".join(reasons))


class Told(NamedTuple):
    """Something about the text of a public version: on which line, what, and how to mend it."""

    line: int
    message: str
    mend: str
    is_fault: bool = True


@dataclass(frozen=True, slots=True)
class Release:
    """The public version of a record, as it would be written.

    `text` is the whole file. `told` holds all that is to be said of it; with any fault it must
    not be written. `mark` is the change to the internal record, which notes the year.
    """

    filed: Filed
    text: str
    told: tuple[Told, ...]
    mark: Fix

    def __repr__(self) -> str:
        """Stay short, and say nothing of the record."""
        return "<Release>"

    @property
    def faults(self) -> tuple[Told, ...]:
        """Return what must be mended before this can be written."""
        return tuple(each for each in self.told if each.is_fault)

    @property
    def place(self) -> PurePosixPath:
        """Return where it stands on a public shelf: the folder of its kind, and its name."""
        record = self.filed.record
        return PurePosixPath(RECORD_FOLDERS[record.kind]) / f"{record.id}{RECORD_SUFFIX}"

    @property
    def code(self) -> str:
        """Return a short code that only these very texts have."""
        digest = hashlib.sha256(self.text.encode())
        digest.update(b"\x00" + self.mark.before + b"\x00" + self.mark.after)
        return digest.hexdigest()[:12]

    def difference(self, target: str) -> list[str]:
        """Return as lines of a unified diff what changes on the way to the public file `target`.

        All of it is there, unchanged lines too, since all of it is to be approved. Both are in the
        same plain form, so that only what reads otherwise is marked. What is added to the internal
        record comes last.
        """
        path = self.mark.path
        before, after, public = self.mark.before, self.mark.after, self.text.encode()
        plain = _in_plain_form(self.filed)
        if plain == public:  # then all of it is new, and none of it may be passed over
            plain = b""
        return [
            *difference_between(plain, public, (path, target), context=_ALL),
            *difference_between(before, after, (path, path), context=1),
        ]


def month_of_earlier(library: Library, filed: Filed) -> str | None:
    """Return the month in which an earlier public version of a record came, if there is one.

    A version that takes its place came no later.
    """
    earlier = (each.record.added for each in library.filed if _is_edition(each, filed))
    return next(earlier, None)


def prepare_release(
    library: Library, settings: Settings, folders: Folders, filed: Filed, year: int, added: str
) -> Release:
    """Return the public version of a record, with all that is to be said of it.

    `added` is the month in which it comes into the public library. Nothing is written. Raises
    NotReady if the record must not have a public version yet, or if what the public may see of it
    cannot be written so that it reads the same; OSError if its file cannot be read.
    """
    if reasons := _what_is_missing(filed):
        raise NotReady(*reasons)
    mark = _mark(filed, folders, year)
    names = _names(filed, settings)
    beside = tuple(each for each in library.filed if each.source.path != filed.source.path)
    path = f"{OUTBOX}/{RECORD_FOLDERS[filed.record.kind]}/{filed.record.id}{RECORD_SUFFIX}"
    candidate = _candidate(filed, Names(names), path, added)
    published = publish(replace(library, filed=(*beside, candidate)), Audience.PUBLIC)
    shown = next((each for each in published.records if each.file == path), None)
    if shown is None:
        raise NotReady("The public may not see it. Check its stage, its audience and sign-off.")
    try:
        text = text_of(shown.record, shown.narrative, _width(filed.source))
    except CannotWrite as error:
        raise NotReady(str(error)) from None
    again, told = _read_again(text, path, shown)
    if again is not None and any(_is_edition(each, again) for each in beside):
        told.append(
            Told(
                text[: text.index("\nid: ") + 1].count("\n") + 1,
                "The public library has a record of this id already.",
                "If it is an earlier public version of this one, the new file takes its place "
                "there, by a pull request. If not, give yours another id.",
                is_fault=False,
            )
        )
    told += [
        *(_told(each, text) for each in _problems(library, published, again, path)),
        *_traces(library, beside, settings, folders, candidate, published, shown, names, text),
    ]
    return Release(filed, text, tuple(sorted(set(told))), mark)


def write_release(release: Release, target: Path) -> None:
    """Write the public version, and note in the internal record that there is one: both or none.

    Raises LeftAlone, with the reason, if either cannot be; a file that exists is never changed.
    Raises ValueError if there is a fault.
    """
    if release.faults:
        raise ValueError("A public version with a fault is never written.")
    made = _make_folders(target.parent)
    try:
        _write_new(target, release.text.encode())
        try:
            apply(release.mark)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


# --- Whether there may be one -------------------------------------------------------------------


def _what_is_missing(filed: Filed) -> list[str]:
    """Return what must be done before a record can have a public version, in sentences."""
    record = filed.record
    if record.published is not None:
        return [
            f"A public version was made of it in {record.published}. To change that one, change "
            "it where it stands: in the public library. To make it anew, remove the line "
            "“published” and run this again; the public one is then changed by a pull request."
        ]
    if filed.audience is Audience.PUBLIC:
        return [
            "It is for the public as it stands. If it holds what the public must not see, move it "
            "to a shelf of the board first."
        ]
    reasons = []
    if record.stage is not Stage.FINAL:
        reasons.append("It is not final: see “patternbook review status” for the next step.")
    if filed.audience is Audience.PARTICIPANTS:
        reasons.append(
            "It is for its participants only. Once they agree that others read it, say so in "
            "“audience”."
        )
    if record.sign_off is None:
        reasons.append(
            "Nobody has confirmed that nobody can be recognised: that goes under “sign_off” as "
            "“confidentiality”, with a role and a year."
        )
    has_participants = record.sign_off is not None and record.sign_off.participants is not None
    if record.origin is Origin.CONTRIBUTED and not has_participants:
        reasons.append(
            "Nobody has confirmed that those who took part have checked it: that goes under "
            "“sign_off” as “participants”, with a role and a year."
        )
    return reasons


def _names(filed: Filed, settings: Settings) -> dict[str, str]:
    """Return what insiders call something, with what the public calls it; the record goes first."""
    own = filed.record.internal.public_names if filed.record.internal is not None else {}
    return {**{each.term: each.publicly for each in settings.terms}, **own}


# --- What it would be ---------------------------------------------------------------------------


def _candidate(filed: Filed, names: Names, path: str, added: str) -> Filed:
    """Return the record as it would be if all of it stood on a public shelf, renamed.

    When it came to the board is for the board to know: `added` is when it comes to the public. The
    door goes by this, and decides what the public may see of it.
    """
    record, narrative = renamed(filed.record, filed.narrative, names)
    return Filed(
        record.model_copy(update={"audience": Audience.PUBLIC, "added": added}),
        narrative,
        replace(filed.source, path=path),
        Audience.PUBLIC,
    )


def _in_plain_form(filed: Filed) -> bytes:
    """Return an internal record written as its public version is, or as it stands in its file."""
    try:
        return text_of(filed.record, filed.narrative, _width(filed.source)).encode()
    except CannotWrite:
        return filed.source.text.encode()


def _width(source: Source) -> int:
    """Return the width at which an author folds fields, so that the new file looks familiar."""
    front = source.text[: -len(source.body) or None].split("\n")
    return max((len(line) for line in front if _LEAST < len(line) <= _MOST), default=_LEAST)


def _read_again(text: str, path: str, shown: Published) -> tuple[Filed | None, list[Told]]:
    """Return the written record as it is read, and what is wrong with it.

    Raises NotReady if it does not say the same as what the public may see.
    """
    if len(text.encode()) > MAX_BYTES:
        return None, [Told(1, "The file would be larger than a record may be.", "Shorten it.")]
    try:
        source = parse_source(text, path)
    except Unreadable as unreadable:
        return None, [_told(unreadable.problem, text)]
    one, problems = read_record(source, Shelf(Path(), "", Audience.PUBLIC))
    if not isinstance(one, Filed):
        return None, [_told(each, text) for each in problems]
    said = (one.record, one.narrative)
    if said != (shown.record, shown.narrative) or not holds_nothing_back(one):
        raise NotReady(
            "What would be left of its account reads otherwise once passages are taken out, such "
            "as “Source: …” or “Gap: …” at the start of a paragraph. Reword what follows each "
            "internal passage."
        )
    return one, []


def _problems(
    library: Library, published: PublishedLibrary, again: Filed | None, path: str
) -> list[Problem]:
    """Return what the check says of a record as it would stand among all that is public."""
    if again is None:
        return []
    public = {each.file for each in published.records} - {path}
    beside = tuple(
        filed
        for filed in library.filed
        if filed.source.path in public and not _is_edition(filed, again)
    )
    # The whole vocabulary stays: what is the board's own in it is then told as such.
    shelf = replace(library, filed=(*beside, again), unread_texts={}, local_terms=())
    found = check(shelf, public=True, is_wanted={path}.__contains__)
    return [each for each in found if each.path == path]


def _is_edition(filed: Filed, again: Filed) -> bool:
    """Return whether a record in the public library is taken to be an earlier public version."""
    is_same = (filed.record.id, filed.record.kind) == (again.record.id, again.record.kind)
    return is_same and holds_nothing_back(filed)


def _told(problem: Problem, text: str) -> Told:
    is_fault = problem.severity is Severity.FAULT
    message = f"{problem.message} [{problem.code}]"
    line = min(problem.line, text.count("\n") + 1)
    return Told(line, message, problem.mend, is_fault)


# --- What must not be in it ---------------------------------------------------------------------


def _traces(
    library: Library,
    beside: tuple[Filed, ...],
    settings: Settings,
    folders: Folders,
    candidate: Filed,
    published: PublishedLibrary,
    shown: Published,
    names: dict[str, str],
    text: str,
) -> Iterator[Told]:
    """Yield where the text holds words of what stays behind.

    As after a build, words betray nothing that also stand in what is shown. But here a person
    can still reword: so a long run of words from a withheld part of this very record must not
    stand in an open one either, nor one from another record that the public does not see, nor
    may a name that only insiders know. What may well be chance is told as advice.
    """
    pages = pages_for(folders, Audience.PUBLIC)
    own_words = [word for each in settings.terms for word in (each.term, each.means)]
    own_words += settings.repositories
    of_all = what_is_withheld(library, published, pages, own_words)
    open_texts = set(texts_of_record(shown.record, shown.narrative))
    withheld = [
        each
        for each in texts_of_record(candidate.record, candidate.narrative)
        if each not in open_texts and len(_WORD.findall(each)) >= RUN
    ]
    # Here this record is none of those that are shown, or its own words would excuse themselves.
    of_others = what_is_withheld(
        replace(library, filed=tuple(map(_without_formalities, beside))),
        replace(published, records=tuple(each for each in published.records if each != shown)),
        pages,
        withheld,
    )
    long_runs = replace(of_others, phrases={})
    without_fields = _without_field_names(text)
    for line in sorted(
        {n for each in (of_all, long_runs) for n in lines_with_traces(without_fields, each)}
    ):
        yield Told(
            line,
            "Words begin here that stand in something that stays with the board.",
            "Reword them here, or there; or mark what holds them here as internal too.",
        )
    internal = candidate.record.internal
    if internal is not None and internal.reference is not None:
        for match in _as_written(internal.reference).finditer(text):
            yield Told(
                text.count("\n", 0, match.start()) + 1,
                "The board's own number of this case stands here, and stays with the board.",
                "Take it out.",
            )
    if internal is not None:
        yield from _likely_traces(internal, without_fields)
    for place in Names(names).places(text):
        yield Told(
            text.count("\n", 0, place) + 1,
            "A name begins here that the public is not to know.",
            "Reword it, or say in “public_names” what the public calls it.",
        )


def _likely_traces(internal: Internal, text: str) -> Iterator[Told]:
    """Yield where a note of the board or the figures of its number of a case seem to stand."""
    for note in internal.notes:
        for sentence in _SENTENCE_END.split(note):
            words = list(map(re.escape, _WORD.findall(sentence)))
            if len(words) < _FEWEST_OF_NOTE:
                continue
            said = r"[\W_]+".join(words)
            for match in re.finditer(rf"(?<![^\W_]){said}(?![^\W_])", text, re.IGNORECASE):
                yield Told(
                    text.count("\n", 0, match.start()) + 1,
                    "Words begin here that stand in a note of the board as well.",
                    "See whether they are to be known, and reword them if not.",
                    is_fault=False,
                )
    figures = re.findall(r"[0-9]+", internal.reference or "")
    if len(figures) < 2 and not (figures and re.fullmatch(_NO_YEAR, figures[0])):
        return
    number = r"[\W_]{0,3}".join(figures)
    for match in re.finditer(rf"(?<![0-9]){number}(?![0-9])", text):
        yield Told(
            text.count("\n", 0, match.start()) + 1,
            "The figures of the board's own number of this case stand here.",
            "Take them out, unless they are something else.",
            is_fault=False,
        )


def _without_formalities(filed: Filed) -> Filed:
    """Return a record without what many have in the same words: its source, and who signed it."""
    update = {"citation": None, "sign_off": None}
    return replace(filed, record=filed.record.model_copy(update=update))


def _as_written(reference: str) -> re.Pattern[str]:
    """Return an expression that finds a number of a case, whatever stands between its parts."""
    parts = map(re.escape, _WORD.findall(reference))
    between = r"[\W_]{0,3}"
    return re.compile(rf"(?<![^\W_]){between.join(parts) or '(?!)'}(?![^\W_])", re.IGNORECASE)


def _without_field_names(text: str) -> str:
    """Return a file, line for line, without the names of its fields, which everybody knows."""
    front, fence, body = text.partition("\n---\n")
    known = _field_names(Part)
    lines = [
        _FIELD_NAME.sub(lambda m: "\x00" if m[2] in known else m[0], line)
        for line in front.split("\n")
    ]
    return "\n".join(lines) + fence + body


def _field_names(model: type[BaseModel]) -> set[str]:
    """Return the names of all fields that records have."""
    names = set(model.model_fields)
    return names.union(*(_field_names(each) for each in model.__subclasses__()))


# --- What is written ----------------------------------------------------------------------------


def _mark(filed: Filed, folders: Folders, year: int) -> Fix:
    """Return the change to an internal record that notes when its public version was made.

    All else in the file stays as it is, byte for byte. Raises NotReady if the file is no longer
    what was read, or cannot be changed so.
    """
    file = folders.root / filed.source.path
    before = file.read_bytes()
    for after in _marked(before, filed.source, year):
        if _reads_as(after, {**filed.source.front_matter, "published": year}, filed.source):
            done = (f"note that its public version was made in {year}",)
            return Fix(filed.source.path, file, before, after, done)
    raise NotReady(
        "It has changed since it was read, or “published” cannot be added below its other fields. "
        "Run the command again; if that does not help, lay the fields out as a skeleton does."
    )


def _marked(before: bytes, source: Source, year: int) -> Iterator[bytes]:
    """Yield the ways to add the year to a file, of which one must be read as it should."""
    lines = _LINE.findall(before.decode(errors="surrogateescape"))
    fences = [n for n, line in enumerate(lines) if line.rstrip().lstrip("\ufeff") == "---"][:2]
    if len(fences) < 2:
        return
    end = fences[1]
    ending = lines[0][len(lines[0].rstrip("\r\n")) :]
    for n in range(1, end):
        bare = lines[n].rstrip("\r\n")
        said = _NULL_MARK.sub(rf"\g<1> {year}", bare)
        if said != bare:
            line = said + lines[n][len(bare) :]
            yield _joined([*lines[:n], line, *lines[n + 1 :]])
    first = next(iter(source.front_matter), "")
    indent = " " * (source.place_of([first], of_key=True).column - 1)
    yield _joined([*lines[:end], f"{indent}published: {year}{ending}", *lines[end:]])


def _joined(lines: list[str]) -> bytes:
    return "".join(lines).encode(errors="surrogateescape")


def _reads_as(raw: bytes, front_matter: dict[str, Value], before: Source) -> bool:
    """Return whether a file has just these fields, in whichever order, and the same account."""
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        source = parse_source(text, before.path)
    except (UnicodeDecodeError, Unreadable):
        return False
    return source.front_matter == front_matter and source.body == before.body


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return what was made, the innermost first.

    Raises LeftAlone if it cannot be made.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    made: list[Path] = []
    try:
        for each in reversed(missing):
            each.mkdir()
            made.insert(0, each)
    except OSError:
        for each in made:
            each.rmdir()
        raise LeftAlone("Its folder cannot be made.") from None
    return made


def _write_new(target: Path, content: bytes) -> None:
    """Write a file, whole or not at all, where there is none.

    Raises LeftAlone if there is one, or if none can be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=".releasing-", dir=target.parent)
    except OSError:
        raise LeftAlone("Nothing can be written to its folder.") from None
    fresh = Path(name)
    try:
        with open(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.chmod(_READABLE)
        _put_where_nothing_is(fresh, target)
    except FileExistsError:
        raise LeftAlone("There is a file of this name already, which stays as it is.") from None
    except OSError:
        raise LeftAlone("It could not be written.") from None
    finally:
        fresh.unlink(missing_ok=True)


def _put_where_nothing_is(fresh: Path, target: Path) -> None:
    """Give a file its name, unless something has that name. Raises FileExistsError if it has."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        with target.open("xb") as opened:
            opened.write(fresh.read_bytes())
