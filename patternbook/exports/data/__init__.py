"""A published library -> data files for others to work with, by their paths below `data/`.

1. `edition` takes the tables and records from the library, and tells which version they are,
2. `reviews` writes every record as nested data, with its JSON Schema,
3. `sheets` and `parquet` write each table, what was invented apart from what counts,
4. `database` writes all of them into SQLite, and what Datasette shows of it,
5. `dictionary` says what every column means,
6. `taxonomy` writes the vocabulary as SKOS,
7. `about` says how to cite the data, and what may be done with them.

The same library makes the same bytes: nothing here asks a clock, a name of a computer or a folder.
Which files there are, and for whom, stands in `patternbook.tables.files`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from patternbook.exports.citations import as_bibtex, as_ris
from patternbook.exports.data.about import citation_file, cited, dataset, licence
from patternbook.exports.data.database import database_of, datasette_metadata
from patternbook.exports.data.dictionary import data_package
from patternbook.exports.data.edition import Edition, edition_of
from patternbook.exports.data.parquet import parquet_of
from patternbook.exports.data.reviews import reviews_data, reviews_schema
from patternbook.exports.data.sheets import csv_of
from patternbook.exports.data.taxonomy import taxonomy_of
from patternbook.exports.data.tools import ToolsMissing, ready
from patternbook.exports.schema import as_json
from patternbook.pages.site import Site
from patternbook.publication import PublishedLibrary
from patternbook.tables import files as names

__all__ = ["ToolsMissing", "data_files", "ready", "words_of_data"]


def data_files(library: PublishedLibrary, site: Site | None = None) -> dict[str, bytes]:
    """Return every data file by its path; none for the participants of one review.

    Without a site, files lead to pages by relative addresses. Raises ToolsMissing if what makes
    some of them is not installed.
    """
    if not names.has_data(library.audience):
        return {}
    ready()
    edition = edition_of(library, site or Site())
    files = {**_flat(edition), **_whole(edition)}
    # These tell the size and the digest of others.
    _add(files, names.PACKAGE, as_json(data_package(edition, files)), edition)
    if edition.is_public:
        _add(files, names.DATASET, as_json(dataset(edition, files)), edition)
    sums = names.path_of(names.SUMS, edition.audience)
    files[sums] = "".join(
        f"{hashlib.sha256(files[path]).hexdigest()}  {path.removeprefix(f'{names.FOLDER}/')}\n"
        for path in sorted(files)
    ).encode()
    return files


def words_of_data(library: PublishedLibrary) -> Iterator[str]:
    """Yield what the data files say of themselves, and what their tables and columns are called."""
    if not names.has_data(library.audience):
        return
    edition = edition_of(library, Site())
    empty = {file.path: b"" for file in names.flat_files(library.audience)}
    yield json.dumps(data_package(edition, empty), ensure_ascii=False)
    yield json.dumps(datasette_metadata(edition), ensure_ascii=False)
    yield json.dumps(reviews_data(edition), ensure_ascii=False)
    yield licence(edition)
    yield citation_file(edition)


def _flat(edition: Edition) -> dict[str, bytes]:
    files = {}
    for file in names.flat_files(edition.audience):
        if file.table is None:
            continue
        rows = edition.rows(file.table, counted=not file.is_invented)
        files[file.path] = (
            csv_of(file.table, rows)
            if file.form == names.Flat.CSV
            else parquet_of(file.table, rows, edition)
        )
    return files


def _whole(edition: Edition) -> dict[str, bytes]:
    taxonomy = taxonomy_of(edition)
    files: dict[str, bytes] = {}
    for name, text in {
        names.REVIEWS: as_json(reviews_data(edition)),
        names.SCHEMA: as_json(reviews_schema(edition)),
        names.METADATA: as_json(datasette_metadata(edition)),
        names.TAXONOMY_TURTLE: taxonomy.turtle,
        names.TAXONOMY_JSON: taxonomy.json_ld,
        names.LICENCE: licence(edition),
        names.LATEST: f"{edition.version}\n",
        **(_to_cite(edition) if edition.is_public else {}),
    }.items():
        _add(files, name, text, edition)
    files[names.path_of(names.DATABASE, edition.audience)] = database_of(edition)
    return files


def _to_cite(edition: Edition) -> dict[str, str]:
    return {
        names.CITATION: citation_file(edition),
        names.BIBTEX: as_bibtex(cited(edition)),
        names.RIS: as_ris(cited(edition)),
    }


def _add(files: dict[str, bytes], name: str, text: str, edition: Edition) -> None:
    files[names.path_of(name, edition.audience)] = text.encode()
