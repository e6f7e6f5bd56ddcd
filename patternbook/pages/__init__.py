"""A published library -> every generated page of the site.

1. `records` makes a page of each record, and one in place of each that was withdrawn,
2. `entries` one of each pattern, issue, level, type and factor, with its evidence,
3. `indexes` the pages that list them,
4. `recommendations` the memory of recommendations, with what is to be followed up,
5. `browse` the pages to browse by, `navigator` those that cross factors with patterns, and
   `balance` the mirror that shows which way the library leans,
6. `collations` those that say what many records say together,
7. `starting` what to look at before a review, and the reader's own list,
8. `packs` one sheet for a team of each pattern, finding and near miss, and `workshop` a plan for
   an hour and a half with several,
9. `new` the pages that tell what came when,
10. `rules` a page of each rule of the check, the same in every library,
11. `search` the page on which a search is asked,
12. `forms` the pages on which a record is written in the browser,
13. `data` what data files there are, and what their tables mean.

All are Markdown, and any builder that reads Markdown with tables and attribute lists can
build them. Nothing here knows MkDocs, and nothing here decides who may see what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from patternbook.crossing import Crossing
from patternbook.evidence import EvidenceIndex
from patternbook.pages.balance import balance_pages
from patternbook.pages.browse import browse_pages
from patternbook.pages.collations import collation_pages
from patternbook.pages.data import data_pages
from patternbook.pages.entries import entry_pages, moved_pages
from patternbook.pages.forms import form_pages
from patternbook.pages.indexes import index_pages
from patternbook.pages.navigator import navigator_pages
from patternbook.pages.new import new_pages
from patternbook.pages.packs import pack_pages
from patternbook.pages.page import Page
from patternbook.pages.recommendations import recommendation_pages
from patternbook.pages.records import record_pages, withdrawn_pages
from patternbook.pages.rules import rule_pages
from patternbook.pages.search import search_page
from patternbook.pages.site import Site
from patternbook.pages.starting import left_out, starting_pages
from patternbook.pages.workshop import workshop_pages
from patternbook.publication import PublishedLibrary

__all__ = ["Page", "Site", "left_out", "make_pages"]


def make_pages(
    library: PublishedLibrary,
    site: Site | None = None,
    data: Mapping[str, bytes] | None = None,
) -> Iterator[Page]:
    """Yield every generated page, each with a path of its own.

    Pages that are to be cited give their whole address, if a site is given that has one. `data`
    are the data files, where they are made already, so that a page can say how large they are.
    """
    site = site or Site()
    index = EvidenceIndex(library)
    crossing = Crossing(index, library.typology)
    yield from record_pages(library, site)
    yield from withdrawn_pages(library)
    yield from entry_pages(library, index, crossing, site)
    yield from moved_pages(library)
    yield from index_pages(library, index)
    yield from recommendation_pages(library, index)
    yield from browse_pages(library, index)
    yield from navigator_pages(library, crossing)
    yield from balance_pages(library)
    yield from collation_pages(library)
    yield from starting_pages(library, index)
    yield from pack_pages(library, index, site)
    yield from workshop_pages(library)
    yield from new_pages(library)
    yield from rule_pages()
    yield search_page()
    yield from form_pages(library)
    yield from data_pages(library, data or {}, site)
