"""What the door held back, as fingerprints; and a search of what was built for any trace of it.

The door decides what may be seen; this looks afterwards whether anything came out all the same,
by a template, a theme, a hand-written page or a mistake in the door itself. So it does not ask
how a page was made. It reads every byte that was written, unpacks what is packed, and compares
words.

What is held back is kept as hashes of words that stand together, never as text, so that nothing
that goes on from here could print it. Words that also stand in what this reader may see betray
nothing and are left out: a long run is compared with the records and the vocabulary that are
shown, a short one (a title, an id, a name) with the hand-written pages and the words of the
interface as well, since two words may well stand together by chance.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from patternbook.confidentiality.wordlists import word_lists
from patternbook.exports import make_files
from patternbook.library import Library
from patternbook.model import Tombstone
from patternbook.narrative import Narrative
from patternbook.pages import make_pages, paths
from patternbook.publication import PublishedLibrary

# As many words in a row are hardly ever the same by chance.
RUN = 8
# What stands between the parts of a page, so that two of them are not read as one.
_BREAK = "\x00"
_WORD = re.compile(rf"[^\W_]+|{_BREAK}")
_COMMENT = re.compile(r"(?:^|\s)#\s*(\S.*)$", re.MULTILINE)
_HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# Elements that may stand within a sentence; all others end one.
_WITHIN = re.compile(
    r"</?(?:a|abbr|b|code|em|i|mark|q|small|span|strong|sub|sup|wbr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([nrtbf])|(.))")
_MARKUP = frozenset({".html", ".xml", ".svg", ".json", ".js", ".md", ".txt", ".rss", ".atom"})
_DEEPEST = 4  # a packed file within a packed file, and so on
_LARGEST = 1 << 30  # bytes that are unpacked from one file


@dataclass(frozen=True, slots=True)
class Withheld:
    """Fingerprints of what a reader may not see: nothing in it can be read.

    `phrases` holds, for each number of words, the hashes of those that must not stand together;
    `runs` those of every `RUN` words in a row. `record_pages` are the paths, without an ending,
    of the pages that records may have.
    """

    phrases: dict[int, frozenset[int]]
    runs: frozenset[int]
    record_pages: frozenset[str]

    def __repr__(self) -> str:
        """Stay short: builders print their configuration, and this hangs on it."""
        return "<Withheld>"


class Trace(NamedTuple):
    """Where something is that must not be: a file of what was built, and what sort of thing."""

    file: str
    what: str


class TracesFound(Exception):
    """Raised where something that was built holds what its reader may not see."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        """Keep the traces; the exception prints as a list of files, without what they hold."""
        self.traces = tuple(traces)
        shown = "\n".join(f"    {trace.file}: {trace.what}" for trace in self.traces[:20])
        more = len(self.traces) - 20
        super().__init__(
            "Something that this reader may not see is in what was built, so it was thrown away:\n"
            f"{shown}{f'{chr(10)}    and {more} more' if more > 0 else ''}\n"
            "    Mend: look there, in a place where nobody else can. If a hand-written page or "
            "another record repeats the words of a record that is held back, reword one of the "
            "two. If not, please report it, without the words."
        )


def what_is_withheld(
    library: Library,
    published: PublishedLibrary,
    page_folders: Iterable[Path] = (),
    also: Iterable[str] = (),
) -> Withheld:
    """Return the fingerprints of all that is in the library and not in what was published.

    `page_folders` hold the hand-written pages that are shown; `also` are further words that must
    not be, such as those that a board uses for itself.
    """
    said, noted = _Found(), _Found()
    for text in [*_all_texts(library), *also]:
        said.add(text)
    for text in _all_notes(library):
        noted.add(text)
    for text in _shown_texts(published):
        said.leave_out(text)
        noted.leave_out(text)
    for text in _hand_written_texts(page_folders):
        said.leave_out(text, with_runs=False)
        # Notes come with every skeleton, and pages explain them in the same words.
        noted.leave_out(text)
    phrases = {
        number: frozenset(said.phrases.get(number, set()) | noted.phrases.get(number, set()))
        for number in {*said.phrases, *noted.phrases}
    }
    return Withheld(
        phrases={number: found for number, found in phrases.items() if found},
        runs=frozenset(said.runs | noted.runs),
        record_pages=frozenset(
            f"{paths.FOLDER_OF_KIND[kind]}/{record_id}"
            for kind, record_id in [
                *((each.record.kind, each.record.id) for each in published.records),
                *((each.kind, each.id) for each in published.tombstones),
            ]
        ),
    )


def find_traces(folder: Path, withheld: Withheld) -> list[Trace]:
    """Return a trace for each file in a folder that holds anything that was withheld.

    Raises OSError if a file cannot be read, since nobody then knows what it holds.
    """
    found = []
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_symlink():
            found.append(Trace(path, "a link to something else"))
            continue
        if not file.is_file():
            continue
        if _is_page_of_no_record(path, withheld):
            found.append(Trace(path, "the page of a record that is not among those shown"))
        elif not withheld.phrases and not withheld.runs:
            continue
        elif what := _trace_in(path, file.read_bytes(), withheld):
            found.append(Trace(path, what))
    return found


def lines_with_traces(text: str, withheld: Withheld) -> list[int]:
    """Return the numbers of the lines of a text on which words begin that were withheld."""
    placed = [(word, n) for n, line in enumerate(text.split("\n"), 1) for word in _words(line)]
    words = [word for word, _ in placed]
    found = set()
    for number, told in {**withheld.phrases, RUN: withheld.runs}.items():
        hashes = _hashes(words, number) if told else ()
        found |= {placed[n][1] for n, each in enumerate(hashes) if each in told}
    return sorted(found)


def refuse_traces(folder: Path, withheld: Withheld) -> None:
    """Raise TracesFound if anything in a folder holds what was withheld."""
    if traces := find_traces(folder, withheld):
        raise TracesFound(traces)


# --- What there is, and what is shown ---------------------------------------------------------


class _Found:
    """Short runs of words by their number, and long ones, as hashes."""

    def __init__(self) -> None:
        self.phrases: dict[int, set[int]] = {}
        self.runs: set[int] = set()

    def add(self, text: str) -> None:
        """Add what a text says, if it says anything."""
        words = _words(text)
        if len(words) >= RUN:
            self.runs.update(_hashes(words, RUN))
        elif _tells_something(words):
            self.phrases.setdefault(len(words), set()).update(_hashes(words, len(words)))

    def leave_out(self, text: str, *, with_runs: bool = True) -> None:
        """Take out what stands in a text that may be seen."""
        words = _words(text)
        for number, found in self.phrases.items():
            if found:
                found.difference_update(_hashes(words, number))
        if with_runs and self.runs:
            self.runs.difference_update(_hashes(words, RUN))


def _all_texts(library: Library) -> Iterator[str]:
    """Yield every text of every record and entry: values, account, names of files."""
    for filed in library.filed:
        yield from texts_of_record(filed.record, filed.narrative)
        yield from _anchors(filed.record)
        yield Path(filed.source.path).stem
    for path, text in library.unread_texts.items():
        yield from text.split("\n")
        yield Path(path).stem
    for removed in library.removed:
        yield from _strings(removed.tombstone)
        yield Path(removed.source.path).stem
    for definition in library.typology.definitions:
        yield from _strings(definition.entry)
        yield from definition.body.split("\n\n")


def _all_notes(library: Library) -> Iterator[str]:
    """Yield what stands in a file and in no value of it."""
    sources = [
        *(filed.source for filed in library.filed),
        *(removed.source for removed in library.removed),
        *library.pages.values(),
    ]
    for source in sources:
        yield from (match[1] for match in _COMMENT.finditer(source.text))
        yield from (match[1] for match in _HTML_COMMENT.finditer(source.text))


def _shown_texts(published: PublishedLibrary) -> Iterator[str]:
    """Yield what this reader sees anyway: records, vocabulary, and the words of the interface."""
    for each in published.records:
        yield from texts_of_record(each.record, each.narrative)
        yield from _anchors(each.record)
        yield each.record.id
    for definition in published.typology.definitions:
        yield from _strings(definition.entry)
        yield from definition.body.split("\n\n")
    for tombstone in published.tombstones:
        yield from _strings(tombstone)
    # No record can have left a trace in the pages of a library that has none.
    for page in make_pages(replace(published, records=(), tombstones=())):
        yield page.title
        yield page.description
        yield page.markdown
    yield from make_files(published).values()


def _hand_written_texts(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for file in sorted(folder.rglob("*.md")):
            if file.is_file():
                yield file.read_text(encoding="utf-8", errors="replace")


def texts_of_record(record: BaseModel, narrative: Narrative) -> Iterator[str]:
    """Yield every text of a record, and every heading and paragraph of its account."""
    yield from _strings(record)
    for section in narrative:
        yield section.title
        for passage in section.passages:
            yield from passage.markdown.split("\n\n")


def _anchors(record: BaseModel) -> Iterator[str]:
    """Yield by which addresses the parts of a record are reached on its page."""
    made = {
        "episodes": paths.episode_anchor,
        "findings": paths.finding_anchor,
        "recommendations": paths.recommendation_anchor,
    }
    for name, anchor in made.items():
        for part in getattr(record, name, ()):
            yield f"{getattr(record, 'id', '')} {anchor(part.id)}"


def _strings(value: object) -> Iterator[str]:
    """Yield every text in a part of a record, at any depth; the words of closed lists are none."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Tombstone):
        yield value.id
        yield value.withdrawn.role
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _strings(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)


