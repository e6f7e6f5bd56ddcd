"""A published library -> the empty Word form of each kind of record, with its vocabulary.

They are made anew for each site, so that what a form offers is what the site explains.
"""

from __future__ import annotations

from patternbook.paper.blank import blank_of
from patternbook.publication import PublishedLibrary
from patternbook.vocabulary import Kind
from patternbook.word.writing import SUFFIX, docx_of

FOLDER = "contribute/templates"


def template_files(library: PublishedLibrary) -> dict[str, bytes]:
    """Return the forms by their paths."""
    return {
        f"{FOLDER}/{kind.value}{SUFFIX}": docx_of(blank_of(kind, library.typology)) for kind in Kind
    }
