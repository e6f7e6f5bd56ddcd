"""The library as data for others: what each file holds and holds back, and how it is opened."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import html
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rdflib import DCTERMS, OWL, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from patternbook.exports import ToolsMissing, data_files
from patternbook.exports.data import tools
from patternbook.exports.data.database import searched_columns
from patternbook.exports.data.sheets import csv_of
from patternbook.folders import Folders
from patternbook.leaks.reading import readings, unpacked
from patternbook.library import load_library
from patternbook.model import RECORD_TYPES
from patternbook.pages import Site, make_pages
from patternbook.publication import PublishedLibrary, Reader, publish
from patternbook.settings import read_settings
from patternbook.tables import TABLES, Column, Table, make_tables
from patternbook.tables.files import Flat, flat_files, flat_path, whole_files
from patternbook.vocabulary import Audience, Kind
from tests.examples import examples
from tests.making import PROJECT, debrief, entry, factor, load, near_miss, vocabulary, write
from tests.tabled import DEBRIEF, NEAR_MISS, REVIEW, libraries, library_of

ADDRESS = "https://board.example/library/"
VOCABULARY = "tag:patternbook.github.io,2026:vocabulary/"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PublishedLibrary:
    """Return a review and a near miss that count, an invented debrief, and a retired factor."""
    files = {
        **vocabulary(),
        "docs/factors/workload.md": entry(
            id="workload",
            kind="factor",
            parent="conditions-of-work",
            title="Workload",
            former_ids=["load", "burden"],
            neighbours=[{"id": "timing", "difference": "When, and not how much."}],
            history=[{"month": "2026-10", "change": "created"}],
        ),
        "docs/factors/timing.md": entry(
            id="timing",
            kind="factor",
            parent="conditions-of-work",
            status="retired",
            replaced_by="workload",
            title="Timing",
        ),
    }
    return library_of(tmp_path_factory.mktemp("data"), REVIEW, NEAR_MISS, DEBRIEF, **files)


@pytest.fixture(scope="module")
def files(library: PublishedLibrary) -> Mapping[str, bytes]:
    """Return the data files of that library."""
    return data_files(library)


def parsed(files: Mapping[str, bytes], name: str) -> Any:
    """Return what a JSON file says."""
    return json.loads(files[f"data/{name}"])


def sheet(files: Mapping[str, bytes], name: str) -> list[list[str]]:
    """Return the lines of a CSV file, its head included."""
    return list(csv.reader(io.StringIO(files[f"data/csv/{name}.csv"].decode(), newline="")))


# --- Which files there are ----------------------------------------------------------------------


def test_every_file_that_is_named_is_there_and_no_other(files):
    named = [*whole_files(Audience.PUBLIC), *flat_files(Audience.PUBLIC)]

    assert sorted(files) == sorted(file.path for file in named)


def test_every_file_has_its_checksum(files):
    sums = files["data/SHA256SUMS"].decode().splitlines()

    told = {line[66:]: line[:64] for line in sums}
    assert told == {
        path.removeprefix("data/"): hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path != "data/SHA256SUMS"
    }


def test_the_version_is_that_of_the_content_and_of_nothing_else(tmp_path):
    def latest(*records: str, site: Site | None = None, name: str) -> str:
        made = library_of(tmp_path / name, *records)
        return data_files(made, site)["data/LATEST"].decode()

    first = latest(NEAR_MISS, REVIEW, name="first")
    elsewhere = latest(NEAR_MISS, REVIEW, name="moved", site=Site(ADDRESS))
    changed = latest(NEAR_MISS, REVIEW.replace("A letter waited.", "It waited."), name="other")
    older = latest(NEAR_MISS, name="older")

    assert re.fullmatch(r"2026-11-[0-9a-f]{12}\n", first)
    assert first == elsewhere
    assert first != changed
    assert older.startswith("2025-03-")


def digests(root: Path) -> dict[str, str]:
    """Return the digest of each data file of the public part of a library, made by this process."""
    loaded, _ = load_library(Folders.at(root))
    made = data_files(publish(loaded, Audience.PUBLIC))
    return {path: hashlib.sha256(content).hexdigest() for path, content in made.items()}


def test_the_same_library_makes_the_same_bytes_in_another_folder_and_process(tmp_path):
    records = {
        "reviews/case-reviews/a-review.md": REVIEW,
        "reviews/debriefs/a-debrief.md": DEBRIEF,
        "reviews/near-misses/a-near-miss.md": NEAR_MISS,
    }
    write(tmp_path / "one", records)
    write(tmp_path / "other", dict(reversed(records.items())))
    code = (
        "import json, sys; from pathlib import Path; from tests.test_data_files import digests;"
        "print(json.dumps(digests(Path(sys.argv[1]))))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "other")],
        cwd=PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(ran.stdout) == digests(tmp_path / "one")


def test_without_what_makes_the_files_it_is_said_how_to_get_it(library, monkeypatch):
    monkeypatch.setattr(tools, "find_spec", lambda name: None if name == "rdflib" else name)

    with pytest.raises(ToolsMissing, match=r"rdflib is missing.*pip install rdflib"):
        data_files(library)


# --- Who may have them --------------------------------------------------------------------------


def everything_said(files: Mapping[str, bytes]) -> str:
    """Return all that somebody can read in the files, unpacked, as one text."""
    return "\n".join(
        text
        for path, content in files.items()
        for name, piece in unpacked(path, content)
        for texts in readings(name, piece)
        for text in texts
    )


@settings(max_examples=examples(5), deadline=None, suppress_health_check=list(HealthCheck))
@given(libraries())
def test_files_for_the_public_hold_what_everybody_may_read_and_nothing_else(drawn):
    written, shown, hidden = drawn
    with tempfile.TemporaryDirectory() as folder:
        loaded, _ = load(Path(folder), written)

    made = data_files(publish(loaded, Audience.PUBLIC))

    said = everything_said(made) + str(list(made.values()))
    assert {word for word in hidden if word in said} == set()
    for path in ("data/reviews.json", "data/patternbook.db"):
        told = everything_said({path: made[path]})
        assert {word for word in shown if word not in told} == set(), path


@pytest.fixture(scope="module")
def of_the_board(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Return the data files of a board's own copy, with a record and a factor of its own."""
    root = tmp_path_factory.mktemp("board")
    write(
        root,
        {
            **vocabulary(),
            "patternbook.yml": (
                "audience: board\npages: own\nboard: {name: Northshire, contact: Us}\nshelves:\n"
                "  - {folder: reviews, name: Shared library, audience: public}\n"
                "  - {folder: ours, name: Ours, audience: board}\n"
            ),
            "own/factors/our-own.md": entry(
                id="our-own", kind="factor", parent="conditions-of-work", status="proposed"
            ),
            "reviews/debriefs/shared.md": debrief("shared"),
            "ours/near-misses/kept.md": near_miss(
                "kept", factors=[factor("our-own")], internal={"reference": "NS/77"}
            ),
        },
    )
    own, folders = read_settings(root)
    loaded, problems = load_library(folders)
    assert [p for p in problems if p.severity == "fault"] == []
    return data_files(publish(loaded, Audience.BOARD, own))


