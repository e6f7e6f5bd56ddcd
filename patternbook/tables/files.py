"""What the data files of a site are called, what each is, and who gets which.

Names stay, so that whoever fetches one file each month finds it where it was. The flat files, CSV
and Parquet, hold what was invented to teach the method apart, in folders of their own: a row of
such a file says nothing of its record, and whoever counts rows must not count these. Where the
record itself is at hand, in the JSON file and in the database, it says that it does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from patternbook.tables.columns import TABLES, Table
from patternbook.vocabulary import Audience

FOLDER = "data"
ILLUSTRATIONS = "illustrations"

REVIEWS = "reviews.json"
SCHEMA = "reviews.schema.json"
DATABASE = "patternbook.db"
METADATA = "metadata.json"
PACKAGE = "datapackage.json"
TAXONOMY_TURTLE = "taxonomy.ttl"
TAXONOMY_JSON = "taxonomy.jsonld"
DATASET = "dataset.jsonld"
CITATION = "CITATION.cff"
BIBTEX = "patternbook.bib"
RIS = "patternbook.ris"
LICENCE = "LICENCE.txt"
LATEST = "LATEST"
SUMS = "SHA256SUMS"

# These say what a copy is, and not what it holds, and are called the same in each.
_SAME_IN_ALL = frozenset({LATEST, SUMS})
# These are for what everybody can reach.
_FOR_THE_PUBLIC = frozenset({DATASET, CITATION, BIBTEX, RIS})
_MEANINGS = {
    REVIEWS: "Every record as a whole, with the field names of the record format. JSON.",
    SCHEMA: "What that file may hold, as JSON Schema.",
    DATABASE: "Every table in one SQLite database, with full-text search.",
    METADATA: "What Datasette shows beside the database: descriptions, licence, labels.",
    PACKAGE: "The data dictionary: every table and column, as a Data Package with Table Schema.",
    TAXONOMY_TURTLE: "The patterns and contributory factors as SKOS, in Turtle.",
    TAXONOMY_JSON: "The same as JSON-LD.",
    DATASET: "What catalogues of data ask for, in the terms of schema.org.",
    CITATION: "How to cite the data, in the Citation File Format.",
    BIBTEX: "How to cite the data, for BibTeX.",
    RIS: "How to cite the data, for reference managers.",
    LICENCE: "What may be done with the data.",
    LATEST: "The version of what lies here, in one line.",
    SUMS: "A SHA-256 checksum of each file, as “sha256sum --check” reads it.",
}


class Flat:
    """The forms in which each table is a file of its own: the folder and the ending of each."""

    CSV = "csv"
    PARQUET = "parquet"

    ALL = (CSV, PARQUET)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its path on the site and what it is.

    `table` is what a flat file holds; `is_invented` says that it is the part of it that does not
    count.
    """

    path: str
    meaning: str
    table: Table | None = None
    form: str = ""
    is_invented: bool = False


def has_data(audience: Audience) -> bool:
    """Return whether there are data files for this audience.

    The participants of one review get none: a draft is to be read and not to be counted.
    """
    return audience is not Audience.PARTICIPANTS


def path_of(name: str, audience: Audience) -> str:
    """Return where a data file lies on the site.

    Outside the public library each name says for whom the file is, since a file of rows can say
    it nowhere else, and is soon passed on.
    """
    folder, _, last = f"{FOLDER}/{name}".rpartition("/")
    is_marked = audience is not Audience.PUBLIC and name not in _SAME_IN_ALL
    return f"{folder}/{audience.value}-{last}" if is_marked else f"{folder}/{last}"


# Where everybody who keeps a copy looks first: the same for every audience.
LATEST_PATH = path_of(LATEST, Audience.PUBLIC)


def flat_path(table: Table, form: str, audience: Audience, *, is_invented: bool = False) -> str:
    """Return where the file of one table lies, or that of what was invented in it."""
    folder = f"{form}/{ILLUSTRATIONS}" if is_invented else form
    return path_of(f"{folder}/{table.name}.{form}", audience)


@lru_cache(maxsize=1)
def internal_names() -> frozenset[str]:
    """Return the names by which a data file is known, wherever it lies, to be for a board alone."""
    audience = Audience.BOARD
    files = [*whole_files(audience), *flat_files(audience)]
    names = {file.path.rpartition("/")[2] for file in files}
    return frozenset(name for name in names if name.startswith(f"{audience.value}-"))


def whole_files(audience: Audience) -> list[DataFile]:
    """Return the files that hold the library as a whole, or say something of it."""
    return [
        DataFile(path_of(name, audience), meaning)
        for name, meaning in _MEANINGS.items()
        if audience is Audience.PUBLIC or name not in _FOR_THE_PUBLIC
    ]


def flat_files(audience: Audience) -> Iterator[DataFile]:
    """Yield the files of each table: in each form what counts, then what was invented."""
    for table in TABLES.values():
        for form in Flat.ALL:
            for is_invented in (False, True) if table.is_of_records else (False,):
                path = flat_path(table, form, audience, is_invented=is_invented)
                yield DataFile(path, table.row, table, form, is_invented)
