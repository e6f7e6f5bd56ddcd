"""A library and what was published of it -> fingerprints of all that was not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path

from pydantic import BaseModel

from patternbook.collation.figures import own_words
from patternbook.confidentiality.wordlists import word_lists
from patternbook.exports import make_files
from patternbook.exports.data import words_of_data
from patternbook.leaks.reading import HTML_COMMENT
from patternbook.leaks.words import BREAK, RUN, hashes, words_of
from patternbook.library import Library
from patternbook.model import Tombstone
from patternbook.narrative import Narrative
from patternbook.pages import make_pages, paths
from patternbook.paper.blank import blank_of, own_sentences
from patternbook.paper.collation import COLLATION_SENTENCES
from patternbook.paper.labels import SAID
from patternbook.paper.layout import EPISODE_COLUMNS, layout_of
from patternbook.paper.report import REPORT_SENTENCES
from patternbook.publication import PublishedLibrary, publish
from patternbook.typology import Typology
from patternbook.vocabulary import Audience, Kind

_COMMENT = re.compile(r"(?:^|\s)#\s*(\S.*)$", re.MULTILINE)
_FIELD = re.compile(r"^(?:\s|-\s)*[a-z_]+:(?=\s|$)")
_FROM_TEMPLATE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_AT_ONCE = 20_000  # texts of which the words are taken together
# What people write for the pages: texts, templates, styles.
_BY_HAND = frozenset({".md", ".html", ".css", ".js", ".svg"})
# What themes print on every page, or where there is none.
_INTERFACE = (
    *("Not found", "Back to top", "Skip to content", "Table of contents", "Edit this page"),
    *("Previous page", "Next page", "Search results", "Type to start searching", "Home"),
    *("No matching documents", "Initializing search", "Link to this section", "Made with"),
)


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


def what_is_withheld(
    library: Library,
    published: PublishedLibrary,
    page_folders: Iterable[Path] = (),
    also: Iterable[str] = (),
    kept_pages: Iterable[Path] = (),
    public_pages: Iterable[Path] = (),
) -> Withheld:
    """Return the fingerprints of all that is in the library and not in what was published.

    `page_folders` hold the hand-written pages that are shown, and `kept_pages` those that are
    not; `public_pages` those that everybody can read elsewhere, so that nothing is betrayed by
    what a record quotes of them. `also` are further words that must not be, such as those that a
    board uses for itself.
    """
    said, noted = _Found(), _Found()
    for text in [*_all_texts(library, published), *also]:
        said.add(text)
    # A board's own page may well be one of ours, with some of it changed.
    own = (each for page in _hand_written_texts(kept_pages) for each in page.split("\n\n"))
    for text in (*_all_notes(library), *own):
        noted.add(text)
    # Pages for a board or for participants may well speak of what everybody can read anyway.
    public = (
        ()
        if published.audience is Audience.PUBLIC
        else _texts_of_all(publish(library, Audience.PUBLIC))
    )
    # To make the pages takes long, and where nothing is held back nothing is left by then.
    for texts in (
        chain(_texts_of_all(published), public, _hand_written_texts(public_pages)),
        _texts_without_records(published),
    ):
        for words in _many_words(texts) if said or noted else ():
            shown = _both(said, noted, words)
            said.leave_out(shown)
            noted.leave_out(shown)
    ours = chain(_hand_written_texts(page_folders), _INTERFACE, _our_words())
    for words in _many_words(ours) if said or noted else ():
        shown = _both(said, noted, words)
        # Most notes come with the skeleton, and pages explain them in the same words.
        noted.leave_out(shown)
        shown.runs = set()
        said.leave_out(shown)
    return Withheld(
        phrases={
            number: frozenset(said.phrases.get(number, set()) | noted.phrases.get(number, set()))
            for number in {*said.phrases, *noted.phrases}
            if said.phrases.get(number) or noted.phrases.get(number)
        },
        runs=frozenset(said.runs | noted.runs),
        record_pages=frozenset(
            f"{paths.FOLDER_OF_KIND[kind]}/{record_id}"
            for kind, record_id in [
                *((each.record.kind, each.record.id) for each in published.records),
                *((each.kind, each.id) for each in published.tombstones),
            ]
        ),
    )


class _Found:
    """Short runs of words by their number, and long ones, as hashes."""

    def __init__(self) -> None:
        self.phrases: dict[int, set[int]] = {}
        self.runs: set[int] = set()

    def __bool__(self) -> bool:
        """Return whether anything was found, and is not left out by now."""
        return bool(self.runs) or any(self.phrases.values())

    def add(self, text: str) -> None:
        """Add what a text says, if it says anything."""
        words = words_of(text)
        if len(words) >= RUN:
            self.runs.update(hashes(words, RUN))
        elif _tells_something(words):
            self.phrases.setdefault(len(words), set()).update(hashes(words, len(words)))

    def leave_out(self, other: _Found) -> None:
        """Take out what is in another."""
        for number, found in self.phrases.items():
            found -= other.phrases.get(number, set())
        self.runs -= other.runs


def _both(one: _Found, other: _Found, words: list[str]) -> _Found:
    """Return what these words say of what is in either of two."""
    said = _Found()
    for number in {*one.phrases, *other.phrases}:
        wanted = one.phrases.get(number, set()) | other.phrases.get(number, set())
        if wanted:
            said.phrases[number] = wanted.intersection(hashes(words, number))
    if one.runs or other.runs:
        said.runs = (one.runs | other.runs).intersection(hashes(words, RUN))
    return said


def _many_words(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the words of many texts, many at a time, with a break between any two texts."""
    texts = iter(texts)
    while some := list(islice(texts, _AT_ONCE)):
        yield words_of(f" {BREAK} ".join(some))


