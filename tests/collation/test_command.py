"""`patternbook collate`: what it writes, that all forms say the same, and what it refuses."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from patternbook.cli import main
from patternbook.folders import Folders
from patternbook.opening import open_library
from patternbook.pages.collations import collation_pages
from patternbook.sharing.shares import Share, content_of, shared_part, text_of
from patternbook.tables import make_tables
from patternbook.vocabulary import Audience
from tests.collation.making import collation_page, opened, records
from tests.making import near_miss, write

PAGE = "docs/collations/all.md"
_FIGURE = re.compile(r"\b\d+ of \d+\b")

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """Return the root of a library of six records and a page that asks for all of them."""
    files = {
        **records(),
        PAGE: collation_page(),
        "reviews/near-misses/kept.md": near_miss(
            "kept", title="Quixotic title", audience="board", summary="Quixotic and kept."
        ),
        "patternbook.yml": "refuse_names: false\n",
    }
    folder: Path = tmp_path_factory.mktemp("library")
    write(folder, files)
    return folder


@pytest.fixture
def collate(root, tmp_path, monkeypatch) -> Run:
    """Return what runs the command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)

    def run(*arguments: str, at: Path = root) -> Result:
        return CliRunner().invoke(main, ["collate", "--root", str(at), *arguments])

    return run


# --- One collation in every form ----------------------------------------------------------------


@pytest.fixture(scope="module")
def figures(root) -> list[list[str]]:
    """Return the figures on the page of the site, row by row."""
    library = open_library(Folders.at(root), "public", refuse_names=False).library
    page = next(page for page in collation_pages(library) if page.path == "collations/all.md")
    soup = BeautifulSoup(page.markdown, "lxml")
    found = [
        [" ".join(cell.get_text().split()) for cell in row.select("td.pb-number")]
        for row in soup.select("table.pb-collated tbody tr:not(.pb-level)")
    ]
    assert sum(map(len, found)) > 100
    return found


def test_every_form_carries_the_figures_of_the_page(collate, figures, root):
    for form in ("page", "docx", "pdf", "data"):
        ran = collate(PAGE, "--to", form)
        assert (ran.exit_code, ran.stderr) == (0, ""), form
    in_word = [
        [cell for cell in cells if re.fullmatch(r"\d+( of \d+)?", cell)]
        for table in docx.Document("all.docx").tables
        for cells in ([cell.text.strip() for cell in row.cells[1:]] for row in table.rows[1:])
    ]
    assert [row for row in in_word if row] == figures
    in_markdown = [
        [cell.strip() for cell in line.split("|")[2:-1] if re.fullmatch(r" \d+( of \d+)? ", cell)]
        for line in Path("all.md").read_text("utf-8").split("\n")
        if line.startswith("| ")
    ]
    assert [row for row in in_markdown if row] == figures
    parts = [cell for row in figures for cell in row if " of " in cell]
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader("all.pdf").pages)
    printed = re.sub(r"Page \d+ of \d+", " ", " ".join(printed.split()))
    assert sorted(_FIGURE.findall(printed)) == sorted(parts)
    with zipfile.ZipFile("all.zip") as packed:
        told = json.loads(packed.read("collation.json"))
        sheet = packed.read("figures-patterns.csv").decode().split("\r\n")
    patterns = next(each for each in told["measures"] if each["name"] == "patterns")
    tunnel = next(row for row in patterns["rows"] if row["entry"] == "tunnel-vision")
    assert (tunnel["records"], tunnel["records_of"]) == (2, 4)
    assert ["2 of 4", "1 of 2", "1 of 2", "1 of 2"] in figures
    assert f"{tunnel['records']},{tunnel['records_of']}" in next(
        line for line in sheet if line.startswith("tunnel-vision,")
    )
    assert all(each["caveat"] for each in patterns and told["measures"])
    assert "Quixotic" not in json.dumps(told) + printed + Path("all.md").read_text("utf-8")


def test_the_data_are_the_same_bytes_each_time(collate):
    assert collate("--to", "data", "-o", "one.zip").exit_code == 0
    assert collate("--to", "data", "-o", "two.zip").exit_code == 0

    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()


def test_options_choose_and_findings_stand_in_full(collate):
    assert collate("--kind", "case-review", "--completed-from", "2024").exit_code == 0
    text = Path("collation.md").read_text("utf-8")

    for said in (
        "**Kind of record:** Case review",
        "**Year:** from 2024 on",
        "Statement of narrow.",
        "**Why underlying:** It came back.",
        "**How far it reaches:** Participants say it is wider. They all said so.",
        "**Read differently:** One of them saw it otherwise.",
        "**Not selected because:** Another mattered more.",
    ):
        assert said in text
    assert "Title of call" not in text


def test_for_the_board_it_says_so_and_holds_what_is_kept(collate):
    ran = collate("--audience", "board")

    assert ran.exit_code == 0
    assert "Do not pass it on." in ran.stdout
    text = Path("collation.md").read_text("utf-8")
    assert "This copy is for the board." in text
    assert "Quixotic title" in text


