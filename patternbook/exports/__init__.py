"""Data files of the site, by their paths. What is taken from records comes through the door.

1. `schema` says what a record may hold,
2. `feeds` tell what is new,
3. `citations` let reference managers cite what is public,
4. `form` tells the forms in the browser what to ask, and `form_rules` by which rules,
5. `templates` are forms for Word, which are no text and so stand apart,
6. `data` are the library itself for others to count in, and stand apart as well.
"""

from __future__ import annotations

from patternbook.exports.citations import citation_files
from patternbook.exports.data import ToolsMissing, data_files
from patternbook.exports.feeds import feed_files
from patternbook.exports.form import form_files
from patternbook.exports.schema import schema_files
from patternbook.exports.starting import starting_files
from patternbook.exports.templates import template_files
from patternbook.pages.site import Site
from patternbook.publication import PublishedLibrary

__all__ = ["ToolsMissing", "data_files", "make_files", "template_files"]


def make_files(library: PublishedLibrary, site: Site | None = None) -> dict[str, str]:
    """Return every data file that belongs to the site: its path and its text.

    Without a site, files lead to pages by relative addresses, as where its address is not known.
    """
    site = site or Site()
    return {
        **schema_files(library.typology),
        **feed_files(library, site),
        **citation_files(library, site),
        **starting_files(library),
        **form_files(library),
    }