def _all_texts(library: Library, published: PublishedLibrary) -> Iterator[str]:
    """Yield every text of every record and entry: values, account, names of files.

    A record that is shown as a whole is passed over, since it holds nothing back.
    """
    shown = {each.file: each for each in published.records}
    for filed in library.filed:
        seen = shown.get(filed.source.path)
        if seen and (seen.record, seen.narrative) == (filed.record, filed.narrative):
            continue
        yield from texts_of_record(filed.record, filed.narrative)
        yield from _anchors(filed.record)
        yield Path(filed.source.path).stem
    for path, text in library.unread_texts.items():
        yield from (_value_of(_COMMENT.sub("", line)) for line in text.split("\n"))
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
        yield from _notes_in(source.text)
    for text in library.unread_texts.values():
        yield from _notes_in(text)


def _notes_in(text: str) -> Iterator[str]:
    yield from (_value_of(match[1]) for match in _COMMENT.finditer(text))
    yield from (match[1] for match in HTML_COMMENT.finditer(text))


def _value_of(line: str) -> str:
    """Return a line without the name of the field in it, which every record has."""
    return _FIELD.sub("", line)


def _texts_without_records(published: PublishedLibrary) -> Iterator[str]:
    """Yield the words of the interface, which this reader sees anyway.

    No record can have left a trace in the pages and files of a library that has none.
    """
    without_records = replace(published, records=(), tombstones=())
    for page in make_pages(without_records):
        yield page.title
        yield page.description
        yield page.markdown
    yield from make_files(without_records).values()
    yield from words_of_data(without_records)


def _texts_of_all(published: PublishedLibrary) -> Iterator[str]:
    """Yield the texts of all records, of the vocabulary, and of what was withdrawn."""
    for each in published.records:
        yield from texts_of_record(each.record, each.narrative)
        yield from _anchors(each.record)
        yield each.record.id
    for definition in published.typology.definitions:
        yield from _strings(definition.entry)
        yield from definition.body.split("\n\n")
    for tombstone in published.tombstones:
        yield from _strings(tombstone)


def _hand_written_texts(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in _BY_HAND and file.is_file():
                yield file.read_text(encoding="utf-8", errors="replace")


def _our_words() -> Iterator[str]:
    """Yield the words that stand on every page of its kind, and those that every skeleton holds."""
    for folder in ("pages/templates", "cli/skeleton_files"):
        for file in files("patternbook").joinpath(folder).iterdir():
            yield _FROM_TEMPLATE.sub(f" {BREAK} ", file.read_text(encoding="utf-8"))
    # The words of the field go to every reader's browser.
    yield files("patternbook.search").joinpath("synonyms.txt").read_text(encoding="utf-8")
    yield from _words_on_paper()


def _words_on_paper() -> Iterator[str]:
    """Yield the words that every form and every report of its kind holds."""
    yield from EPISODE_COLUMNS
    yield from own_words()
    yield from COLLATION_SENTENCES
    yield from REPORT_SENTENCES
    for said in SAID.values():
        for each in said.values():
            yield from each
    for kind in Kind:
        yield from (section.title for section in layout_of(kind).sections)
        yield from own_sentences(blank_of(kind, Typology()))


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

    A single word of the dictionary does not, nor does what holds neither a word nor a number with
    letters before it, as references have.
    """
    if len(words) == 1:
        return len(words[0]) > 2 and words[0] not in word_lists().dictionary
    is_reference = (
        bool(words)
        and words[0].isalpha()
        and any(word.isdigit() and len(word) > 1 for word in words)
    )
    return is_reference or any(len(word) > 2 and word.isalpha() for word in words)
