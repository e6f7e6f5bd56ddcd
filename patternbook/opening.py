"""A copy of the library -> what a reader may see, if there is no fault: the way in for builders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from patternbook.checks import find_faults, find_names
from patternbook.folders import Folders, names_of
from patternbook.leaks import Withheld, what_is_withheld
from patternbook.library import load_library
from patternbook.problems import FaultsFound, faults, quoted
from patternbook.publication import PublishedLibrary, Reader, pages_for, publish
from patternbook.settings import Settings
from patternbook.vocabulary import Audience


class NoLibrary(Exception):
    """Raised where there is no library to open, or no such reader to open it for."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader may see, and how to recognise what they may not.

    `pages` are the folders of hand-written pages for this reader.
    """

    reader: Reader
    library: PublishedLibrary
    withheld: Withheld
    pages: tuple[Path, ...]


def reader_of(audience: Audience | str, record_id: str = "") -> Reader:
    """Return the reader that somebody asks for.

    Raises NoLibrary if there is no such audience, or if participants come without their review.
    """
    if audience not in tuple(Audience):
        raise NoLibrary(
            f"There is no audience {quoted(audience)}. It can be: {', '.join(Audience)}."
        )
    try:
        return Reader(Audience(audience), record_id)
    except ValueError:
        raise NoLibrary(
            f"“{Audience.PARTICIPANTS}” are those of one review: name its id as well, and name "
            "none for anybody else."
        ) from None


def open_library(
    folders: Folders,
    reader: Reader | Audience | str,
    *,
    settings: Settings | None = None,
    refuse_names: bool = True,
) -> Opened:
    """Read a library, check it, and return what this reader may see of it.

    What the public would see is searched for what could identify somebody, unless
    `refuse_names` or the settings say otherwise. Raises FaultsFound, with all of them, if there
    is any fault; NoLibrary if there is no such audience, no such review, or no library at these
    folders.
    """
    settings = settings or Settings()
    if not isinstance(reader, Reader):
        reader = reader_of(reader)
    if any(not each.is_dir() or each.is_symlink() for each in folders.of_records):
        raise NoLibrary(
            f"There is no folder {names_of(folders.of_records)} here, so there are no records."
        )
    terms = tuple(each.term for each in settings.terms)
    library, problems = load_library(folders, local_terms=terms)
    published = publish(library, reader, settings)
    found = [*faults(problems), *find_faults(library)]
    if refuse_names and settings.refuse_names and published.audience is Audience.PUBLIC:
        shown = [
            *(definition.file for definition in published.typology.definitions),
            *(group.file for group in published.groups),
            *(one.file for one in published.records),
        ]
        found += find_names(library, shown)
    if found:
        raise FaultsFound(found)
    if reader.record_id and not published.records:
        raise NoLibrary("There is no record with this id, so there is nothing to show of it.")
    pages = pages_for(folders, reader.audience)
    withheld = what_is_withheld(
        library,
        published,
        pages,
        also=_words_of(settings, reader),
        kept_pages=[folder for folder in folders.of_pages if folder not in pages],
        # A board's copy has the pages of the shared library, and nobody writes there.
        public_pages=[folders.docs] if settings.board is not None else [],
    )
    return Opened(reader, published, withheld, pages)


def _words_of(settings: Settings, reader: Reader) -> list[str]:
    """Return the words that a board uses for itself, if this reader is not to meet them."""
    if reader.audience is not Audience.PUBLIC:
        return []
    said = [word for each in settings.terms for word in (each.term, each.means)]
    if settings.board is not None:
        said += [settings.board.name, settings.board.contact]
    return [*said, *settings.repositories]