# --- What it refuses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["no-such-page"], 2, "There is no collation “no-such-page”"),
        ([PAGE, "--kind", "debrief"], 2, "A page says itself which records it takes"),
        (["--pattern", "tunel-vision"], 2, "Did you mean “tunnel-vision”?"),
        (["--pattern", "workload"], 2, "There is no pattern “workload”"),
        (["--shelf", "Ours"], 2, "There is no shelf “Ours”"),
        (["--completed-from", "2024", "--completed-to", "2020"], 2, "later than"),
        (["--kind", "near-mis"], 2, "near-miss"),
        (["--setting", "court-and-legal"], 1, "No record is chosen"),
        (["--audience", "participants"], 2, "read that review alone"),
        (["--from", "no-such-file.json"], 1, "cannot be opened"),
        (["--out", "."], 2, "is a folder"),
    ],
)
def test_what_cannot_be_collated_is_told_and_nothing_is_written(collate, arguments, code, said):
    ran = collate(*arguments)

    assert (ran.exit_code, said in ran.stderr) == (code, True), ran.stderr
    assert "Traceback" not in ran.stderr
    assert list(Path().iterdir()) == []


def test_what_would_single_out_is_refused_with_the_reason(collate, tmp_path_factory):
    other = tmp_path_factory.mktemp("few")
    write(
        other,
        {
            "reviews/near-misses/one.md": near_miss("one"),
            "patternbook.yml": "refuse_names: false\n",
        },
    )

    ran = collate(at=other)

    assert ran.exit_code == 1
    assert "single out a family or a board" in ran.stderr
    assert list(Path().iterdir()) == []
    assert collate("--audience", "board", at=other).exit_code == 0


def test_a_file_that_is_there_is_left_alone_unless_it_may_go(collate):
    Path("collation.md").write_text("Mine.")

    assert collate().exit_code == 2
    assert Path("collation.md").read_text() == "Mine."
    assert collate("--force").exit_code == 0
    assert Path("collation.md").read_text() != "Mine."


# --- What boards have shared --------------------------------------------------------------------


@pytest.fixture(scope="module")
def shares(root, tmp_path_factory) -> list[str]:
    """Return the files that three boards have shared: two public records each, and held counts."""
    folder = tmp_path_factory.mktemp("shares")
    found = []
    for number, name in enumerate(("heron", "otter", "wren"), start=1):
        ids = [f"{name}-one", f"{name}-two"]
        files: dict[str, str | bytes] = {
            f"reviews/near-misses/{each}.md": near_miss(each, title=f"Seen at {each}")
            for each in ids
        }
        tables = make_tables(opened(folder / name, files, Audience.BOARD))
        share = Share(
            contributor=name,
            made="2026-11",
            threshold=5,
            records=shared_part(tables, set(ids)),
            held={("records",): 10 * number},
            kept={},
            as_of="2026-11",
        )
        file = folder / f"{name}.json"
        file.write_text(text_of(content_of(share)), "utf-8")
        found.append(str(file))
    return found


def _from(files: list[str]) -> Iterator[str]:
    for file in files:
        yield from ("--from", file)


def test_public_records_of_boards_are_counted_once_and_held_ones_told_as_a_range(collate, shares):
    ran = collate(*_from([*shares, shares[0]]), "--to", "data")

    assert ran.exit_code == 0, ran.stderr
    with zipfile.ZipFile("collation.zip") as packed:
        told = json.loads(packed.read("collation.json"))
    assert {each["record"] for each in told["records"]} >= {"heron-one", "wren-two", "review"}
    assert len(told["records"]) == 5 + 6
    [count] = [
        row for group in told["held"]["counts"] for row in group if row["table"] == "records"
    ]
    assert count["at_least"] == 60
    assert not any(name in json.dumps(told["held"]) for name in ("heron", "otter", "wren"))


def test_a_merged_document_says_what_held_counts_are(collate, shares):
    assert collate(*_from(shares)).exit_code == 0
    text = Path("collation.md").read_text("utf-8")

    assert "## What boards hold and do not publish" in text
    assert "| All of them | 60 |" in text
    assert "Seen at heron-one" in text
    assert "at least so many" in text


def test_two_boards_are_too_few_for_the_public_and_enough_for_a_board(collate, shares):
    ran = collate(*_from(shares[:2]))

    assert ran.exit_code == 1
    assert "at least 3 boards" in ran.stderr
    assert list(Path().iterdir()) == []
    assert collate(*_from(shares[:2]), "--audience", "board").exit_code == 0


def test_every_fault_of_every_file_is_told_at_once(collate, shares, tmp_path):
    broken, altered = Path("broken.json"), Path("altered.json")
    broken.write_text("{")
    altered.write_text(Path(shares[0]).read_text("utf-8").replace("Seen at", "Read at"), "utf-8")

    ran = collate("--from", "broken.json", "--from", "altered.json", *_from(shares))

    assert ran.exit_code == 1
    assert "broken.json" in ran.stderr
    assert "altered.json" in ran.stderr
    assert not Path("collation.md").exists()
