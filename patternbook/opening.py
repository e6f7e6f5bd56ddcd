"""Folders -> what an audience may see, if there is no fault: the way in for every builder."""

from __future__ import annotations

from patternbook.checks import find_faults, find_names
from patternbook.library import Folders, load_library
from patternbook.problems import FaultsFound, faults, quoted
from patternbook.publication import PublishedLibrary, publish
from patternbook.vocabulary import Audience


class NoLibrary(Exception):
    """Raised where there is no library to open, or no such audience to open it for."""


def open_library(
    folders: Folders, audience: Audience | str, *, refuse_names: bool = True
) -> PublishedLibrary:
    """Read a library, check it, and return what this audience may see of it.

    What the public would see is searched for what could identify somebody, unless
    `refuse_names` is false. Raises FaultsFound, with all of them, if there is any fault;
    NoLibrary if there is no such audience or no library at these folders.
    """
    if audience not in tuple(Audience):
        raise NoLibrary(
            f"There is no audience {quoted(audience)}. It can be: {', '.join(Audience)}."
        )
    if not folders.reviews.is_dir() or folders.reviews.is_symlink():
        raise NoLibrary(
            f"There is no folder “{folders.reviews.name}” here, so there are no records."
        )
    library, problems = load_library(folders)
    published = publish(library, audience)
    found = [*faults(problems), *find_faults(library)]
    if refuse_names and published.audience is Audience.PUBLIC:
        found += find_names(library, [*library.pages, *(one.file for one in published.records)])
    if found:
        raise FaultsFound(found)
    return published