def test_a_boards_own_files_say_for_whom_they_are_by_name_and_inside(of_the_board):
    files = of_the_board

    unmarked = {path for path in files if not path.rpartition("/")[2].startswith("board-")}
    assert unmarked == {"data/LATEST", "data/SHA256SUMS"}
    assert "INTERNAL" in files["data/board-LICENCE.txt"].decode()
    reviews = json.loads(files["data/board-reviews.json"])
    assert (reviews["audience"], reviews["licence"]) == ("board", None)
    assert "INTERNAL" in reviews["about"]
    assert json.loads(files["data/board-datapackage.json"])["audience"] == "board"
    assert json.loads(files["data/board-metadata.json"])["description"].startswith("INTERNAL")
    table = pq.read_table(io.BytesIO(files["data/parquet/board-records.parquet"]))
    assert table.schema.metadata[b"audience"] == b"board"
    assert [record["id"] for record in reviews["records"]] == ["kept", "shared"]


def test_a_boards_files_are_not_offered_for_citation_and_leave_out_its_notes(of_the_board):
    names = {path.rpartition("/")[2] for path in of_the_board}

    assert names.isdisjoint({"board-CITATION.cff", "board-dataset.jsonld", "board-patternbook.bib"})
    assert "NS/77" not in everything_said(of_the_board)
    assert "creativecommons" not in of_the_board["data/board-taxonomy.ttl"].decode()


