"""Data files of the site, by their paths. What is taken from records comes through the door."""

from __future__ import annotations

from patternbook.exports.schema import schema_files
from patternbook.exports.starting import starting_files
from patternbook.publication import PublishedLibrary

__all__ = ["make_files"]


def make_files(library: PublishedLibrary) -> dict[str, str]:
    """Return every data file that belongs to the site: its path and its text."""
    return {**schema_files(library.typology), **starting_files(library)}
