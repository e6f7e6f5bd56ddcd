"""Where files lie decides what a builder publishes, so what lies in the wrong place is a fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from patternbook.documents import GENERATED_FOLDERS
from patternbook.pages import make_pages
from patternbook.publication import publish
from tests.conftest import run_patternbook
from tests.making import case_review, copy_of_the_site, debrief, load, near_miss

DRAFT = near_miss("draft", stage="interim", audience="board")


def codes(root: Path, files: dict[str, str | bytes]) -> list[str]:
    _, problems = load(root, files)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    "path",
    [
        "docs/near-misses/draft.md",
        "docs/reviews/case-reviews/draft.md",
        "docs/debriefs/a/draft.md",
        "docs/contribute/rules/draft.md",
        "docs/guide/draft.md",
        "docs/factors/sub/draft.md",
        "docs/draft.md",
    ],
)
def test_a_record_put_into_the_documentation_is_a_fault_and_not_published(tmp_path, path):
    _, problems = load(tmp_path, {path: DRAFT})

    assert [(p.path, p.code) for p in problems] == [(path, "does-not-belong-in-docs")]
    assert "reviews" in problems[0].mend or "out" in problems[0].mend


def test_a_draft_in_the_documentation_stops_the_build(tmp_path):
    root = copy_of_the_site(tmp_path, {"docs/near-misses/draft.md": DRAFT})

    built = run_patternbook("build", "--root", str(root))
    staged = run_patternbook("stage", str(tmp_path / "staged"), "--root", str(root))

    assert built.returncode == staged.returncode == 1
    assert not (root / "site").exists()
    assert not (tmp_path / "staged").exists()


@pytest.mark.parametrize("path", ["docs/notes.txt", "docs/guide/a.docx", "docs/assets/a.pdf"])
def test_a_file_that_is_no_page_and_no_asset_is_a_fault(tmp_path, path):
    assert codes(tmp_path, {path: "Text."}) == ["does-not-belong-in-docs"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("reviews/case-reviews/talk.m4a", "not-a-record"),
        ("reviews/talk.wav", "not-a-record"),
        ("docs/talk.mp3", "does-not-belong-in-docs"),
        ("docs/assets/talk.MP4", "does-not-belong-in-docs"),
        ("docs/reviews/talk.ogg", "does-not-belong-in-docs"),
    ],
)
def test_a_recording_among_records_or_pages_is_a_fault_and_is_to_be_destroyed(tmp_path, path, code):
    _, problems = load(tmp_path, {path: b"RIFF"})

    assert [(problem.path, problem.code) for problem in problems] == [(path, code)]
    assert "until the notes are done, and is then destroyed" in problems[0].mend


def test_a_working_folder_among_the_records_is_a_fault(tmp_path):
    files: dict[str, str | bytes] = {
        "reviews/case-reviews/a-review/log.yml": "review: a-review\n",
        "docs/a-review/letters/introduction.docx": b"PK",
    }

    assert codes(tmp_path, files) == ["does-not-belong-in-docs", "not-a-record"]


def test_pages_assets_and_hidden_files_may_lie_in_the_documentation(tmp_path):
    files: dict[str, str | bytes] = {
        "docs/guide/index.md": "---\ntitle: A\n---\n",
        "docs/assets/a.css": "",
        "docs/.x/y": "",
    }
    assert codes(tmp_path, files) == []


def test_a_link_in_the_documentation_to_the_records_is_a_fault(tmp_path):
    (tmp_path / "docs/guide").mkdir(parents=True)
    (tmp_path / "docs/assets").mkdir()
    (tmp_path / "docs/guide/a.md").symlink_to(tmp_path / "reviews/near-misses/draft.md")
    (tmp_path / "docs/assets/all").symlink_to(tmp_path / "reviews")

    found = codes(tmp_path, {"reviews/near-misses/draft.md": DRAFT})

    assert found == ["does-not-belong-in-docs"] * 2


@pytest.mark.parametrize(
    "path",
    [
        "reviews/draft.md",
        "reviews/other/draft.md",
        "reviews/near-misses/deep/draft.md",
        'reviews/case-reviews/"><img src=x onerror=alert(1)>/draft.md',
    ],
)
def test_a_record_stands_directly_in_the_folder_of_its_kind(tmp_path, path):
    library, problems = load(tmp_path, {path: DRAFT})

    assert [p.code for p in problems] == ["not-a-record"]
    assert library.filed == ()


def test_what_is_no_ordinary_file_is_a_fault_at_once(tmp_path):
    (tmp_path / "reviews/near-misses").mkdir(parents=True)
    os.mkfifo(tmp_path / "reviews/near-misses/pipe.md")

    assert codes(tmp_path, {}) == ["not-a-file"]


@pytest.mark.parametrize("record_id", ["index", "readme", "page-2"])
def test_no_record_takes_the_place_of_a_list(tmp_path, record_id):
    file = f"reviews/near-misses/{record_id}.md"
    assert codes(tmp_path, {file: near_miss(record_id)}) == ["reserved-id"]


def test_every_page_that_is_made_lies_where_nobody_writes_by_hand(tmp_path):
    library, _ = load(
        tmp_path,
        {
            "reviews/near-misses/a-near-miss.md": near_miss(),
            "reviews/debriefs/a-debrief.md": debrief(),
            "reviews/case-reviews/a-review.md": case_review(),
        },
    )
    folders = {page.path.rpartition("/")[0] for page in make_pages(publish(library, "public"))}

    beside = {
        folder
        for folder in folders
        if GENERATED_FOLDERS.isdisjoint({folder, folder.partition("/")[0]})
    }
    assert beside == {"patterns", "factors", "collations", ""}


def test_a_passage_marked_internal_in_a_field_is_a_fault(tmp_path):
    record = near_miss(what_happened="Open.\n\n::: internal\nSealed.\n:::\n")

    _, problems = load(tmp_path, {"reviews/near-misses/a-near-miss.md": record})

    assert [p.code for p in problems] == ["internal-marks"]


def test_a_review_with_more_parts_than_anyone_reads_is_a_fault(tmp_path):
    record = near_miss(related=[f"other-{n}" for n in range(2000)])

    assert codes(tmp_path, {"reviews/near-misses/a-near-miss.md": record}) == ["too-many"]


def test_the_same_record_named_twice_is_a_fault(tmp_path):
    record = near_miss(related=["other", "other"])
    files = {"reviews/near-misses/a-near-miss.md": record}

    assert codes(tmp_path, {**files, "reviews/near-misses/other.md": near_miss("other")}) == [
        "repeated"
    ]


def test_a_message_never_repeats_whom_a_pseudonym_stands_for(tmp_path):
    record = near_miss(pseudonyms={"darren": "", "darren-smith": ["x"]})

    _, problems = load(tmp_path, {"reviews/near-misses/a-near-miss.md": record})

    assert problems
    assert "darren" not in "".join(map(str, problems))