def _tells_something(words: list[str]) -> bool:
    """Return whether a short run of words could betray anything.

    A single word of the dictionary does not, nor does what holds no word at all.
    """
    if len(words) == 1:
        return len(words[0]) > 2 and words[0] not in word_lists().dictionary
    return any(len(word) > 2 and word.isalpha() for word in words)


# --- Words --------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters, however they are spelt and marked up."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _WORD.findall(text.casefold())


def _hashes(words: list[str], number: int) -> Iterator[int]:
    """Yield a hash of every so many words in a row."""
    return map(hash, zip(*(islice(words, start, None) for start in range(number)), strict=False))


# --- What was built -----------------------------------------------------------------------------


def _is_page_of_no_record(path: str, withheld: Withheld) -> bool:
    """Return whether this lies where the page of a record does, and of none that is shown."""
    folder, _, rest = path.partition("/")
    if folder not in paths.FOLDER_OF_KIND.values() or not rest:
        return False
    name = rest.partition("/")[0]
    for ending in (".html", ".md"):
        name = name.removesuffix(ending)
    if name == "index" or re.fullmatch(r"page-[0-9]+", name):
        return False
    return f"{folder}/{name}" not in withheld.record_pages


def _trace_in(path: str, content: bytes, withheld: Withheld) -> str:
    """Return what sort of trace a file holds, or nothing."""
    if _is_told(_words(path), withheld):
        return "its name is that of something held back"
    for name, piece in _unpacked(path, content):
        if _is_told(_words(name), withheld):
            return "the name of a file in it is that of something held back"
        for words in _readings(name, piece):
            if _is_told(words, withheld):
                return "words that stand only in what is held back"
    return ""


