"""A published library -> data files of the site, by their paths."""

from __future__ import annotations

from patternbook.exports.schema import schema_files
from patternbook.publication import PublishedLibrary

__all__ = ["make_files"]


def make_files(library: PublishedLibrary) -> dict[str, str]:
    """Return every data file that belongs to the site: its path and its text."""
    del library  # the schemas are the same for everyone
    return schema_files()
