"""The data files -> a page that lists them and says what they cannot show; and one of columns.

The files are made elsewhere, from the same published library; of them the pages need no more than
how large they are, and what catalogues are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from patternbook.evidence import counts
from patternbook.pages import paths
from patternbook.pages.citing import cite_data
from patternbook.pages.markup import Link
from patternbook.pages.page import Page
from patternbook.pages.rendering import render
from patternbook.pages.site import Site
from patternbook.publication import PublishedLibrary
from patternbook.tables import TABLES, Column, Table, Tables, files, make_tables
from patternbook.vocabulary import Audience

TITLE = "Data for others"
TABLES_TITLE = "Every table and column"
_IN_DUCKDB = """\
SELECT factor, influence, count(DISTINCT record) AS records
FROM '{}'
GROUP BY ALL ORDER BY factor, influence;
"""
# A search is for what records say.
_BEHIND_RECORDS: dict[str, object] = {"search": {"boost": 0.3}}


@dataclass(frozen=True, slots=True)
class _File:
    """A file to fetch, and how large it is, in words; empty where nobody knows."""

    link: Link
    meaning: str
    size: str


@dataclass(frozen=True, slots=True)
class _Flat:
    """A table: how many of its rows count, how many were invented, and where each part lies."""

    about: Link
    row: str
    counted: int
    invented: int
    files: tuple[_File, ...]
    invented_files: tuple[_File, ...]


def data_pages(library: PublishedLibrary, data: Mapping[str, bytes], site: Site) -> Iterator[Page]:
    """Yield the page that lists the data files, and the one that explains every column.

    `data` are the files by their paths; where there are none yet, no size is given. There are no
    pages for readers who get no files.
    """
    if not files.has_data(library.audience):
        return
    yield _index(library, data, site)
    yield _tables(library)


def _index(library: PublishedLibrary, data: Mapping[str, bytes], site: Site) -> Page:
    audience = library.audience
    made = make_tables(library)
    version = data.get(files.LATEST_PATH, b"").decode().strip()
    of_catalogues = data.get(files.path_of(files.DATASET, audience), b"").decode()
    counted = sum(map(counts, library.records))
    return Page(
        path=paths.DATA,
        title=TITLE,
        description="The whole library as data: what there is, what each table means, how to cite.",
        markdown=render(
            "data.md.j2",
            paths.DATA,
            title=TITLE,
            is_public=audience is Audience.PUBLIC,
            counted=counted,
            invented=len(library.records) - counted,
            version=version,
            citation=cite_data(version, site).in_words,
            whole=[_file(file, data) for file in files.whole_files(audience)],
            flat=[_flat(table, made, library, data) for table in TABLES.values()],
            names=files,
            link=lambda name: _link(files.path_of(name, audience)),
            in_datasette=f"datasette {_below(files.path_of(files.DATABASE, audience))} "
            f"--metadata {_below(files.path_of(files.METADATA, audience))}",
            in_duckdb=_IN_DUCKDB.format(
                _below(files.flat_path(TABLES["factor_links"], files.Flat.PARQUET, audience))
            ),
        ),
        extra=_BEHIND_RECORDS | _in_the_head(of_catalogues),
    )


def _below(path: str) -> str:
    """Return a path as seen from the folder of the data files."""
    return path.removeprefix(f"{files.FOLDER}/")


def _link(path: str) -> Link:
    """Return a link to a data file, whose text tells it from all others."""
    return Link(_below(path), path)


def _in_the_head(dataset: str) -> dict[str, object]:
    """Return what a page's head says to catalogues, so that nothing in it can end the element."""
    if not dataset:
        return {}
    signs = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
    return {"dataset": "".join(signs.get(sign, sign) for sign in dataset.strip())}


def _file(file: files.DataFile, data: Mapping[str, bytes]) -> _File:
    size = len(data[file.path]) if file.path in data else None
    return _File(_link(file.path), file.meaning, "" if size is None else _in_words(size))


def _in_words(size: int) -> str:
    return f"{size} bytes" if size < 1000 else f"{size / 1000:,.0f} kB"


def _flat(
    table: Table, made: Tables, library: PublishedLibrary, data: Mapping[str, bytes]
) -> _Flat:
    invented_ids = {one.record.id for one in library.records if not counts(one)}
    rows = made[table.name]
    invented = 0
    if table.is_of_records:
        at = table.column_names.index("record")
        invented = sum(row[at] in invented_ids for row in rows)

    parts: dict[bool, tuple[_File, ...]] = {
        is_invented: tuple(
            _file(file, data)
            for file in files.flat_files(library.audience)
            if file.table is table and file.is_invented is is_invented
        )
        for is_invented in (False, True)
    }

    return _Flat(
        Link(table.name, paths.DATA_TABLES, paths.table_anchor(table.name)),
        table.row,
        len(rows) - invented,
        invented,
        parts[False],
        parts[True],
    )


def _tables(library: PublishedLibrary) -> Page:
    return Page(
        path=paths.DATA_TABLES,
        title=TABLES_TITLE,
        description="What a row of each table is, and what every column means.",
        markdown=render(
            "data-tables.md.j2",
            paths.DATA_TABLES,
            title=TABLES_TITLE,
            crumbs=[Link(TITLE, paths.DATA)],
            tables=[
                (table, [(column, _leads_to(column)) for column in table.columns])
                for table in TABLES.values()
            ],
            package=Link(
                "data dictionary for programs", files.path_of(files.PACKAGE, library.audience)
            ),
        ),
        extra=_BEHIND_RECORDS,
    )


def _leads_to(column: Column) -> Link | None:
    """Return the table that a column leads to, on the same page."""
    if column.refers_to is None:
        return None
    table, _ = column.refers_to
    return Link(table, paths.DATA_TABLES, paths.table_anchor(table))
