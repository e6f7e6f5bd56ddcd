"""What all data files of one library are made from: its tables, its records, and their version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from patternbook.evidence import counts
from patternbook.pages.citing import DATA_TITLE, cite_data
from patternbook.pages.site import Site
from patternbook.publication import Published, PublishedLibrary
from patternbook.tables import TABLES, Row, Table, Tables, make_tables
from patternbook.typology import Typology
from patternbook.vocabulary import Audience

CREATOR = "The Patternbook contributors"
LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
INTERNAL = (
    "INTERNAL. This is from a board's own copy and holds what is for that board alone. Do not "
    "pass it on, and do not publish it."
)
# What every file that can say anything says of its own numbers.
CAVEAT = (
    "Records are sent in by choice and chosen by those who send them, so a number says what has "
    "been written down, at least, and not how common anything is. Records whose origin is "
    "illustrative were invented to teach the method; “counted” is false for them, and no count "
    "includes them. A gap is not a finding."
)
# Not for the data: what the board notes for itself, and whether another version exists.
_LEFT_OUT = {"internal", "published"}
_DIGITS = 12  # of the digest: enough to tell versions apart, and short enough to be read out


@dataclass(frozen=True, slots=True)
class Edition:
    """A library as data: its tables, its records as nested data, and the version of both.

    `month` is that in which the newest record came, and empty where none says it.
    """

    library: PublishedLibrary
    site: Site
    tables: Tables
    records: tuple[dict[str, Any], ...]
    version: str
    month: str

    @property
    def audience(self) -> Audience:
        """Return for whom it is."""
        return self.library.audience

    @property
    def is_public(self) -> bool:
        """Return whether everybody may have it."""
        return self.audience is Audience.PUBLIC

    @property
    def title(self) -> str:
        """Return what it is called, which says so if it is internal."""
        return (
            DATA_TITLE
            if self.is_public
            else f"{DATA_TITLE}. Internal copy, for the {self.audience}"
        )

    @property
    def description(self) -> str:
        """Return what it is and what its numbers are not."""
        what = (
            "What case reviews, near misses and debriefs teach about the systems that safeguard "
            f"children, as data. {CAVEAT}"
        )
        return what if self.is_public else f"{INTERNAL} {what}"

    @property
    def citation(self) -> str:
        """Return how it is cited, in words."""
        return cite_data(self.version, self.site).in_words

    def rows(self, table: Table, *, counted: bool) -> list[Row]:
        """Return the rows of a table that count, or those of invented records.

        All rows of a table that is of no record count.
        """
        rows = self.tables[table.name]
        if not table.is_of_records:
            return rows if counted else []
        at = table.column_names.index("record")
        wanted = {
            published.record.id
            for published in self.library.records
            if counts(published) is counted
        }
        return [row for row in rows if row[at] in wanted]


def edition_of(library: PublishedLibrary, site: Site) -> Edition:
    """Return a published library as data.

    Its version is the month of the newest record and a digest of all that the data say, so that
    the same content has the same version wherever it stands and whenever it is made.
    """
    ordered = sorted(library.records, key=lambda published: published.record.id)
    tables = make_tables(library)
    records = tuple(_nested(published, library.typology) for published in ordered)
    months = [published.record.added for published in ordered if published.record.added]
    month = max(months, default="")
    said = json.dumps(
        [library.audience.value, records, {name: tables[name] for name in TABLES}],
        ensure_ascii=False,
        sort_keys=True,
    )
    digest = hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]
    return Edition(library, site, tables, records, f"{month or 'undated'}-{digest}", month)


def _nested(published: Published, typology: Typology) -> dict[str, Any]:
    """Return a record with the names of its own fields, and four that it does not have itself."""
    record: dict[str, Any] = published.record.model_dump(mode="json", exclude=_LEFT_OUT)
    return {
        **_with_present_ids(record, typology),
        "counted": counts(published),
        "shelf": published.shelf,
        "narrative": [
            {
                "kind": section.kind.value,
                "title": section.title,
                "source": section.source.value if section.source else None,
                "passages": [
                    {"kind": passage.kind.value, "markdown": passage.markdown}
                    for passage in section.passages
                ],
            }
            for section in published.narrative
        ],
    }


def _with_present_ids(said: Any, typology: Typology) -> Any:
    """Return part of a record with each factor and pattern by its present id."""
    if isinstance(said, list):
        return [_with_present_ids(each, typology) for each in said]
    if not isinstance(said, dict):
        return said
    return {
        name: typology.get(value).entry.id
        if name in _NAME_AN_ENTRY and isinstance(value, str)
        else _with_present_ids(value, typology)
        for name, value in said.items()
    }


# The fields of a record that name an entry of the vocabulary.
_NAME_AN_ENTRY = frozenset({"factor", "pattern"})