def test_a_factor_of_a_board_is_taken_for_none_of_the_shared_vocabulary(of_the_board):
    graph = Graph().parse(data=of_the_board["data/board-taxonomy.ttl"], format="turtle")

    own = URIRef("tag:patternbook.github.io,2026:board/vocabulary/our-own")
    assert (own, SKOS.notation, Literal("our-own")) in graph
    assert (URIRef(f"{VOCABULARY}our-own"), None, None) not in graph
    assert (URIRef(f"{VOCABULARY}workload"), RDF.type, SKOS.Concept) in graph


def test_the_participants_of_a_draft_get_no_data_and_no_page_of_it(tmp_path):
    text = near_miss("mine", stage="interim", audience="participants")
    loaded, _ = load(tmp_path, {"reviews/near-misses/mine.md": text})
    published = publish(loaded, Reader(Audience.PARTICIPANTS, "mine"))

    assert data_files(published) == {}
    assert [page.path for page in make_pages(published) if page.path.startswith("data/")] == []


# --- The JSON file ------------------------------------------------------------------------------


def test_the_json_file_keeps_to_its_schema(files):
    schema = parsed(files, "reviews.schema.json")
    reviews = parsed(files, "reviews.json")

    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(reviews)] == []
    assert reviews["$schema"] == "reviews.schema.json"
    assert [record["id"] for record in reviews["records"]] == [
        *("a-debrief", "a-near-miss", "a-review")
    ]


@pytest.mark.parametrize(
    ("change", "about"),
    [
        (lambda record: record.pop("title"), "title"),
        (lambda record: record.update(kind="verdict"), "near-miss"),
        (lambda record: record.update(blame="somebody"), "blame"),
        (lambda record: record.update(counted="yes"), "yes"),
        (lambda record: record["factors"][0].update(factor="burden"), "burden"),
    ],
)
def test_the_schema_refuses_what_is_no_record(files, change, about):
    schema = parsed(files, "reviews.schema.json")
    reviews = parsed(files, "reviews.json")
    change(next(one for one in reviews["records"] if one["id"] == "a-near-miss"))

    errors = list(Draft202012Validator(schema).iter_errors(reviews))

    assert errors
    assert about in str([error.context or error.message for error in errors])


@pytest.mark.parametrize("kind", Kind)
def test_a_record_has_the_field_names_of_the_record_format(files, kind):
    record = next(one for one in parsed(files, "reviews.json")["records"] if one["kind"] == kind)

    added = {"counted", "shelf", "narrative", "page"}
    assert set(record) == (set(RECORD_TYPES[kind].model_fields) | added) - {"internal", "published"}
    assert record["counted"] is (record["origin"] != "illustrative")


def test_a_record_is_told_whole_with_its_account_and_where_it_is_read(library):
    reviews = json.loads(data_files(library, Site(ADDRESS))["data/reviews.json"])["records"]
    of = {record["id"]: record for record in reviews}

    assert of["a-debrief"]["narrative"] == [
        {
            "kind": "plain",
            "title": "",
            "source": None,
            "passages": [{"kind": "account", "markdown": "We went on foot."}],
        }
    ]
    assert of["a-review"]["episodes"][0]["factors"][0]["how"] == "Too much of it."
    assert of["a-review"]["page"] == f"{ADDRESS}reviews/a-review/"


def test_where_the_sites_address_is_not_known_a_record_is_led_to_from_the_file(files):
    record = next(
        one for one in parsed(files, "reviews.json")["records"] if one["id"] == "a-review"
    )

    assert record["page"] == "../reviews/a-review/"


