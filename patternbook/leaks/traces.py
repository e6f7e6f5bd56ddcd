"""A folder of what was built -> where in it something is that was withheld."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from patternbook.leaks.documents import Unreadable
from patternbook.leaks.reading import NOT_UNPACKED, decoded, readings, unescaped, unpacked
from patternbook.leaks.withheld import Withheld
from patternbook.leaks.words import BREAK, RUN, WORD, hashes, words_of
from patternbook.pages import paths

# A face is packed, and three of its bytes may happen to be a short name.
_PROGRAMS = frozenset({".js", ".mjs", ".css", ".map", ".wasm", ".woff2"})
_FEW = 2  # programs have names of their own, such as Max and John, and codes that look like one
_INDEX = b"var __index"  # a search index that is a script, so that it can be read from a disk
_MANY = 4  # words that a program does not have together by chance
_NAMED = "its name is that of something held back"


class Trace(NamedTuple):
    """Where something is that must not be: a file of what was built, and what sort of thing.

    In the path of the file “…” stands for a name that is itself held back.
    """

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


def find_traces(folder: Path, withheld: Withheld) -> list[Trace]:
    """Return a trace for each file in a folder that holds anything that was withheld.

    Raises OSError if a file cannot be read, since nobody then knows what it holds.
    """
    found = []
    seen: set[str] = set()
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        what = ""
        if file.is_symlink():
            what = "a link to something else"
        elif file.is_dir():
            what = _NAMED if _is_named(file.name, withheld) else ""
        elif _is_page_of_no_record(path, withheld):
            what = "the page of a record that is not among those shown"
        elif file.is_file() and (withheld.phrases or withheld.runs):
            what = _trace_in(path, file.read_bytes(), withheld, seen)
        if what:
            found.append(Trace(_without_names(path, withheld), what))
    return found


def refuse_traces(folder: Path, withheld: Withheld) -> None:
    """Raise TracesFound if anything in a folder holds what was withheld."""
    if traces := find_traces(folder, withheld):
        raise TracesFound(traces)


def lines_with_traces(text: str, withheld: Withheld) -> list[int]:
    """Return the numbers of the lines of a text on which words begin that were withheld."""
    placed = [(word, n) for n, line in enumerate(text.split("\n"), 1) for word in words_of(line)]
    words = [word for word, _ in placed]
    found = set()
    for number, told in {**withheld.phrases, RUN: withheld.runs}.items():
        said = hashes(words, number) if told else ()
        found |= {placed[n][1] for n, each in enumerate(said) if each in told}
    return sorted(found)


def _is_page_of_no_record(path: str, withheld: Withheld) -> bool:
    """Return whether this lies where the page of a record does, and of none that is shown."""
    folder, _, rest = path.partition("/")
    if folder not in paths.FOLDER_OF_KIND.values() or not rest:
        return False
    name = rest.partition("/")[0]
    for ending in (".html", ".md", ".bib", ".ris"):
        name = name.removesuffix(ending)
    if name == "index" or re.fullmatch(r"page-[0-9]+", name):
        return False
    return f"{folder}/{name}" not in withheld.record_pages


def _without_names(path: str, withheld: Withheld) -> str:
    """Return a path without those parts of it that must not be repeated."""
    if _is_page_of_no_record(path, withheld):
        return f"{path.partition('/')[0]}/…"
    parts = ["…" if _is_named(part, withheld) else part for part in path.split("/")]
    return f"{parts[0]}/…" if _is_named("/".join(parts), withheld) else "/".join(parts)


def _is_named(name: str, withheld: Withheld) -> bool:
    """Return whether a name of a file or folder is, or holds, one that is held back."""
    return any(_is_told(words_of(each), withheld) for each in {name, unquote(name)})


def _trace_in(path: str, content: bytes, withheld: Withheld, seen: set[str]) -> str:
    """Return what sort of trace a file holds, or nothing.

    `seen` is what was read in other files and held none: most of a page is on others as well.
    """
    if _is_named(path, withheld):
        return _NAMED
    try:
        for name, piece in unpacked(path, content):
            if _is_named(name, withheld):
                return "the name of a file in it is that of something held back"
            if _is_told_in(name, piece, withheld, seen):
                return "words that stand only in what is held back"
    except Unreadable as unreadable:
        return f"a document that cannot be read for certain. {unreadable}"
    except NOT_UNPACKED:
        return "something packed that cannot be opened, so nobody knows what it holds"
    return ""


def _is_told_in(name: str, content: bytes, withheld: Withheld, seen: set[str]) -> bool:
    is_index = content.startswith(_INDEX)
    if is_index or Path(name).suffix.lower() not in _PROGRAMS:
        name = f"{name}.json" if is_index else name
        for texts in readings(name, content):
            unread = [text for text in texts if text not in seen]
            if _is_told(words_of(f" {BREAK} ".join(unread)), withheld):
                return True
            seen.update(unread)
        return False
    return any(
        _is_told_in_program(text, withheld)
        for raw in decoded(content)
        for text in {raw, unescaped(raw), unquote(raw)}
    )


def _is_told_in_program(text: str, withheld: Withheld) -> bool:
    """Return whether a program or a style sheet says what is held back, in a few words or more.

    Its own names are made of words in small letters: “max-width” is nobody called Max. So a few
    words are a trace here only if they begin with a capital.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    signs = WORD.findall(text)
    words = [sign.casefold() for sign in signs]
    if not withheld.runs.isdisjoint(hashes(words, RUN)):
        return True
    return any(
        told in hits and (number >= _MANY or sign[0].isupper())
        for number, found in withheld.phrases.items()
        if number >= _FEW and (hits := found.intersection(hashes(words, number)))
        for sign, told in zip(signs, hashes(words, number), strict=False)
    )


def _is_told(words: list[str], withheld: Withheld) -> bool:
    if withheld.runs and not withheld.runs.isdisjoint(hashes(words, RUN)):
        return True
    return any(
        not found.isdisjoint(hashes(words, number)) for number, found in withheld.phrases.items()
    )
