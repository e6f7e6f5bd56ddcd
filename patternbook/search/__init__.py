"""A published library -> what a search of the site goes by.

1. `records` makes one record of each thing that a search can find: an episode, a finding, a near
   miss, a debrief, a case review, a recommendation, an entry of the vocabulary,
2. `synonyms` reads the words of the field, and `concepts` marks each record with those in it,
3. `facets` says by what the records can be narrowed down, with names and counts,
4. `files` puts into data files what the page needs to understand a question.

What builds the index, and what asks it, lies elsewhere: nothing here knows Pagefind or MkDocs.
All starts from a PublishedLibrary, so what the door held back cannot be found.
"""

from __future__ import annotations

from patternbook.search.concepts import Concepts, field_concepts
from patternbook.search.files import search_files
from patternbook.search.record import FoundKind, SearchRecord, sliced
from patternbook.search.records import (
    is_a_way_in,
    make_records,
    page_record,
    stands_for_itself,
)
from patternbook.search.synonyms import SynonymsAtFault

__all__ = [
    "Concepts",
    "FoundKind",
    "SearchRecord",
    "SynonymsAtFault",
    "field_concepts",
    "is_a_way_in",
    "make_records",
    "page_record",
    "search_files",
    "sliced",
    "stands_for_itself",
]