def test_a_record_that_uses_a_former_id_is_told_by_the_present_one(tmp_path):
    written = {
        **vocabulary(),
        "docs/factors/workload.md": entry(
            id="workload", kind="factor", parent="conditions-of-work", former_ids=["load"]
        ),
    }
    made = data_files(library_of(tmp_path, near_miss(factors=[factor("load")]), **written))

    (record,) = json.loads(made["data/reviews.json"])["records"]
    assert record["factors"][0]["factor"] == "workload"


# --- CSV ----------------------------------------------------------------------------------------


def test_a_csv_file_is_utf_8_with_a_head_and_ends_its_lines_as_rfc_4180_says(files):
    content = files["data/csv/records.csv"]

    assert content.startswith(b"record,kind,title,")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert "Ã" not in content.decode("utf-8")


def test_what_was_invented_lies_apart_so_that_counting_lines_counts_what_counts(files):
    counted = [line[0] for line in sheet(files, "records")[1:]]
    invented = [line[0] for line in sheet(files, "illustrations/records")[1:]]

    assert counted == ["a-near-miss", "a-review"]
    assert invented == ["a-debrief"]
    for table in TABLES.values():
        if table.is_of_records:
            at = table.column_names.index("record")
            assert "a-debrief" not in [line[at] for line in sheet(files, table.name)]
            there = {line[at] for line in sheet(files, f"illustrations/{table.name}")[1:]}
            assert there <= {"a-debrief"}


def test_both_parts_of_a_table_hold_all_its_rows(library, files):
    for name, rows in make_tables(library).items():
        parts = [sheet(files, name)[1:]]
        if TABLES[name].is_of_records:
            parts.append(sheet(files, f"illustrations/{name}")[1:])
        lines = Counter(tuple(line) for part in parts for line in part)
        assert lines == Counter(tuple(map(as_cell, row)) for row in rows), name


def as_cell(value: object) -> str:
    """Return how a value that is no formula stands in a cell."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


_ONE = Table("one", "A text.", (Column("text", "It."), Column("more", "Also.")), ("text",))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", "'\t'=1"),
        ("a;=1", "a;'=1"),
        ("a\n- b", "a\n'- b"),
        ("1 + 1 = 2", "1 + 1 = 2"),
        ("They said: “-”", "They said: “-”"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(text, cell):
    written = csv_of(_ONE, [(text, "b")]).decode()

    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [cell, "b"]


@given(st.lists(st.tuples(st.text("=+-@;\t\r\n,\"'a\uff1d"), st.text('=-;,\n"a')), max_size=3))
def test_however_a_spreadsheet_parts_it_no_cell_is_a_formula(rows):
    written = csv_of(_ONE, rows).decode()

    assert len(list(csv.reader(io.StringIO(written, newline="")))) == len(rows) + 1
    for sign in ",;\t":
        for line in csv.reader(io.StringIO(written, newline=""), delimiter=sign):
            assert [cell for cell in line if re.match("[=+@\uff1d-]", cell)] == []


# --- The data dictionary ------------------------------------------------------------------------

PARSED = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def test_whoever_goes_by_the_dictionary_alone_can_read_every_csv_file(files):
    package = parsed(files, "datapackage.json")
    read: dict[str, list[dict[str, Any]]] = {}
    for resource in package["resources"]:
        content = files[f"data/{resource['path']}"]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        lines = list(csv.reader(io.StringIO(content.decode(resource["encoding"]), newline="")))
        fields = resource["schema"]["fields"]
        assert lines[0] == [field["name"] for field in fields]
        read[resource["name"]] = [
            {
                field["name"]: value(field, cell, resource)
                for field, cell in zip(fields, line, strict=True)
            }
            for line in lines[1:]
        ]
    assert len(read) == sum(1 + table.is_of_records for table in TABLES.values())
    for resource in package["resources"]:
        rows = read[resource["name"]]
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for foreign in resource["schema"]["foreignKeys"]:
            other = foreign["reference"]
            there = values(read[other["resource"]], other["fields"])
            led_to = values(rows, foreign["fields"])
            assert {each for each in led_to if None not in each} <= there


def values(rows: list[dict[str, Any]], names: list[str]) -> set[tuple[Any, ...]]:
    """Return what rows say in these fields, each once."""
    return {tuple(row[name] for name in names) for row in rows}


def value(field: dict[str, Any], cell: str, resource: dict[str, Any]) -> Any:
    """Return what a cell says by its field; it must be what the field allows."""
    if cell in field.get("missingValues", resource["schema"]["missingValues"]):
        assert not field["constraints"]["required"]
        return None
    if "enum" in field["constraints"]:
        assert cell in field["constraints"]["enum"]
    return PARSED[field["type"]](cell)  # type: ignore[operator]


def test_every_column_is_explained_and_closed_lists_say_what_their_words_mean(files):
    package = parsed(files, "datapackage.json")
    fields = {
        (resource["name"], field["name"]): field
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }

    assert [at for at, field in fields.items() if not field["description"]] == []
    assert {"value": "in-progress", "label": "In progress"} in fields["responses", "status"][
        "categories"
    ]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    invented = [each for each in package["resources"] if each["name"].startswith("illustrations")]
    assert all("never to be counted" in each["description"] for each in invented)


# --- The database -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(files: Mapping[str, bytes]) -> Iterator[sqlite3.Connection]:
    """Open the database."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["data/patternbook.db"])
    yield connection
    connection.close()