def _is_told(words: list[str], withheld: Withheld) -> bool:
    if withheld.runs and not withheld.runs.isdisjoint(_hashes(words, RUN)):
        return True
    return any(
        not found.isdisjoint(_hashes(words, number)) for number, found in withheld.phrases.items()
    )


def _unpacked(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield what a file holds, and what is packed into it, each with its name."""
    if depth < _DEEPEST and content.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(content)) as packed:
            yield from _unpacked(name.removesuffix(".gz"), packed.read(_LARGEST), depth + 1)
    elif depth < _DEEPEST and content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield name, archive.comment
            for each in archive.infolist():
                if each.file_size <= _LARGEST:
                    yield from _unpacked(each.filename, archive.read(each), depth + 1)
    else:
        yield name, content
        if content.startswith(b"\x89PNG"):
            yield name, b" ".join(_packed_texts(content))


def _packed_texts(picture: bytes) -> Iterator[bytes]:
    """Yield the texts that a PNG picture holds packed."""
    for match in re.finditer(rb"(?:zTXt|iTXt)", picture):
        chunk = picture[match.end() : match.end() + (1 << 16)]
        for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", chunk):
            try:
                yield zlib.decompressobj().decompress(chunk[start.start() :], 1 << 20)
            except zlib.error:
                continue


def _readings(name: str, content: bytes) -> Iterator[list[str]]:
    """Yield the words of a file as they may be read: its text, then the values of its marks."""
    text = content.decode("utf-8", errors="ignore")
    suffix = Path(name).suffix.lower()
    if suffix in {".json", ".js", ".map"}:
        text = _ESCAPE.sub(_unescaped, text)
    if suffix not in _MARKUP:
        yield _words(text)
        return
    plain = _TAG.sub(f" {_BREAK} ", _WITHIN.sub(" ", text))
    yield _words(html.unescape(plain))
    marks = _BREAK.join(a or b for a, b in _ATTRIBUTE.findall(text))
    comments = _BREAK.join(_HTML_COMMENT.findall(text))
    yield _words(html.unescape(f"{marks}{_BREAK}{comments}"))


def _unescaped(match: re.Match[str]) -> str:
    code, white, sign = match.groups()
    if code:
        return chr(int(code, 16))
    return " " if white else str(sign)