def every(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """Return all rows of a table or view."""
    return database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


def test_the_database_holds_every_row_of_every_table(library, database):
    for name, rows in make_tables(library).items():
        assert every(database, name) == rows


def test_the_database_is_sound_and_every_link_in_it_leads_somewhere(database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
    for table in TABLES.values():
        led_to = {row[2] for row in database.execute(f"PRAGMA foreign_key_list({table.name})")}
        wanted = {column.refers_to[0] for column in table.columns if column.refers_to}
        assert led_to == wanted | set(table.belongs_to)


def test_to_count_there_is_a_view_of_each_table_without_what_was_invented(database):
    for table in TABLES.values():
        if table.is_of_records:
            at = table.column_names.index("record")
            rows = every(database, table.name)
            # The number of the row comes first in the view.
            counted = [row[1:] for row in every(database, f"counted_{table.name}")]
            assert counted == [row for row in rows if row[at] != "a-debrief"]


@pytest.mark.parametrize(
    ("table", "asked", "found"),
    [
        ("records", "letters", ["a-review"]),  # “A letter waited.”
        ("findings", "forget", []),
        ("findings", "forgotten", ["a-review"]),
        ("texts", "foot", ["a-debrief"]),
        ("recommendations", "tray", ["a-review"]),
    ],
)
def test_words_are_found_whatever_their_ending(database, table, asked, found):
    rows = database.execute(
        f"SELECT record FROM {table} WHERE rowid IN "  # noqa: S608
        f"(SELECT rowid FROM {table}_search WHERE {table}_search MATCH ?)",
        [asked],
    )

    assert [record for (record,) in rows] == found


def test_every_text_that_a_person_wrote_can_be_searched():
    searched = {(table.name, name) for table in TABLES.values() for name in searched_columns(table)}

    assert {
        *(("records", "title"), ("records", "summary"), ("records", "reference")),
        *(("episodes", "description"), ("episodes", "significance"), ("factor_links", "how")),
        *(("findings", "statement"), ("recommendations", "text"), ("texts", "text")),
        *(("entries", "title"), ("entries", "definition"), ("prevented_by", "how")),
    } <= searched
    assert {name for _, name in searched}.isdisjoint({"record", "kind", "shelf", "added", "factor"})


def ask_datasette(folder: Path, files: Mapping[str, bytes], *paths: str) -> list[BeautifulSoup]:
    """Return the pages that Datasette shows of the files under these paths."""
    from datasette.app import Datasette

    for name in ("patternbook.db", "metadata.json"):
        (folder / name).write_bytes(files[f"data/{name}"])

    async def ask() -> list[BeautifulSoup]:
        shown = Datasette(
            immutables=[str(folder / "patternbook.db")],
            metadata=json.loads((folder / "metadata.json").read_text("utf-8")),
        )
        await shown.invoke_startup()
        answers = [await shown.client.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [BeautifulSoup(answer.text, "lxml") for answer in answers]

    # In a thread of its own: a browser may have left a loop of events running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def test_datasette_opens_it_searches_it_and_follows_its_links(files, tmp_path):
    front, found, counted, row, entries = ask_datasette(
        tmp_path,
        files,
        "/",
        "/patternbook/records?_search=letter",
        "/patternbook/counted_recommendations?_search=trays",
        "/patternbook/findings",
        "/patternbook/entries",
    )

    said = front.get_text(" ", strip=True)
    assert "Records are sent in by choice" in said
    assert "Creative Commons Attribution 4.0 International" in said
    assert [cell.get_text() for cell in found.select("td.col-record")] == ["a-review"]
    assert [cell.get_text() for cell in counted.select("td.col-text")] == [
        "Give every letter a tray."
    ]
    # A link is shown by the title of what it leads to, with its id beside it.
    link = row.select_one("td.col-record a")
    assert link is not None
    assert (link["href"], link.get_text()) == ("/patternbook/records/a-review", "The second letter")
    titles = {cell.get_text(" ", strip=True) for cell in entries.select("td.col-parent a")}
    assert "Human judgement" in titles
    assert "What it means." in str(entries)


# --- Parquet ------------------------------------------------------------------------------------


def test_parquet_holds_every_text_to_the_letter_and_what_each_column_means(library, files):
    for name, rows in make_tables(library).items():
        table = TABLES[name]
        read: list[tuple[Any, ...]] = []
        for is_invented in (False, True) if table.is_of_records else (False,):
            path = flat_path(table, Flat.PARQUET, Audience.PUBLIC, is_invented=is_invented)
            held = pq.read_table(io.BytesIO(files[path]))
            assert held.column_names == [*table.column_names]
            assert [field.metadata[b"description"].decode() for field in held.schema] == [
                column.meaning for column in table.columns
            ]
            read += zip(*(column.to_pylist() for column in held.columns), strict=True)
        assert Counter(read) == Counter(rows)


def test_duckdb_counts_over_the_parquet_files_as_the_page_says(library, files, tmp_path):
    import duckdb

    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    page = next(page for page in make_pages(library, data=files) if page.path == "data/index.md")
    asked = re.search(r"SELECT factor.*?;", page.markdown, re.DOTALL)
    assert asked is not None
    counted = duckdb.sql(html.unescape(asked[0]).replace("FROM '", f"FROM '{tmp_path}/data/"))

    assert counted is not None
    assert counted.fetchall() == [
        ("supervision", "helped", 1),
        ("supervision", "hindered", 1),
        ("timing", "helped", 1),
        ("workload", "hindered", 1),
    ]


# --- The taxonomy -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph(files: Mapping[str, bytes]) -> Graph:
    """Return what the Turtle file states."""
    return Graph().parse(data=files["data/taxonomy.ttl"], format="turtle")


def concept(entry_id: str) -> URIRef:
    """Return the name of an entry."""
    return URIRef(f"{VOCABULARY}{entry_id}")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own use
def test_both_forms_of_the_taxonomy_state_the_same(files, graph):
    assert isomorphic(graph, Graph().parse(data=files["data/taxonomy.jsonld"], format="json-ld"))


def test_every_entry_is_a_concept_in_its_scheme_below_what_it_stands_under(library, graph):
    for definition in library.typology:
        name = concept(definition.entry.id)
        assert graph.value(name, SKOS.prefLabel) == Literal(definition.entry.title, lang="en-GB")
        assert graph.value(name, SKOS.definition) is not None
        parents = {concept(each.entry.id) for each in library.typology.parents(definition.entry.id)}
        assert set(graph.objects(name, SKOS.broader)) == parents
        assert all((parent, SKOS.narrower, name) in graph for parent in parents)
        assert ((name, SKOS.topConceptOf, None) in graph) != bool(parents)
        scheme = graph.value(name, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert {str(scheme).rpartition("/")[2] for scheme in schemes} == {"patterns", "factors"}


def test_a_former_id_stays_a_concept_and_says_what_has_taken_its_place(graph):
    for former in ("load", "burden"):
        assert (concept(former), OWL.deprecated, Literal(True)) in graph
        assert graph.value(concept(former), DCTERMS.isReplacedBy) == concept("workload")
    assert (concept("workload"), OWL.deprecated, None) not in graph


def test_a_retired_entry_is_never_deleted(graph):
    assert (concept("timing"), RDF.type, SKOS.Concept) in graph
    assert (concept("timing"), OWL.deprecated, Literal(True)) in graph
    assert graph.value(concept("timing"), DCTERMS.isReplacedBy) == concept("workload")


def test_what_is_easily_taken_for_one_another_is_related_both_ways(graph):
    assert (concept("workload"), SKOS.related, concept("timing")) in graph
    assert (concept("timing"), SKOS.related, concept("workload")) in graph
    assert graph.value(concept("workload"), DCTERMS.created) == Literal(
        "2026-10", datatype=XSD.gYearMonth
    )


def test_names_stay_wherever_the_site_stands_and_only_the_page_is_added(library, graph):
    there = data_files(library, Site(ADDRESS))["data/taxonomy.ttl"]

    added = Graph().parse(data=there, format="turtle") - graph

    assert {str(predicate) for _, predicate, _ in added} == {"http://xmlns.com/foaf/0.1/page"}
    assert (concept("workload"), None, URIRef(f"{ADDRESS}factors/workload/")) in added


# --- How to cite the data, and the page ---------------------------------------------------------


def test_the_data_can_be_cited_with_their_version(library):
    files = data_files(library, Site(ADDRESS))
    version = files["data/LATEST"].decode().strip()
    said = yaml.safe_load(files["data/CITATION.cff"])

    assert (said["cff-version"], said["type"], said["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert (said["version"], said["url"]) == (version, f"{ADDRESS}data/")
    assert said["date-released"] == "2026-11-01"
    for name in ("patternbook.bib", "patternbook.ris", "LICENCE.txt"):
        assert version in files[f"data/{name}"].decode()
        assert f"{ADDRESS}data/" in files[f"data/{name}"].decode()


def test_catalogues_are_told_what_the_data_are_and_where(library):
    files = data_files(library, Site(ADDRESS))
    said = parsed(files, "dataset.jsonld")

    assert (said["@context"], said["@type"]) == ("https://schema.org/", "Dataset")
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "sent in by choice" in said["description"]
    for each in said["distribution"]:
        path = each["contentUrl"].removeprefix(ADDRESS)
        assert hashlib.sha256(files[path]).hexdigest() == each["sha256"]
        assert each["contentSize"] == f"{len(files[path])} B"


def test_the_page_lists_every_file_with_its_size_and_the_rows_that_count(library, files):
    pages = {page.path: page for page in make_pages(library, data=files)}
    said = pages["data/index.md"].markdown

    linked = set(re.findall(r"\]\(([^)#]+)\)", said))
    assert {path.removeprefix("data/") for path in files} <= linked
    size = len(files["data/patternbook.db"])
    assert f"| {size / 1000:,.0f} kB |" in said
    about = said.partition("[records](tables.md#table-records)")[2].partition("\n- ")[0]
    assert re.search(r"2 rows that count: .*/records\.csv\) \(\d+ bytes\).* · 1 invented: ", about)
    assert files["data/LATEST"].decode().strip() in said
    assert "2 records that count, 1 invented" in said


def test_nothing_in_the_head_of_the_page_can_end_the_block_it_stands_in(tmp_path):
    made = library_of(tmp_path, NEAR_MISS)
    files = {**data_files(made), "data/dataset.jsonld": b'{"name": "</script><b>&"}'}
    page = next(page for page in make_pages(made, data=files) if page.path == "data/index.md")

    assert json.loads(str(page.extra["dataset"])) == {"name": "</script><b>&"}
    assert "<" not in str(page.extra["dataset"])


def test_every_column_is_explained_on_a_page_for_people(library):
    page = next(page for page in make_pages(library) if page.path == "data/tables.md")

    for table in TABLES.values():
        assert f"{{ #table-{table.name.replace('_', '-')} }}" in page.markdown
        for column in table.columns:
            assert f"| `{column.name}` |" in page.markdown
